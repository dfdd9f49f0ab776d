import { stringArray } from '../../clickhouse/client.js';
import { groupedSql, toMetricRow, type Computation, type CountedRow } from '../computation.js';
import { obligationOf } from '../obligation-of.js';
import { chosenObligations } from '../selection.js';
import { mergedCandidates } from './merged-candidates.js';

/** Who waits for an answer. A group with obligations of which none is open has a true zero. */
export const waitingNow: Computation = async (metric, request, { store, organisation }) => {
  const chosen = chosenObligations(obligationOf(metric), request, organisation);
  const merged = await mergedCandidates(store, request.asOf);
  const person = `if(candidate_id = '',
    ('application', application_id),
    ('candidate', transform(candidate_id, ${stringArray(merged.keys())}, ${stringArray(merged.values())}, candidate_id)))`;
  const figures = `uniqExactIf(${person}, counts) AS candidates,
    countIf(counts AND ifNull(due_at < {asOf:DateTime64(3, 'UTC')}, 0)) AS overdue,
    maxIf(seconds, counts) AS oldest`;
  const rows = await store.rows<CountedRow & { candidates: number; overdue: number; oldest: number }>(
    groupedSql(chosen, request, "state = 'waiting'", figures),
    { ...chosen.parameters },
  );
  return rows.map((row) =>
    toMetricRow(row, request, {
      candidates: row.candidates,
      overdue: row.overdue,
      oldestSeconds: row.n === 0 ? null : row.oldest,
    }),
  );
};
