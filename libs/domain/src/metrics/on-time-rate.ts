import { declareMetric } from './declaration.js';

export const onTimeRate = declareMetric({
  name: 'on-time-rate',
  title: 'Answered on time',
  version: 2,
  unit: 'share',
  obligation: 'response',
  clocks: ['elapsed'],
  definition:
    'Of what was owed and has fallen due by the team’s calendar, the share that came in time, for each kind of obligation. What is late and what is still open both count as missed; who withdrew before it fell due is left out.',
  figures: [
    { name: 'rate', label: 'On time', shape: 'rate', additive: false, better: 'higher' },
    { name: 'numerator', label: 'In time', shape: 'count', additive: true },
  ],
  perObligation: true,
});
