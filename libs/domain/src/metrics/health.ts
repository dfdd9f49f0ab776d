import { declareMetric } from './declaration.js';

export const health = declareMetric({
  name: 'health',
  title: 'Candidate-experience health',
  version: 2,
  unit: 'points',
  obligation: 'response',
  clocks: ['business'],
  definition:
    'The weighted mean, over the twelve weeks ending with the last finished one, of the latency score (40), the response rate (20), the share of promises kept (15), what candidates say about quality (15) and cNPS (10). What is not measured or rests on too few drops out and the rest is re-weighted.',
  figures: [
    { name: 'health', label: 'Health', shape: 'number', additive: false, better: 'higher' },
    { name: 'band', label: 'Band', shape: 'text', additive: false },
    { name: 'parts', label: 'Parts', shape: 'parts', additive: false },
  ],
});
