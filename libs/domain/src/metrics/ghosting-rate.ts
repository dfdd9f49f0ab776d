import { declareMetric } from './declaration.js';

export const ghostingRate = declareMetric({
  name: 'ghosting-rate',
  title: 'Ghosting rate',
  version: 1,
  unit: 'share',
  obligation: 'response',
  clocks: ['elapsed'],
  definition:
    'Of the interviews that ended at least 30 days ago (unless configured otherwise), the share whose candidate had no answer within that time. Who withdrew within it is left out of the share; how many withdrew while they waited is told beside it, as a share of all.',
  figures: [
    { name: 'rate', label: 'Without an answer', shape: 'rate', additive: false, better: 'lower' },
    { name: 'numerator', label: 'Left without an answer', shape: 'count', additive: true },
    { name: 'withdrew', label: 'Withdrew while waiting', shape: 'count', additive: true, better: 'lower' },
    { name: 'withdrewRate', label: 'Share that withdrew', shape: 'rate', additive: false, better: 'lower' },
  ],
});
