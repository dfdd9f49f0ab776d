import type { MetricRequest } from '../metric-request.js';

export const DAY_SECONDS = 24 * 60 * 60;

/**
 * SQL: the obligation started at least the horizon before the instant asked about, so that what became of it within
 * the horizon is known; whoever withdrew within it is left out.
 */
export const HORIZON_PASSED = `
  toUnixTimestamp64Milli(started_at) + {horizon:Float64} * 1000 <= {asOfMs:Float64}
  AND NOT (state = 'ended' AND elapsed <= {horizon:Float64})`;

/** SQL: answered within it. */
export const MET_WITHIN_HORIZON = `state = 'met' AND elapsed <= {horizon:Float64}`;

export function horizonParameters(
  days: number,
  { asOf }: Pick<MetricRequest, 'asOf'>,
): Record<string, number> {
  return { horizon: days * DAY_SECONDS, asOfMs: asOf };
}
