import type { MetricDeclaration } from './declaration.js';
import { responseRate } from './response-rate.js';
import { timeToDecision } from './time-to-decision.js';
import { timeToFeedback } from './time-to-feedback.js';
import { timeToResponse } from './time-to-response.js';
import { waitingNow } from './waiting-now.js';

/** Every metric, in the order in which people are shown them. */
export const metrics = [timeToResponse, timeToDecision, timeToFeedback, responseRate, waitingNow] as const;

export type MetricName = (typeof metrics)[number]['name'];

export function metricNamed(name: string): MetricDeclaration | undefined {
  return metrics.find((metric) => metric.name === name);
}
