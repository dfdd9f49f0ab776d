import { stringArray } from '../../clickhouse/client.js';
import { toMetricRow, type Computation, type CountedRow } from '../computation.js';
import { obligationOf } from '../obligation-of.js';
import { chosenObligations, COUNTS, groupColumns } from '../selection.js';
import { mergedCandidates } from './merged-candidates.js';

/** Who waits for an answer. A group with obligations of which none is open has a true zero. */
export const waitingNow: Computation = async (metric, request, { store, organisation }) => {
  const groups = groupColumns(request.by);
  const chosen = chosenObligations(obligationOf(metric), request, organisation);
  const merged = await mergedCandidates(store, request.asOf);
  const rows = await store.rows<CountedRow & { candidates: number; overdue: number; oldest: number }>(
    `WITH
      chosen AS (${chosen.text}),
      figures AS (
        SELECT ${groups}, ${COUNTS},
          uniqExact(if(candidate_id = '',
            ('application', application_id),
            ('candidate', transform(candidate_id, ${stringArray(merged.keys())}, ${stringArray(merged.values())}, candidate_id)))) AS candidates,
          countIf(ifNull(due_at < {asOf:DateTime64(3, 'UTC')}, 0)) AS overdue,
          max(seconds) AS oldest
        FROM chosen WHERE state = 'waiting' GROUP BY ${groups})
     SELECT * FROM (SELECT DISTINCT ${groups} FROM chosen) AS present
     LEFT JOIN figures USING (${groups}) ORDER BY ${groups}`,
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
