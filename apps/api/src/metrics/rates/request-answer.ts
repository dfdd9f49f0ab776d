import {
  groupedSql,
  share,
  toMetricRow,
  unlessNotMeasured,
  type Computation,
  type CountedRow,
} from '../computation.js';
import { latencySql, quantileFigures, type LatencyRow } from '../latency/latency.js';
import { obligationOf } from '../obligation-of.js';
import { chosenObligations } from '../selection.js';
import { behindHorizon, HORIZON_PASSED, horizonParameters, MET_WITHIN_HORIZON } from './horizon.js';

/** How often, and how fast, those who asked for feedback got it. The counts are those of all requests. */
export const requestAnswer: Computation = (metric, request, surroundings) =>
  unlessNotMeasured(metric, request, surroundings, async () => {
    const { store, organisation } = surroundings;
    const kind = obligationOf(metric);
    const chosen = chosenObligations(kind, request, organisation);
    const latency = latencySql(kind, request, organisation);
    // Both queries have one row per group of the same obligations, in the same order.
    const [rates, times] = await Promise.all([
      store.rows<CountedRow & { numerator: number }>(
        groupedSql(chosen, request, HORIZON_PASSED, `countIf(counts AND ${MET_WITHIN_HORIZON}) AS numerator`),
        { ...chosen.parameters, ...horizonParameters(organisation.horizons.responseDays, request) },
      ),
      store.rows<LatencyRow>(latency.text, { ...latency.parameters }),
    ]);
    return times.map((row, index) => {
      const { n = 0, numerator = 0 } = rates[index] ?? {};
      const rate = { rate: share(numerator, n), numerator, denominator: n };
      return toMetricRow(row, request, { ...rate, ...quantileFigures(row) });
    });
  });

/** What is behind its rate; all of these requests are behind its times. */
export const behindRequestAnswer = behindHorizon('responseDays', MET_WITHIN_HORIZON);
