import {
  latencyScore,
  type CostCurve,
  type LatencyScore,
  type ScoreInput,
  type Week,
} from '@hearback/domain';
import type { Surroundings } from '../../metrics/computation.js';
import { SCORE_WEEKS, windowEndingWith, type ScoreWindow } from '../../metrics/score/score-window.js';
import { waitsInWindows, type WaitsAtStage, type WaitsOfTeam } from '../../metrics/score/waits-in-windows.js';

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
  const [scores] = await teamScoresOf([week], surroundings, teams);
  return scores!;
}

/** The same of several weeks, each as of its own end; in their order. One query, however many they are. */
export async function teamScoresOf(
  weeks: readonly Week[],
  surroundings: Surroundings,
  teams?: readonly string[],
): Promise<readonly TeamScores[]> {
  const { minimumGroup } = surroundings.organisation;
  const windows = weeks.map((week) => windowOfWeek(week, surroundings));
  const seen = await waitsInWindows(windows, teams, surroundings);
  return seen.map(({ curve, teams: waits }) => ({
    curve,
    teams: new Map(waits.map((of) => [of.team, scoreOf(of, curve, minimumGroup)])),
  }));
}

function scoreOf(
  { team, applications, stages }: WaitsOfTeam,
  curve: CostCurve,
  minimumGroup: number,
): TeamScore {
  const n = stages.reduce((sum, { answered, open }) => sum + answered.length + open.length, 0);
  const scored =
    applications < minimumGroup ? undefined : latencyScore(inputOf(stages, curve.horizon), curve);
  return { team, n, applications, scored };
}

function inputOf(stages: readonly WaitsAtStage[], horizon: number): ScoreInput {
  return {
    answered: stages.flatMap(({ stage, answered }) =>
      answered.map((days) => {
        const wait = Math.min(days, horizon);
        return { stage, n: 1, sum: wait, squares: wait * wait };
      }),
    ),
    open: stages.flatMap(({ stage, open }) => open.map((days) => ({ stage, seconds: days }))),
  };
}
