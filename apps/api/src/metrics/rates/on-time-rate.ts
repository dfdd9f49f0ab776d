import { notMeasured, type MetricRow, type Need, type ObligationKind } from '@hearback/domain';
import {
  groupedSql,
  notMeasuredRows,
  share,
  toMetricRow,
  type Computation,
  type CountedRow,
} from '../computation.js';
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

/** What has to be reported before anything is known of a kind; interviews alone are enough for the others. */
const NEEDS: Readonly<Partial<Record<ObligationKind, Need>>> = {
  feedback: 'response.sent of kind feedback',
  scorecard: 'interviewers with scorecardRequired',
  request: 'feedback.requested',
  promise: 'response.promised',
};

/** Of what has fallen due, the share that came in time: a row for each kind of obligation. */
export const onTimeRate: Computation = async (_metric, request, surroundings) => {
  const { store, organisation } = surroundings;
  const kinds = request.obligation === undefined ? kindsWithDueTime : [request.obligation];
  const rowsOf = async (kind: ObligationKind): Promise<MetricRow[]> => {
    const chosen = withDueTime(chosenObligations(kind, request, organisation));
    const needs = NEEDS[kind];
    const [rows, measured] = await Promise.all([
      store.rows<CountedRow & { numerator: number }>(
        groupedSql(chosen, request, FALLEN_DUE, `countIf(counts AND ${IN_TIME}) AS numerator`),
        { ...chosen.parameters },
      ),
      needs === undefined || isMeasured(store, needs, request),
    ]);
    if (needs === undefined || measured) {
      return rows.map((row) =>
        toMetricRow(row, request, { rate: share(row.numerator, row.n), numerator: row.numerator }),
      );
    }
    const figures = { rate: notMeasured(needs), numerator: notMeasured(needs) };
    if (rows.length > 0) return rows.map((row) => toMetricRow(row, request, figures));
    return notMeasuredRows(request, surroundings, figures);
  };
  const rowsOfKinds = kinds.map(async (obligation) =>
    (await rowsOf(obligation)).map((row) => ({ ...row, obligation })),
  );
  return (await Promise.all(rowsOfKinds)).flat();
};

/** What is behind it. */
export const behindOnTimeRate: Behind = (_metric, request, { organisation }) => {
  const kinds = request.obligation === undefined ? kindsWithDueTime : [request.obligation];
  const chosen = withDueTime(chosenObligations(kinds, request, organisation));
  return [{ of: 'obligations', chosen, counted: countedInRate(FALLEN_DUE, IN_TIME) }];
};
