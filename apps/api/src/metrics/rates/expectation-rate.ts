import {
  groupedSql,
  share,
  toMetricRow,
  unlessNotMeasured,
  type Computation,
  type CountedRow,
} from '../computation.js';
import { obligationOf } from '../obligation-of.js';
import { businessDaySeconds } from '../score/waits.js';
import { chosenObligations } from '../selection.js';

/**
 * Of the interviews that ended at least one business day ago and whose candidate was neither answered nor withdrew
 * within it, the share whose candidate had been told by when they will hear.
 */
export const expectationRate: Computation = (metric, request, surroundings) =>
  unlessNotMeasured(metric, request, surroundings, async () => {
    const { store, organisation } = surroundings;
    const chosen = chosenObligations(obligationOf(metric), request, organisation);
    const day = businessDaySeconds(organisation);
    const rows = await store.rows<CountedRow & { numerator: number }>(
      groupedSql(
        chosen,
        request,
        // Whatever stopped the clock within the day also keeps its business time at or below it.
        `business > ${day} OR (state = 'waiting' AND business >= ${day})`,
        `countIf(counts AND isNotNull(promised) AND promised_business <= ${day}) AS numerator`,
      ),
      { ...chosen.parameters },
    );
    return rows.map((row) =>
      toMetricRow(row, request, { rate: share(row.numerator, row.n), numerator: row.numerator }),
    );
  });
