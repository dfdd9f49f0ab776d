import type { MetricDeclaration } from './declaration.js';
import { candidateRating } from './candidate-rating.js';
import { expectationRate } from './expectation-rate.js';
import { feedbackRate } from './feedback-rate.js';
import { feedbackSubstance } from './feedback-substance.js';
import { ghostingRate } from './ghosting-rate.js';
import { health } from './health.js';
import { latencyScore } from './latency-score.js';
import { onTimeRate } from './on-time-rate.js';
import { promiseKeptRate } from './promise-kept-rate.js';
import { requestAnswer } from './request-answer.js';
import { responseRate } from './response-rate.js';
import { scorecardLatency } from './scorecard-latency.js';
import { timeToDecision } from './time-to-decision.js';
import { timeToFeedback } from './time-to-feedback.js';
import { timeToResponse } from './time-to-response.js';
import { waitingNow } from './waiting-now.js';

/** Every metric, in the order in which people are shown them. */
export const metrics = [
  timeToResponse,
  timeToDecision,
  timeToFeedback,
  scorecardLatency,
  onTimeRate,
  responseRate,
  feedbackRate,
  ghostingRate,
  waitingNow,
  expectationRate,
  promiseKeptRate,
  requestAnswer,
  candidateRating,
  feedbackSubstance,
  latencyScore,
  health,
] as const;

export type MetricName = (typeof metrics)[number]['name'];

export function metricNamed(name: string): MetricDeclaration | undefined {
  return metrics.find((metric) => metric.name === name);
}
