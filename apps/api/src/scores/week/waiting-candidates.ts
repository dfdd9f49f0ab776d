import type { Instant, WaitingAtStage, WaitingCandidates } from '@hearback/domain';
import { AS_OF } from '../../metrics/as-told.js';
import type { Surroundings } from '../../metrics/computation.js';
import { chosenObligations } from '../../metrics/selection.js';
import { mergedCandidates, personSql } from '../../metrics/waiting-now/merged-candidates.js';
import { OVERDUE } from '../../metrics/waiting-now/waiting-now.js';
import { promisesInForce } from '../../waiting/promises-in-force.js';

/** Who waits for an answer of a team. */
export interface TeamWaiting {
  readonly all: WaitingCandidates;
  readonly at: readonly WaitingAtStage[];
}

interface Row {
  readonly team_id: string;
  readonly stage: string;
  readonly is_total: 0 | 1;
  readonly waiting: number;
  readonly overdue: number;
  readonly beyond_promise: number;
}

/**
 * Of every team the candidates who wait for an answer as of an instant, whenever their interview was, by stage and in
 * all; after merges, and an application without a candidate id as one of its own. Beyond their promise is who waits
 * past the due time of the promise begun last that covers the interview.
 */
export async function waitingCandidates(
  asOf: Instant,
  { store, organisation }: Surroundings,
): Promise<ReadonlyMap<string, TeamWaiting>> {
  const chosen = chosenObligations('response', { filter: {}, by: [], asOf, clock: 'elapsed' }, organisation);
  const merged = await mergedCandidates(store, asOf);
  const person = personSql(merged);
  const rows = await store.rows<Row>(
    `WITH open AS (
       SELECT *, toUInt8(${OVERDUE}) AS is_overdue FROM (${chosen.text}) WHERE NOT is_stopped),
     ${promisesInForce('open')}
     SELECT team_id, stage, grouping(stage) AS is_total,
       uniqExact(${person}) AS waiting, uniqExactIf(${person}, is_overdue) AS overdue,
       uniqExactIf(${person}, in_force.obligation_id != '' AND promise_due_at < ${AS_OF}) AS beyond_promise
     FROM open LEFT JOIN in_force USING (obligation_id)
     GROUP BY GROUPING SETS ((team_id, stage), (team_id))
     ORDER BY team_id, is_total, stage`,
    { ...chosen.parameters },
  );
  const teams = new Map<string, { all: WaitingCandidates; at: WaitingAtStage[] }>();
  for (const { team_id: team, stage, is_total: isTotal, waiting, overdue, beyond_promise } of rows) {
    const counts = { waiting, overdue, beyondPromise: beyond_promise };
    const of = teams.get(team) ?? { all: counts, at: [] };
    if (isTotal === 1) of.all = counts;
    else of.at.push({ stage, ...counts });
    teams.set(team, of);
  }
  return teams;
}
