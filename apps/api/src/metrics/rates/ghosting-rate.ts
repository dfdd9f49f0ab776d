import { groupedSql, share, toMetricRow, type Computation, type CountedRow } from '../computation.js';
import { obligationOf } from '../obligation-of.js';
import { chosenObligations } from '../selection.js';
import { behindHorizon, HORIZON_PASSED, horizonParameters, NOT_MET_WITHIN_HORIZON } from './horizon.js';

interface Row extends CountedRow {
  readonly unanswered: number;
  readonly withdrew: number;
  readonly all: number;
}

/** Who was left without an answer for the ghosting horizon; and, of all, who withdrew while waiting. */
export const ghostingRate: Computation = async (metric, request, { store, organisation }) => {
  const chosen = chosenObligations(obligationOf(metric), request, organisation);
  const figures = `countIf(counts AND ${NOT_MET_WITHIN_HORIZON}) AS unanswered,
    countIf(is_ended) AS withdrew, count() AS all`;
  const rows = await store.rows<Row>(groupedSql(chosen, request, HORIZON_PASSED, figures), {
    ...chosen.parameters,
    ...horizonParameters(organisation.horizons.ghostingDays, request),
  });
  return rows.map((row) =>
    toMetricRow(row, request, {
      rate: share(row.unanswered, row.n),
      numerator: row.unanswered,
      withdrew: row.withdrew,
      withdrewRate: share(row.withdrew, row.all),
    }),
  );
};

/** What is behind it: the numerator are those without an answer. */
export const behindGhostingRate = behindHorizon('ghostingDays', NOT_MET_WITHIN_HORIZON);
