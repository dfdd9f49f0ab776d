import { latencyScore, type ScoreInput, type Week } from '@hearback/domain';
import type { Surroundings } from '../../metrics/computation.js';
import { waitsIn, waitsSql, type WaitsOfGroup } from '../../metrics/score/waits.js';
import { windowOfWeek, type TeamScore, type TeamScores } from '../week/team-scores.js';

/**
 * The scores of one week from questions about this week alone, with the SQL by which metrics see one instant: what
 * `teamScoresOf` is held to.
 * @param teams only these; by default all
 */
export async function scoresOfOneWeek(
  week: Week,
  surroundings: Surroundings,
  teams?: readonly string[],
): Promise<TeamScores> {
  const { organisation, store } = surroundings;
  const window = windowOfWeek(week, surroundings);
  const filter = teams === undefined ? {} : { team: teams };
  const choice = { filter, by: [], asOf: window.asOf, clock: 'business' } as const;
  const all = waitsSql(choice, window.from, window.to, organisation);
  const { curve, groups } = await waitsIn(window, { filter, by: ['team', 'stage'] }, surroundings);
  const counted = await store.rows<{ team_id: string; n: number; applications: number }>(
    `SELECT team_id, count() AS n, uniqExact(application_hash) AS applications FROM (${all.text})
     GROUP BY team_id ORDER BY team_id`,
    { ...all.parameters },
  );
  const scores = counted.map(({ team_id: team, n, applications }): [string, TeamScore] => {
    const own = groups.filter(({ by_team: of = '' }) => of === team);
    const isEnough = applications >= organisation.minimumGroup;
    const scored = isEnough ? latencyScore(inputOf(own, curve.horizon), curve) : undefined;
    return [team, { team, n, applications, scored }];
  });
  return { teams: new Map(scores), curve };
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
