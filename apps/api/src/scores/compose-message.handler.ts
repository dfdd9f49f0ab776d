import { Inject } from '@nestjs/common';
import { QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Store } from '../clickhouse/store.js';
import { ListTeams } from '../overview/list-teams.query.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { ENVIRONMENT, type Environment } from '../platform/environment.js';
import { ORGANISATION, type Organisation } from '../platform/organisation.js';
import { digestContent, scoreContent } from './messages/compose.js';
import { plainName } from './messages/plain-name.js';
import { PublishedScores, type PublishedScore } from './publishing/published-scores.js';
import { simulatedTeams } from './publishing/simulated-teams.js';
import { ComposeMessage, type ComposedMessage } from './score-of-week.query.js';
import { weekReport } from './week/week-report.js';

@QueryHandler(ComposeMessage)
export class ComposeMessageHandler implements IQueryHandler<ComposeMessage> {
  constructor(
    private readonly store: Store,
    private readonly publications: PublishedScores,
    private readonly queries: QueryBus,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ team, week, channel }: ComposeMessage): Promise<ComposedMessage | undefined> {
    const published = await this.#published(team, week);
    const told = published.length > 0 ? published : await this.#asKnownNow(team, week);
    const [first] = told;
    if (first === undefined) return undefined;
    const { publicUrl } = this.environment;
    const content =
      team === undefined
        ? digestContent(channel, week, told, publicUrl)
        : scoreContent(channel, first, publicUrl);
    return { content, preview: published.length === 0 };
  }

  async #published(team: string | undefined, week: string): Promise<readonly PublishedScore[]> {
    if (team === undefined) return this.publications.ofWeek(week);
    const one = await this.publications.one(team, week);
    return one === undefined ? [] : [one];
  }

  async #asKnownNow(team: string | undefined, week: string): Promise<readonly PublishedScore[]> {
    const surroundings = { store: this.store, organisation: this.organisation };
    const [report, { teams }, simulated] = await Promise.all([
      weekReport(week, surroundings, team),
      this.queries.execute(new ListTeams()),
      simulatedTeams(this.store),
    ]);
    const names = new Map(teams.map(({ team: id, name }) => [id, name]));
    return report.map((data) => ({
      publishedAt: this.clock().toISOString(),
      data: {
        ...data,
        teamName: plainName(names.get(data.teamId) ?? data.teamId),
        simulated: simulated.has(data.teamId),
      },
    }));
  }
}
