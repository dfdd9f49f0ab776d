import { declareMetric } from './declaration.js';
import { quantiles } from './quantiles.js';

export const scorecardLatency = declareMetric({
  name: 'scorecard-latency',
  title: 'Scorecard latency',
  version: 1,
  unit: 'seconds',
  obligation: 'scorecard',
  clocks: ['elapsed', 'business'],
  definition:
    'From the end of an interview to the assessment of each interviewer who owes one: inside the organisation, the candidate hears nothing of it. Those not yet handed in count with the time they have been owed so far (Kaplan-Meier).',
  figures: quantiles,
  needs: 'interviewers with scorecardRequired',
});
