import { groupedSql, share, toMetricRow, type Computation, type CountedRow } from '../computation.js';
import { obligationOf } from '../obligation-of.js';
import { chosenObligations, groupColumns } from '../selection.js';
import { HORIZON_PASSED, horizonParameters, MET_WITHIN_HORIZON } from './horizon.js';

interface Row extends CountedRow {
  readonly unanswered: number;
  readonly withdrew: number;
  readonly all: number;
}

/** Who was left without an answer for the ghosting horizon; and, of all, who withdrew while waiting. */
export const ghostingRate: Computation = async (metric, request, { store, organisation }) => {
  const chosen = chosenObligations(obligationOf(metric), request, organisation);
  const groups = groupColumns(request.by);
  const rows = await store.rows<Row>(
    `SELECT * FROM (${groupedSql(chosen, request, HORIZON_PASSED, `countIf(NOT (${MET_WITHIN_HORIZON})) AS unanswered`)}) AS told
     JOIN (SELECT ${groups}, countIf(state = 'ended') AS withdrew, count() AS all
       FROM (${chosen.text}) GROUP BY ${groups}) AS everyone USING (${groups}) ORDER BY ${groups}`,
    { ...chosen.parameters, ...horizonParameters(organisation.horizons.ghostingDays, request) },
  );
  return rows.map((row) =>
    toMetricRow(row, request, {
      rate: share(row.unanswered, row.n),
      numerator: row.unanswered,
      withdrew: row.withdrew,
      withdrewRate: share(row.withdrew, row.all),
    }),
  );
};
