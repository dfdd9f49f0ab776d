import { declareMetric } from './declaration.js';

export const responseRate = declareMetric({
  name: 'response-rate',
  title: 'Response rate',
  version: 1,
  unit: 'share',
  obligation: 'response',
  clocks: ['elapsed'],
  definition:
    'Of the interviews that ended at least the horizon ago (14 days, unless configured otherwise), the share whose candidate heard back within it. Candidates who withdrew within it are left out.',
  figures: [
    { name: 'rate', label: 'Answered within the horizon', shape: 'rate', additive: false, better: 'higher' },
    { name: 'numerator', label: 'Answered in time', shape: 'count', additive: true },
  ],
});
