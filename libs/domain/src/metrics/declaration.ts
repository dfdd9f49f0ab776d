import type { ObligationKind } from '../interview/obligation.js';
import type { TouchpointKind } from '../interview/touchpoints.js';
import type { Need } from './not-measured.js';

/** Elapsed time is what the candidate lives through; business time what the team had at hand, by its calendar. */
export const clocks = ['elapsed', 'business'] as const;
export type Clock = (typeof clocks)[number];

export const groupings = ['team', 'stage', 'job', 'day', 'week', 'month'] as const;
export type Grouping = (typeof groupings)[number];

/**
 * - `quantile`: a Kaplan-Meier {@link Quantile}
 * - `rate`: 0 to 1, or `null` when nothing is in its denominator
 * - `seconds`, `count`, `number`: a number, or `null` where there is nothing to take it of
 * - `text`, `parts`: in words, and what a figure is made of
 */
export type FigureShape = 'quantile' | 'rate' | 'seconds' | 'count' | 'number' | 'text' | 'parts';

export interface FigureDeclaration {
  /** The field of an answer's row. */
  readonly name: string;
  readonly label: string;
  readonly shape: FigureShape;
  /** Figures of parts add up to the figure of the whole; a missing part is then a true 0, otherwise a gap. */
  readonly additive: boolean;
  /** Whether less is better for the candidate; absent: neither. */
  readonly better?: 'lower' | 'higher';
}

/** Everything that is said about a metric in one place: what the API, the command line and the dashboard draw on. */
export interface MetricDeclaration {
  readonly name: string;
  readonly title: string;
  /** Raised whenever the same events may give another number. */
  readonly version: number;
  readonly unit: 'seconds' | 'share' | 'obligations' | 'points';
  /** What is counted, the grain behind every figure: obligations of this kind, or else {@link touchpoint}. */
  readonly obligation?: ObligationKind;
  readonly touchpoint?: TouchpointKind;
  /** One row per kind of obligation, unless one is chosen. */
  readonly perObligation?: boolean;
  readonly clocks: readonly Clock[];
  /** In plain words, for those who ask what the number means. */
  readonly definition: string;
  readonly figures: readonly FigureDeclaration[];
  /**
   * The kind of event without which the figures are not measured, rather than bad. Absent: interviews alone are
   * enough.
   */
  readonly needs?: Need;
}

export function declareMetric<const M extends MetricDeclaration>(metric: M): M {
  return metric;
}
