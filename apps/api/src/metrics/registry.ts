import type { MetricName } from '@hearback/domain';
import type { Computation } from './computation.js';
import { latency } from './latency/latency.js';
import { responseRate } from './response-rate/response-rate.js';
import { waitingNow } from './waiting-now/waiting-now.js';

/** How each metric of the catalogue is computed; the compiler demands a line for each. */
export const computations: Readonly<Record<MetricName, Computation>> = {
  'time-to-response': latency,
  'time-to-decision': latency,
  'time-to-feedback': latency,
  'response-rate': responseRate,
  'waiting-now': waitingNow,
};
