import {
  latencyScore,
  type CostCurve,
  type LatencyScore,
  type ScoreInput,
  type Week,
} from '@hearback/domain';
import type { Surroundings } from '../../metrics/computation.js';
import { SCORE_WEEKS, windowEndingWith, type ScoreWindow } from '../../metrics/score/score-window.js';
import { waitsIn, waitsSql, type WaitsOfGroup } from '../../metrics/score/waits.js';

/** The score of a team in a week. */
export interface TeamScore {
  readonly team: string;
  /** Obligations. */
  readonly n: number;
  readonly applications: number;
  /** Costs are in business days. Absent: fewer applications than the minimum. */
  readonly scored: LatencyScore | undefined;
}

export interface TeamScores {
  readonly teams: ReadonlyMap<string, TeamScore>;
  /** What open obligations usually go on to cost, in business days. */
  readonly curve: CostCurve;
}

/** The four weeks that end with a week, seen from its end: what its score is about. */
export function windowOfWeek(week: Week, { organisation }: Pick<Surroundings, 'organisation'>): ScoreWindow {
  return windowEndingWith(week, SCORE_WEEKS, organisation.timeZone);
}

/**
 * The score of every team with an obligation in the four weeks that end with `week`, with the parts of its stages,
 * as of the end of that week and as far as it is known now.
 * @param teams only these; by default all
 */
export async function teamScores(
  week: Week,
  surroundings: Surroundings,
  teams?: readonly string[],
): Promise<TeamScores> {
  const { organisation, store } = surroundings;
  const window = windowOfWeek(week, surroundings);
  const filter = teams === undefined ? {} : { team: teams };
  const choice = { filter, by: [], asOf: window.asOf, clock: 'business' } as const;
  const all = waitsSql(choice, window.from, window.to, organisation);
  const [{ curve, groups }, counted] = await Promise.all([
    waitsIn(window, { filter, by: ['team', 'stage'] }, surroundings),
    // An application may be in several stages: those of a team are no sum.
    store.rows<{ team_id: string; n: number; applications: number }>(
      `SELECT team_id, count() AS n, uniqExact(application_hash) AS applications FROM (${all.text})
       GROUP BY team_id ORDER BY team_id`,
      { ...all.parameters },
    ),
  ]);
  const byTeam = new Map<string, WaitsOfGroup[]>();
  for (const group of groups) {
    const team = group.by_team ?? '';
    byTeam.set(team, [...(byTeam.get(team) ?? []), group]);
  }
  const scores = new Map<string, TeamScore>(
    counted.map(({ team_id: team, n, applications }) => {
      const scored =
        applications < organisation.minimumGroup
          ? undefined
          : latencyScore(inputOf(byTeam.get(team) ?? [], curve.horizon), curve);
      return [team, { team, n, applications, scored }];
    }),
  );
  return { teams: scores, curve };
}

function inputOf(groups: readonly WaitsOfGroup[], horizon: number): ScoreInput {
  return {
    answered: groups.flatMap(({ by_stage: stage = '', answered }) =>
      answered.map((days) => {
        const wait = Math.min(days, horizon);
        return { stage, n: 1, sum: wait, squares: wait * wait };
      }),
    ),
    open: groups.flatMap(({ by_stage: stage = '', open }) => open.map((days) => ({ stage, seconds: days }))),
  };
}
