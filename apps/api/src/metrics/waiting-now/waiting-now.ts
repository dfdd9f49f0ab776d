import type { Behind } from '../behind/listing.js';
import { groupedSql, toMetricRow, type Computation, type CountedRow } from '../computation.js';
import { obligationOf } from '../obligation-of.js';
import { chosenObligations } from '../selection.js';
import { mergedCandidates, personSql } from './merged-candidates.js';

/** SQL: nobody has answered yet. */
const WAITS = 'NOT is_stopped';

/** SQL: of what is open: its due time has passed. */
export const OVERDUE = "ifNull(due_at < {asOf:DateTime64(3, 'UTC')}, 0)";

/** Who waits for an answer. A group with obligations of which none is open has a true zero. */
export const waitingNow: Computation = async (metric, request, { store, organisation }) => {
  const chosen = chosenObligations(obligationOf(metric), request, organisation);
  const merged = await mergedCandidates(store, request.asOf);
  const figures = `uniqExactIf(${personSql(merged)}, counts) AS candidates,
    countIf(counts AND ${OVERDUE}) AS overdue,
    maxIf(seconds, counts) AS oldest`;
  const rows = await store.rows<CountedRow & { candidates: number; overdue: number; oldest: number }>(
    groupedSql(chosen, request, WAITS, figures),
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

/** What is behind it: what is open, each with the candidate that is counted, so that those can be counted as well. */
export const behindWaitingNow: Behind = (metric, request, { store, organisation }) => {
  const { text, parameters } = chosenObligations(obligationOf(metric), request, organisation);
  const open = { text: `SELECT * FROM (${text}) WHERE ${WAITS}`, parameters };
  return [
    {
      of: 'obligations',
      chosen: open,
      counted: `if(${OVERDUE}, 'overdue', 'waiting')`,
      merged: () => mergedCandidates(store, request.asOf),
    },
  ];
};
