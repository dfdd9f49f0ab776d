import { declareMetric } from './declaration.js';

export const latencyScore = declareMetric({
  name: 'latency-score',
  title: 'Feedback-latency score',
  version: 2,
  unit: 'points',
  obligation: 'response',
  clocks: ['business'],
  definition:
    '100 × (1 − mean cost ÷ 10 business days). Each interview of the four weeks costs the part of its first ten business days that the candidate spent waiting; one that is still unanswered also costs what such a case usually goes on to cost in this organisation. Everyone answered at once gives 100, silence for ten business days gives 0.',
  figures: [
    { name: 'score', label: 'Score', shape: 'number', additive: false, better: 'higher' },
    { name: 'low', label: 'From', shape: 'number', additive: false },
    { name: 'high', label: 'To', shape: 'number', additive: false },
  ],
});
