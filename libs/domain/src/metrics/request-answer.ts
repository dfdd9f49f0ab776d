import { declareMetric } from './declaration.js';
import { quantiles } from './quantiles.js';

export const requestAnswer = declareMetric({
  name: 'request-answer',
  title: 'Requests answered',
  version: 2,
  unit: 'share',
  obligation: 'request',
  clocks: ['elapsed', 'business'],
  definition:
    'Of the requests for feedback made at least the horizon ago (14 days, unless configured otherwise), the share answered with feedback within it, and the time from the request to that feedback. Candidates who still wait, and those who withdrew while waiting, count with the time they have waited so far (Kaplan-Meier), so silence makes the figure worse, never better.',
  figures: [
    { name: 'rate', label: 'Answered within the horizon', shape: 'rate', additive: false, better: 'higher' },
    { name: 'numerator', label: 'Answered in time', shape: 'count', additive: true },
    { name: 'denominator', label: 'Old enough to tell', shape: 'count', additive: true },
    ...quantiles,
  ],
  needs: 'feedback.requested',
});
