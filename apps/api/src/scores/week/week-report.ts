import {
  metricNamed,
  nextStep,
  wentWell,
  weeksEndingWith,
  HORIZON_BUSINESS_DAYS,
  type HearbackEvent,
  type StagePart,
  type Week,
} from '@hearback/domain';
import type { Surroundings } from '../../metrics/computation.js';
import { costliestOf, type CostlyInterview } from './costliest.js';
import { teamScoresOf, windowOfWeek, type TeamScore } from './team-scores.js';
import { waitingCandidates, type TeamWaiting } from './waiting-candidates.js';

/** What is published of a team's week. */
export type PublishedData = Extract<HearbackEvent, { type: 'hearback.score.published.v1' }>['data'];

/** A team's week as it is known now, without who publishes it. */
export type TeamWeek = Omit<PublishedData, 'publisher' | 'simulated' | 'teamName'>;

/** So many weeks are told beside a score. */
export const TREND_WEEKS = 12;
/** More than an event should carry; what is further is summed up. */
const MOST_STAGES = 50;
/** Interviews without a team are nobody's to answer for. */
const UNASSIGNED = new Set(['', 'unassigned']);

/**
 * The week of every team that had an interview in the four weeks, or for whose answer somebody waits: its score with
 * what it is made of, as of the end of the week and as far as it is known now. In order of the team's id.
 * @param only the team that is wanted; by default all
 */
export async function weekReport(
  week: Week,
  surroundings: Surroundings,
  only?: string,
): Promise<readonly TeamWeek[]> {
  const asked = only === undefined ? undefined : [only];
  const weeks = weeksEndingWith(week, TREND_WEEKS);
  const told = await teamScoresOf(weeks, surroundings, asked);
  const scores = told.at(-1)!;
  const waiting = await waitingCandidates(windowOfWeek(week, surroundings).asOf, surroundings);
  const teams = [...new Set([...scores.teams.keys(), ...waiting.keys()])]
    .filter((team) => !UNASSIGNED.has(team) && (only === undefined || team === only))
    .sort();
  if (teams.length === 0) return [];
  const costliest = await costliestOf(week, scores, surroundings);
  return teams.map((team) => {
    const trend = told.map((of, index) => {
      const score = of.teams.get(team)?.scored?.score;
      return { week: weeks[index]!, ...(score === undefined ? {} : { score }) };
    });
    return teamWeek(
      team,
      trend,
      scores.teams.get(team),
      waiting.get(team),
      costliest.get(team) ?? [],
      surroundings,
    );
  });
}

function teamWeek(
  team: string,
  trend: NonNullable<PublishedData['trend']>,
  of: TeamScore | undefined,
  waits: TeamWaiting | undefined,
  costliest: readonly CostlyInterview[],
  { organisation }: Surroundings,
): TeamWeek {
  const { scored, n = 0, applications = 0 } = of ?? {};
  const before = trend.at(-2)?.score;
  const all = waits?.all ?? { waiting: 0, overdue: 0, beyondPromise: 0 };
  const facts = {
    score: scored?.score,
    before,
    // Below the minimum the parts would tell the score that is withheld.
    stages: scored?.stages ?? [],
    horizonDays: HORIZON_BUSINESS_DAYS,
    waiting: all,
    waitingAt: waits?.at ?? [],
  };
  const good = wentWell(facts);
  return {
    teamId: team,
    week: trend.at(-1)!.week,
    n,
    applications,
    definitionVersion: metricNamed('latency-score')!.version,
    minimumGroup: organisation.minimumGroup,
    trend,
    waiting: { count: all.waiting, overdue: all.overdue, beyondPromise: all.beyondPromise },
    nextStep: nextStep(facts),
    ...(good === undefined ? {} : { wentWell: good }),
    ...(before === undefined ? {} : { before }),
    ...(scored === undefined
      ? {}
      : {
          score: scored.score,
          low: scored.low,
          high: scored.high,
          ...partsOf(scored.stages),
          costliest: costliest.map(({ interviewId, ...rest }) => ({
            ...rest,
            ...(interviewId === '' ? {} : { interviewId }),
          })),
        }),
  };
}

function partsOf(stages: readonly StagePart[]): Pick<PublishedData, 'stages' | 'otherStages'> {
  const told = stages.map(({ stage, n, open, points }) => ({
    stage,
    n,
    open,
    points: Math.min(100, points),
  }));
  if (told.length <= MOST_STAGES) return { stages: told };
  const rest = told.slice(MOST_STAGES - 1);
  const sum = (of: (part: (typeof rest)[number]) => number): number =>
    rest.reduce((total, part) => total + of(part), 0);
  return {
    stages: told.slice(0, MOST_STAGES - 1),
    otherStages: {
      count: rest.length,
      n: sum(({ n }) => n),
      open: sum(({ open }) => open),
      points: sum(({ points }) => points),
    },
  };
}
