import { declareMetric } from './declaration.js';
import { quantiles } from './quantiles.js';

export const timeToDecision = declareMetric({
  name: 'time-to-decision',
  title: 'Time to decision',
  version: 1,
  unit: 'seconds',
  obligation: 'decision',
  clocks: ['elapsed', 'business'],
  definition:
    'From the end of an interview to the decision, a rejection or an offer, after every interview, also those that led on. Candidates who still wait, and those who withdrew while waiting, count with the time they have waited so far (Kaplan-Meier), so silence makes the figure worse, never better.',
  figures: quantiles,
});
