import { declareMetric } from './declaration.js';
import { quantiles } from './quantiles.js';

export const timeToFeedback = declareMetric({
  name: 'time-to-feedback',
  title: 'Time to feedback',
  version: 1,
  unit: 'seconds',
  obligation: 'feedback',
  clocks: ['elapsed', 'business'],
  definition:
    'From the end of an interview to the first specific feedback about it that was given to the candidate. Candidates who still wait, and those who withdrew while waiting, count with the time they have waited so far (Kaplan-Meier), so silence makes the figure worse, never better.',
  figures: quantiles,
  needs: 'response.sent of kind feedback',
});
