import type { MetricName } from '@hearback/domain';
import type { Behind } from './behind/listing.js';
import type { Computation } from './computation.js';
import { behindLatency, latency } from './latency/latency.js';
import { answeredRate, behindAnsweredRate } from './rates/answered-rate.js';
import { behindExpectationRate, expectationRate } from './rates/expectation-rate.js';
import { behindGhostingRate, ghostingRate } from './rates/ghosting-rate.js';
import { behindOnTimeRate, onTimeRate } from './rates/on-time-rate.js';
import { behindPromiseKeptRate, promiseKeptRate } from './rates/promise-kept-rate.js';
import { behindRequestAnswer, requestAnswer } from './rates/request-answer.js';
import { behindHealth, health } from './score/health.js';
import { behindLatencyScore, latencyScore } from './score/latency-score.js';
import { behindCandidateRating, candidateRating } from './touchpoints/candidate-rating.js';
import { behindFeedbackSubstance, feedbackSubstance } from './touchpoints/feedback-substance.js';
import { behindWaitingNow, waitingNow } from './waiting-now/waiting-now.js';

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

/** What is behind the figures of each; the compiler demands a line for each here as well. */
export const behind: Readonly<Record<MetricName, Behind>> = {
  'time-to-response': behindLatency,
  'time-to-decision': behindLatency,
  'time-to-feedback': behindLatency,
  'scorecard-latency': behindLatency,
  'on-time-rate': behindOnTimeRate,
  'response-rate': behindAnsweredRate,
  'feedback-rate': behindAnsweredRate,
  'ghosting-rate': behindGhostingRate,
  'waiting-now': behindWaitingNow,
  'expectation-rate': behindExpectationRate,
  'promise-kept-rate': behindPromiseKeptRate,
  'request-answer': behindRequestAnswer,
  'candidate-rating': behindCandidateRating,
  'feedback-substance': behindFeedbackSubstance,
  'latency-score': behindLatencyScore,
  health: behindHealth,
};
