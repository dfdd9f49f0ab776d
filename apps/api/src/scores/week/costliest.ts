import { obligationParts, type Week } from '@hearback/domain';
import { fromDateTime64 } from '../../clickhouse/client.js';
import type { Surroundings } from '../../metrics/computation.js';
import { waitsSql } from '../../metrics/score/waits.js';
import { windowOfWeek, type TeamScores } from './team-scores.js';

/** How many of a team's interviews are named. */
const NAMED = 5;

/** An interview with what it costs its team's score. */
export interface CostlyInterview {
  readonly applicationId: string;
  readonly interviewId: string;
  readonly stage: string;
  readonly state: 'met' | 'waiting' | 'ended';
  readonly startedAt: string;
  /** Business days waited by the end of the week. */
  readonly days: number;
  /** What it takes off a score of 100. */
  readonly points: number;
}

interface Row {
  readonly team_id: string;
  readonly application_id: string;
  readonly interview_id: string;
  readonly obligation_id: string;
  readonly stage: string;
  readonly state: 'met' | 'waiting' | 'ended';
  readonly started_at: string;
  readonly days: number;
}

/**
 * The five interviews of each team that cost its score of a week most, the dearest first; those that cost nothing
 * are left out.
 */
export async function costliestOf(
  week: Week,
  { teams, curve }: TeamScores,
  surroundings: Surroundings,
): Promise<ReadonlyMap<string, readonly CostlyInterview[]>> {
  const window = windowOfWeek(week, surroundings);
  const choice = { filter: {}, by: [], asOf: window.asOf, clock: 'business' } as const;
  const all = waitsSql(choice, window.from, window.to, surroundings.organisation);
  // A cost never falls as a wait grows: among the answered and among the open, the longest waits cost most.
  const rows = await surroundings.store.rows<Row>(
    `SELECT team_id, application_id, interview_id, obligation_id, stage, state, started_at, days FROM (${all.text})
     ORDER BY team_id, days DESC, application_id, obligation_id LIMIT ${NAMED} BY team_id, is_met`,
    { ...all.parameters },
  );
  const byTeam = new Map<string, Row[]>();
  for (const row of rows) byTeam.set(row.team_id, [...(byTeam.get(row.team_id) ?? []), row]);
  return new Map(
    [...byTeam].map(([team, longest]) => {
      const byKey = new Map(
        longest.map((row) => [JSON.stringify([row.application_id, row.obligation_id]), row]),
      );
      const parts = obligationParts(
        [...byKey].map(([key, { stage, state, days }]) => ({ key, stage, state, seconds: days })),
        teams.get(team)?.n ?? longest.length,
        curve,
      );
      const dearest = parts.filter(({ points }) => points > 0).slice(0, NAMED);
      return [team, dearest.map(({ key, points }) => toCostly(byKey.get(key)!, points))];
    }),
  );
}

function toCostly(row: Row, points: number): CostlyInterview {
  return {
    applicationId: row.application_id,
    interviewId: row.interview_id,
    stage: row.stage,
    state: row.state,
    startedAt: fromDateTime64(row.started_at),
    days: row.days,
    points,
  };
}
