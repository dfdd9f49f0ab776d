import { toMetricRow, type Computation, type CountedRow } from '../computation.js';
import { chosenObligations, COUNTS, groupColumns } from '../selection.js';

const DAY_SECONDS = 24 * 60 * 60;

/**
 * Of the obligations that started at least the horizon before, the share answered within it. Whoever withdrew
 * within it is left out; a group with obligations of which none is old enough has `rate: null`.
 */
export const responseRate: Computation = async (metric, request, { store, organisation }) => {
  const groups = groupColumns(request.by);
  const chosen = chosenObligations(metric.obligation, request, organisation.timeZone);
  const rows = await store.rows<CountedRow & { numerator: number }>(
    `WITH
      chosen AS (${chosen.text}),
      due AS (
        SELECT * FROM chosen
        WHERE toUnixTimestamp64Milli(started_at) + {horizon:Float64} * 1000 <= {asOfMs:Float64}
          AND NOT (state = 'ended' AND seconds <= {horizon:Float64})),
      figures AS (
        SELECT ${groups}, ${COUNTS}, countIf(state = 'met' AND seconds <= {horizon:Float64}) AS numerator
        FROM due GROUP BY ${groups})
     SELECT * FROM (SELECT DISTINCT ${groups} FROM chosen) AS present
     LEFT JOIN figures USING (${groups}) ORDER BY ${groups}`,
    {
      ...chosen.parameters,
      horizon: organisation.horizons.responseDays * DAY_SECONDS,
      asOfMs: request.asOf,
    },
  );
  return rows.map((row) => {
    const rate = row.n === 0 ? null : row.numerator / row.n;
    return toMetricRow(row, request, { rate, numerator: row.numerator });
  });
};
