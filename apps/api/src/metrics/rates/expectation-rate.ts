import {
  groupedSql,
  share,
  toMetricRow,
  unlessNotMeasured,
  type Computation,
  type CountedRow,
} from '../computation.js';
import type { Organisation } from '../../platform/organisation.js';
import { countedInRate, type Behind } from '../behind/listing.js';
import { obligationOf } from '../obligation-of.js';
import { businessDaySeconds } from '../score/waits.js';
import { chosenObligations } from '../selection.js';

/** SQL: it ended at least a business day ago, and what became of it within that day is neither answer nor withdrawal. */
function dayPassed(organisation: Organisation): string {
  const day = businessDaySeconds(organisation);
  // Whatever stopped the clock within the day also keeps its business time at or below it.
  return `business > ${day} OR (state = 'waiting' AND business >= ${day})`;
}

/** SQL: the candidate was told by when they will hear, at the latest a business day after the interview. */
export function promisedInTime(organisation: Organisation): string {
  return `isNotNull(promised) AND promised_business <= ${businessDaySeconds(organisation)}`;
}

/**
 * Of the interviews that ended at least one business day ago and whose candidate was neither answered nor withdrew
 * within it, the share whose candidate had been told by when they will hear.
 */
export const expectationRate: Computation = (metric, request, surroundings) =>
  unlessNotMeasured(metric, request, surroundings, async () => {
    const { store, organisation } = surroundings;
    const chosen = chosenObligations(obligationOf(metric), request, organisation);
    const rows = await store.rows<CountedRow & { numerator: number }>(
      groupedSql(
        chosen,
        request,
        dayPassed(organisation),
        `countIf(counts AND ${promisedInTime(organisation)}) AS numerator`,
      ),
      { ...chosen.parameters },
    );
    return rows.map((row) =>
      toMetricRow(row, request, { rate: share(row.numerator, row.n), numerator: row.numerator }),
    );
  });

/** What is behind it. */
export const behindExpectationRate: Behind = (metric, request, { organisation }) => [
  {
    of: 'obligations',
    chosen: chosenObligations(obligationOf(metric), request, organisation),
    counted: countedInRate(dayPassed(organisation), promisedInTime(organisation)),
  },
];
