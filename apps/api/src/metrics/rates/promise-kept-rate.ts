import type { MetricRow } from '@hearback/domain';
import {
  groupedSql,
  share,
  toMetricRow,
  unlessNotMeasured,
  type Computation,
  type CountedRow,
  type Surroundings,
} from '../computation.js';
import { AS_OF } from '../as-told.js';
import type { Behind } from '../behind/listing.js';
import type { MetricRequest } from '../metric-request.js';
import { chosenObligations } from '../selection.js';

interface Row extends CountedRow {
  readonly kept: number;
  readonly moved: number;
  readonly broken: number;
  readonly open: number;
  /** Behind the three shares. */
  readonly told_applications: number;
}

/** SQL: what became of a chain of promises; `seen_until` is its contact, the withdrawal, or the instant asked about. */
export const PROMISE_OUTCOME = `multiIf(
  is_met AND seen_until <= due_at, 'kept',
  is_met AND seen_until <= last_due_at, 'moved',
  seen_until > last_due_at, 'broken',
  'open')`;

/** SQL: whoever withdrew by the first due time is left out, whether or not that has passed. */
const LEFT_OUT = 'is_ended AND ifNull(seen_until <= due_at, 0)';

/** SQL: what the figures rest on: the first due time has passed. One that was met early joins then, too. */
const IN_N = `ifNull(due_at < ${AS_OF}, 0) AND NOT (${LEFT_OUT})`;

/** SQL: how a chain enters the figures. */
const COUNTED = `multiIf(${LEFT_OUT}, 'leftOut', ${IN_N}, ${PROMISE_OUTCOME}, 'notYetDue')`;

/** Of the promises that have fallen due, the shares kept, moved and broken; open ones are in none. */
export const promiseKeptRate: Computation = (metric, request, surroundings) =>
  unlessNotMeasured(metric, request, surroundings, async () => {
    const rows = await outcomes(request, surroundings);
    return rows.map((row) => {
      const { kept, moved, broken, open } = row;
      return toMetricRow(row, request, { rate: rateOf(row), kept, moved, broken, open });
    });
  });

/** What is behind it. */
export const behindPromiseKeptRate: Behind = (_metric, request, { organisation }) => [
  { of: 'obligations', chosen: chosenObligations('promise', request, organisation), counted: COUNTED },
];

/** The share kept, with the applications behind that share alone: those of open promises say nothing of it. */
export async function promisesKept(request: MetricRequest, surroundings: Surroundings): Promise<MetricRow[]> {
  const rows = await outcomes(request, surroundings);
  return rows.map((row) => ({
    ...toMetricRow(row, request, { rate: rateOf(row) }),
    applications: row.told_applications,
  }));
}

const rateOf = ({ kept, moved, broken }: Row): number | null => share(kept, kept + moved + broken);

function outcomes(request: MetricRequest, { store, organisation }: Surroundings): Promise<Row[]> {
  const { text, parameters } = chosenObligations('promise', request, organisation);
  // Once for each row, not once for each figure.
  const judged = { text: `SELECT *, ${COUNTED} AS counted FROM (${text})`, parameters };
  const outcome = (name: string): string => `countIf(counts AND counted = '${name}') AS ${name}`;
  const figures = [
    ...['kept', 'moved', 'broken', 'open'].map(outcome),
    `uniqExactIf(application_hash, counts AND counted IN ('kept', 'moved', 'broken')) AS told_applications`,
  ];
  return store.rows(groupedSql(judged, request, IN_N, figures.join(', ')), { ...parameters });
}
