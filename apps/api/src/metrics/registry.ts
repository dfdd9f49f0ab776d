import type { MetricName } from '@hearback/domain';
import type { Computation } from './computation.js';
import { latency } from './latency/latency.js';
import { answeredRate } from './rates/answered-rate.js';
import { expectationRate } from './rates/expectation-rate.js';
import { ghostingRate } from './rates/ghosting-rate.js';
import { onTimeRate } from './rates/on-time-rate.js';
import { promiseKeptRate } from './rates/promise-kept-rate.js';
import { requestAnswer } from './rates/request-answer.js';
import { health } from './score/health.js';
import { latencyScore } from './score/latency-score.js';
import { candidateRating } from './touchpoints/candidate-rating.js';
import { feedbackSubstance } from './touchpoints/feedback-substance.js';
import { waitingNow } from './waiting-now/waiting-now.js';

/** How each metric of the catalogue is computed; the compiler demands a line for each. */
export const computations: Readonly<Record<MetricName, Computation>> = {
  'time-to-response': latency,
  'time-to-decision': latency,
  'time-to-feedback': latency,
  'scorecard-latency': latency,
  'on-time-rate': onTimeRate,
  'response-rate': answeredRate,
  'feedback-rate': answeredRate,
  'ghosting-rate': ghostingRate,
  'waiting-now': waitingNow,
  'expectation-rate': expectationRate,
  'promise-kept-rate': promiseKeptRate,
  'request-answer': requestAnswer,
  'candidate-rating': candidateRating,
  'feedback-substance': feedbackSubstance,
  'latency-score': latencyScore,
  health,
};
