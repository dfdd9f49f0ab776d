import type { Figure } from '@hearback/domain';
import { Inject } from '@nestjs/common';
import { QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { fromDateTime64 } from '../clickhouse/client.js';
import { Store } from '../clickhouse/store.js';
import { ListTeams } from '../overview/list-teams.query.js';
import { ENVIRONMENT, type Environment } from '../platform/environment.js';
import { ORGANISATION, type Organisation } from '../platform/organisation.js';
import { scoreNews } from './messages/score-news.js';
import { PublishedScores } from './publishing/published-scores.js';
import { differs } from './revised/differs.js';
import {
  GetScoreHistory,
  GetScoreOfWeek,
  type ScoreFigures,
  type ScoreHistory,
  type ScoreOfWeek,
  type TeamTold,
} from './score-of-week.query.js';
import { teamScores } from './week/team-scores.js';
import { weekReport, type PublishedData } from './week/week-report.js';

@QueryHandler(GetScoreOfWeek)
export class GetScoreOfWeekHandler implements IQueryHandler<GetScoreOfWeek> {
  constructor(
    private readonly store: Store,
    private readonly publications: PublishedScores,
    private readonly queries: QueryBus,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async execute({ team, week }: GetScoreOfWeek): Promise<ScoreOfWeek | undefined> {
    const surroundings = { store: this.store, organisation: this.organisation };
    const [publication, name] = await Promise.all([
      this.publications.one(team, week),
      nameOf(team, this.queries),
    ]);
    const of = { team, name: name ?? team, week };
    if (publication === undefined) {
      // To look through twelve weeks for a team that there is not would take seconds.
      if (name === undefined) return undefined;
      const [data] = await weekReport(week, surroundings, team);
      return data === undefined ? undefined : { ...of, unpublished: this.#told(data, of.name) };
    }
    const { teams } = await teamScores(week, surroundings, [team]);
    const now = teams.get(team);
    const told = { publishedAt: publication.publishedAt, ...this.#told(publication.data, of.name) };
    if (!differs(publication.data, now)) return { ...of, published: told };
    const { scored, n = 0, applications = 0 } = now ?? {};
    return { ...of, published: told, revised: figuresOf({ ...scored, n, applications }) };
  }

  #told(data: PublishedData, name: string): Omit<TeamTold, 'publishedAt'> {
    const { score: _score, low: _low, high: _high, publisher: _publisher, ...rest } = data;
    const news = scoreNews({ publishedAt: '', data }, name, this.environment.publicUrl);
    const { wentWell, nextStep, waiting } = news;
    return { ...rest, ...figuresOf(data), text: { wentWell, nextStep, waiting } };
  }
}

interface RevisedRow {
  readonly week: string;
  readonly score: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
  readonly applications: number;
  readonly computed_at: string;
}

@QueryHandler(GetScoreHistory)
export class GetScoreHistoryHandler implements IQueryHandler<GetScoreHistory> {
  constructor(
    private readonly store: Store,
    private readonly publications: PublishedScores,
    private readonly queries: QueryBus,
  ) {}

  async execute({ team }: GetScoreHistory): Promise<ScoreHistory> {
    const [published, revised, name] = await Promise.all([
      this.publications.ofTeam(team),
      this.store.rows<RevisedRow>(
        `SELECT week, score, low, high, n, applications, computed_at FROM stored_revised_scores FINAL
         WHERE team_id = {team:String} AND differs = 1`,
        { team },
      ),
      nameOf(team, this.queries),
    ]);
    const later = new Map(revised.map((row) => [row.week, row]));
    const weeks = published.map(({ publishedAt, data }) => {
      const row = later.get(data.week);
      return {
        week: data.week,
        publishedAt,
        ...figuresOf(data),
        ...(data.before === undefined ? {} : { before: data.before }),
        ...(row === undefined ? {} : { revised: { ...figuresOf(row), at: fromDateTime64(row.computed_at) } }),
      };
    });
    return { team, name: name ?? team, weeks: weeks.reverse() };
  }
}

type Told = { readonly n: number; readonly applications: number } & {
  readonly [name in 'score' | 'low' | 'high']?: number | null | undefined;
};

function figuresOf({ score, low, high, n, applications }: Told): ScoreFigures {
  const figure = (value: number | null | undefined): Figure =>
    typeof value === 'number' ? value : { withheld: 'too few', n: applications };
  return { score: figure(score), low: figure(low), high: figure(high), n, applications };
}

async function nameOf(team: string, queries: QueryBus): Promise<string | undefined> {
  const { teams } = await queries.execute(new ListTeams());
  return teams.find(({ team: id }) => id === team)?.name;
}
