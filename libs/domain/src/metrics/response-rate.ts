import { declareMetric } from './declaration.js';

export const responseRate = declareMetric({
  name: 'response-rate',
  title: 'Response rate',
  version: 1,
  unit: 'share',
  obligation: 'response',
  clocks: ['elapsed'],
  definition:
    'Of the interviews that ended at least 14 days ago, the share whose candidate heard back within 14 days. Candidates who withdrew within that time are left out.',
  figures: [
    { name: 'rate', label: 'Answered within the horizon', shape: 'rate', additive: false, better: 'higher' },
    { name: 'numerator', label: 'Answered in time', shape: 'count', additive: true },
  ],
});
