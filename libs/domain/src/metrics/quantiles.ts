import type { FigureDeclaration } from './declaration.js';

/** The figures of every latency, and the probability that each stands for. */
export const quantileOf = { median: 0.5, p75: 0.75, p90: 0.9 } as const;

export const quantiles = [
  { name: 'median', label: 'Median', shape: 'quantile', additive: false, better: 'lower' },
  { name: 'p75', label: '75th percentile', shape: 'quantile', additive: false, better: 'lower' },
  { name: 'p90', label: '90th percentile', shape: 'quantile', additive: false, better: 'lower' },
] as const satisfies readonly FigureDeclaration[];
