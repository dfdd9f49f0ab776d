import { declareMetric } from './declaration.js';

export const expectationRate = declareMetric({
  name: 'expectation-rate',
  title: 'Expectation set',
  version: 2,
  unit: 'share',
  obligation: 'response',
  clocks: ['elapsed'],
  definition:
    'Of the interviews that ended at least one business day ago and whose candidate was neither answered nor withdrew within it, the share whose candidate was told, from the scheduling until one business day after the end, by when they will hear.',
  figures: [
    { name: 'rate', label: 'Told by when', shape: 'rate', additive: false, better: 'higher' },
    { name: 'numerator', label: 'Promised', shape: 'count', additive: true },
  ],
  needs: 'response.promised',
});
