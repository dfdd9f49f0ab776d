import { declareMetric } from './declaration.js';

export const waitingNow = declareMetric({
  name: 'waiting-now',
  title: 'Waiting now',
  version: 3,
  unit: 'obligations',
  obligation: 'response',
  clocks: ['elapsed', 'business'],
  definition:
    'Interviews that are over and whose candidate has not heard back, with the number of candidates behind them (an application has one; where no candidate id is known, applications), how many are past their due time, and the longest wait.',
  figures: [
    { name: 'candidates', label: 'Candidates', shape: 'count', additive: false, better: 'lower' },
    { name: 'overdue', label: 'Overdue', shape: 'count', additive: true, better: 'lower' },
    { name: 'oldestSeconds', label: 'Longest wait', shape: 'seconds', additive: false, better: 'lower' },
  ],
});
