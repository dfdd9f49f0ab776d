import { declareMetric } from './declaration.js';
import { quantiles } from './quantiles.js';

export const timeToResponse = declareMetric({
  name: 'time-to-response',
  title: 'Time to response',
  version: 1,
  unit: 'seconds',
  obligation: 'response',
  clocks: ['elapsed', 'business'],
  definition:
    'From the end of an interview to the first answer that covers it: feedback, a decision or a next step. Candidates who still wait, and those who withdrew while waiting, count with the time they have waited so far (Kaplan-Meier), so silence makes the figure worse, never better.',
  figures: quantiles,
});
