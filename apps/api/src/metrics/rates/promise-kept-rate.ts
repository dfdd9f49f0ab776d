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

/** SQL: its first due time has passed, and the candidate had not withdrawn by then. */
const FIRST_DUE_PASSED = `
  due_at < {asOf:DateTime64(3, 'UTC')} AND NOT (is_ended AND seen_until <= due_at)`;

/** SQL: whoever withdrew before that is left out. */
const IN_N = `NOT (is_ended AND ifNull(seen_until <= due_at, 0))`;

/** SQL: how a chain enters the figures; one that was met before it fell due is in n, but in no share yet. */
const COUNTED = `multiIf(
  NOT (${IN_N}), 'leftOut',
  ${PROMISE_OUTCOME} = 'open', 'open',
  ${FIRST_DUE_PASSED}, ${PROMISE_OUTCOME},
  'notYetDue')`;

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
