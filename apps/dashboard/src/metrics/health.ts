import {
  isNotMeasured,
  isWithheld,
  type HealthBand,
  type HealthComponent,
  type HealthPart,
  type MetricName,
  type MetricRow,
} from '@hearback/domain/metrics';
import { formatNumber } from '../format/number.js';
import { notMeasuredFigure, withheldFigure, type ShownFigure } from './figure.js';

/** What a component of health is called, short enough for a column, and in full. */
export const componentNames: Readonly<
  Record<HealthComponent, { readonly short: string; readonly long: string; readonly hint: string }>
> = {
  latencyScore: {
    short: 'Latency',
    long: 'Latency score',
    hint: 'How little of the first ten business days candidates spend waiting',
  },
  responseRate: {
    short: 'Answered',
    long: 'Response rate',
    hint: 'Share of candidates who hear back within the horizon',
  },
  promiseKept: {
    short: 'Promises',
    long: 'Promises kept',
    hint: 'Share of promised answers that came by the first time promised',
  },
  quality: {
    short: 'Quality',
    long: 'Rated quality',
    hint: 'What candidates say of the feedback: specific, constructive, respectful',
  },
  cnps: { short: 'cNPS', long: 'cNPS', hint: 'Whether candidates would recommend it, mapped to 0 to 100' },
};

/** The metric that a component is one figure of. */
export const metricOfComponent: Readonly<Record<HealthComponent, MetricName>> = {
  latencyScore: 'latency-score',
  responseRate: 'response-rate',
  promiseKept: 'promise-kept-rate',
  quality: 'candidate-rating',
  cnps: 'candidate-rating',
};

export interface BandLook {
  readonly text: string;
  /** Beside the colour, so that it carries nothing alone. */
  readonly mark: string;
  readonly className: string;
}

export const bandLooks: Readonly<Record<HealthBand, BandLook>> = {
  healthy: { text: 'Healthy', mark: '●', className: 'band-healthy' },
  watch: { text: 'Watch', mark: '◐', className: 'band-watch' },
  'at risk': { text: 'At risk', mark: '▲', className: 'band-risk' },
};

export function bandOfRow(row: MetricRow | undefined): HealthBand | undefined {
  const band = row?.['band'];
  return typeof band === 'string' && Object.hasOwn(bandLooks, band) ? (band as HealthBand) : undefined;
}

export function partsOf(row: MetricRow | undefined): readonly HealthPart[] {
  const parts = row?.['parts'];
  return Array.isArray(parts) ? (parts as readonly HealthPart[]) : [];
}

/** A part on its scale of 0 to 100, or why there is none. */
export function showPart({ value }: Pick<HealthPart, 'value'>): ShownFigure {
  if (isNotMeasured(value)) return notMeasuredFigure(value);
  if (isWithheld(value)) return withheldFigure(value);
  return {
    kind: 'value',
    text: formatNumber(Math.round(value)),
    title: `${formatNumber(value)} of 100`,
    value,
  };
}
