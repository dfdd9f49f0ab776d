import type { MetricRow, ObligationKind } from '@hearback/domain';
import { groupedSql, share, toMetricRow, type Computation, type CountedRow } from '../computation.js';
import { countedInRate, type Behind } from '../behind/listing.js';
import { isMeasured } from '../is-measured.js';
import { chosenObligations, type Sql } from '../selection.js';

/** Those that have a due time of the organisation's setting. What was promised is told by the promise-kept rate. */
export const kindsWithDueTime = ['response', 'decision', 'feedback', 'scorecard', 'request'] as const;

/** What never falls due, decisions unless the organisation says otherwise, is in no row: it has no time to be on. */
function withDueTime({ text, parameters }: Sql): Sql {
  return { text: `SELECT * FROM (${text}) WHERE isNotNull(due_at)`, parameters };
}

/** SQL: it had fallen due by the instant asked about, and nobody withdrew before. */
export const FALLEN_DUE = `
  ifNull(due_at < {asOf:DateTime64(3, 'UTC')}, 0) AND NOT (is_ended AND ifNull(seen_until <= due_at, 0))`;

/** SQL: it came by its due time. */
export const IN_TIME = `is_met AND ifNull(seen_until <= due_at, 0)`;

/** Of what has fallen due, the share that came in time: a row for each kind of obligation. */
export const onTimeRate: Computation = async (_metric, request, { store, organisation }) => {
  const kinds = request.obligation === undefined ? kindsWithDueTime : [request.obligation];
  const rowsOf = async (kind: ObligationKind): Promise<MetricRow[]> => {
    const chosen = withDueTime(chosenObligations(kind, request, organisation));
    const rows = await store.rows<CountedRow & { numerator: number }>(
      groupedSql(chosen, request, FALLEN_DUE, `countIf(counts AND ${IN_TIME}) AS numerator`),
      { ...chosen.parameters },
    );
    const measured = kind !== 'feedback' || (await isMeasured(store, FEEDBACK, request));
    return rows.map((row) => ({
      ...toMetricRow(
        row,
        request,
        measured
          ? { rate: share(row.numerator, row.n), numerator: row.numerator }
          : { rate: { notMeasured: FEEDBACK }, numerator: { notMeasured: FEEDBACK } },
      ),
      obligation: kind,
    }));
  };
  return (await Promise.all(kinds.map(rowsOf))).flat();
};

const FEEDBACK = 'response.sent of kind feedback';

/** What is behind it. */
export const behindOnTimeRate: Behind = (_metric, request, { organisation }) => {
  const kinds = request.obligation === undefined ? kindsWithDueTime : [request.obligation];
  const chosen = withDueTime(chosenObligations(kinds, request, organisation));
  return [{ of: 'obligations', chosen, counted: countedInRate(FALLEN_DUE, IN_TIME) }];
};
