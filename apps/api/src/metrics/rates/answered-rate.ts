import {
  groupedSql,
  share,
  toMetricRow,
  unlessNotMeasured,
  type Computation,
  type CountedRow,
} from '../computation.js';
import { obligationOf } from '../obligation-of.js';
import { chosenObligations } from '../selection.js';
import { behindHorizon, HORIZON_PASSED, horizonParameters, MET_WITHIN_HORIZON } from './horizon.js';

/** Response rate and feedback rate: of what is old enough to tell, the share answered within the horizon. */
export const answeredRate: Computation = (metric, request, surroundings) =>
  unlessNotMeasured(metric, request, surroundings, async () => {
    const { store, organisation } = surroundings;
    const chosen = chosenObligations(obligationOf(metric), request, organisation);
    const rows = await store.rows<CountedRow & { numerator: number }>(
      groupedSql(chosen, request, HORIZON_PASSED, `countIf(counts AND ${MET_WITHIN_HORIZON}) AS numerator`),
      { ...chosen.parameters, ...horizonParameters(organisation.horizons.responseDays, request) },
    );
    return rows.map((row) =>
      toMetricRow(row, request, { rate: share(row.numerator, row.n), numerator: row.numerator }),
    );
  });

/** What is behind it. */
export const behindAnsweredRate = behindHorizon('responseDays', MET_WITHIN_HORIZON);
