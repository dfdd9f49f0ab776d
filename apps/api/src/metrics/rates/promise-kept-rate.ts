import {
  groupedSql,
  share,
  toMetricRow,
  unlessNotMeasured,
  type Computation,
  type CountedRow,
} from '../computation.js';
import type { Behind } from '../behind/listing.js';
import { obligationOf } from '../obligation-of.js';
import { chosenObligations } from '../selection.js';

interface Row extends CountedRow {
  readonly kept: number;
  readonly moved: number;
  readonly broken: number;
  readonly open: number;
}

/** SQL: what became of a chain of promises; `seen_until` is its contact, the withdrawal, or the instant asked about. */
export const PROMISE_OUTCOME = `multiIf(
  state = 'met' AND seen_until <= due_at, 'kept',
  state = 'met' AND seen_until <= last_due_at, 'moved',
  seen_until > last_due_at, 'broken',
  'open')`;

/** SQL: its first due time has passed, and the candidate had not withdrawn by then. */
const FIRST_DUE_PASSED = `
  due_at < {asOf:DateTime64(3, 'UTC')} AND NOT (state = 'ended' AND seen_until <= due_at)`;

/** SQL: whoever withdrew before that is left out. */
const IN_N = `NOT (state = 'ended' AND ifNull(seen_until <= due_at, 0))`;

/** SQL: how a chain enters the figures; one that was met before it fell due is in n, but in no share yet. */
const COUNTED = `multiIf(
  NOT (${IN_N}), 'leftOut',
  ${PROMISE_OUTCOME} = 'open', 'open',
  ${FIRST_DUE_PASSED}, ${PROMISE_OUTCOME},
  'notYetDue')`;

/** Of the promises that have fallen due, the shares kept, moved and broken; open ones are in none. */
export const promiseKeptRate: Computation = (metric, request, surroundings) =>
  unlessNotMeasured(metric, request, surroundings, async () => {
    const { store, organisation } = surroundings;
    const chosen = chosenObligations(obligationOf(metric), request, organisation);
    const shares = ['kept', 'moved', 'broken', 'open'].map(
      (name) => `countIf(counts AND ${COUNTED} = '${name}') AS ${name}`,
    );
    const rows = await store.rows<Row>(groupedSql(chosen, request, IN_N, shares.join(', ')), {
      ...chosen.parameters,
    });
    return rows.map((row) => {
      const { kept, moved, broken, open } = row;
      const rate = share(kept, kept + moved + broken);
      return toMetricRow(row, request, { rate, kept, moved, broken, open });
    });
  });

/** What is behind it. */
export const behindPromiseKeptRate: Behind = (_metric, request, { organisation }) => [
  { of: 'obligations', chosen: chosenObligations('promise', request, organisation), counted: COUNTED },
];
