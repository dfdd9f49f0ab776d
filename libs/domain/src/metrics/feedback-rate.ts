import { declareMetric } from './declaration.js';

export const feedbackRate = declareMetric({
  name: 'feedback-rate',
  title: 'Feedback rate',
  version: 1,
  unit: 'share',
  obligation: 'feedback',
  clocks: ['elapsed'],
  definition:
    'Of the interviews that ended at least the horizon ago (14 days, unless configured otherwise), the share whose candidate was given specific feedback within it. Candidates who withdrew within it are left out.',
  figures: [
    { name: 'rate', label: 'Feedback within the horizon', shape: 'rate', additive: false, better: 'higher' },
    { name: 'numerator', label: 'Given in time', shape: 'count', additive: true },
  ],
  needs: 'response.sent of kind feedback',
});
