import { type MetricName } from '@hearback/domain/metrics';

/** Answered when they come, promised and kept: with who still waits, the four questions of the first glance. */
export const headlineMetrics = [
  'time-to-response',
  'response-rate',
  'promise-kept-rate',
] as const satisfies readonly MetricName[];

/** Of those who wait and of health: each has its own time, whatever days are chosen. */
export const waitingMetric = ['waiting-now'] as const satisfies readonly MetricName[];
export const healthMetric = ['health'] as const satisfies readonly MetricName[];

export const responseMetric = ['time-to-response'] as const satisfies readonly MetricName[];
