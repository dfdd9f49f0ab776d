import { countedInRate, type Behind } from '../behind/listing.js';
import type { MetricRequest } from '../metric-request.js';
import { obligationOf } from '../obligation-of.js';
import { chosenObligations } from '../selection.js';

export const DAY_SECONDS = 24 * 60 * 60;

/**
 * SQL: the obligation started at least the horizon before the instant asked about, so that what became of it within
 * the horizon is known; whoever withdrew within it is left out.
 */
export const HORIZON_PASSED = `
  toUnixTimestamp64Milli(started_at) + {horizon:Float64} * 1000 <= {asOfMs:Float64}
  AND NOT (is_ended AND elapsed <= {horizon:Float64})`;

/** SQL: answered within it. */
export const MET_WITHIN_HORIZON = `is_met AND elapsed <= {horizon:Float64}`;

export function horizonParameters(
  days: number,
  { asOf }: Pick<MetricRequest, 'asOf'>,
): Record<string, number> {
  return { horizon: days * DAY_SECONDS, asOfMs: asOf };
}

/** SQL: not answered within it. */
export const NOT_MET_WITHIN_HORIZON = `NOT (${MET_WITHIN_HORIZON})`;

/** What is behind a rate of those that were, or were not, answered within a horizon. */
export function behindHorizon(days: 'responseDays' | 'ghostingDays', numerator: string): Behind {
  return (metric, request, { organisation }) => {
    const { text, parameters } = chosenObligations(obligationOf(metric), request, organisation);
    const horizon = horizonParameters(organisation.horizons[days], request);
    return [
      {
        of: 'obligations',
        chosen: { text, parameters: { ...parameters, ...horizon } },
        counted: countedInRate(HORIZON_PASSED, numerator),
      },
    ];
  };
}
