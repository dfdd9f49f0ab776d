import {
  isNotMeasured,
  isQuantile,
  isWithheld,
  quantileOf,
  type FigureDeclaration,
  type FigureShape,
  type MetricRow,
  type NotMeasured,
  type Withheld,
} from '@hearback/domain/metrics';
import {
  exactSeconds,
  formatDuration,
  formatQuantile,
  formatWorking,
  formatWorkingQuantile,
} from '../format/duration.js';
import { formatCount, formatNumber, formatRate } from '../format/number.js';

/**
 * A figure made ready to show.
 * - `value`: known
 * - `more-than`: at least that; those who still wait decide how much more
 * - `not-measured`: no source reports the kind of event it needs
 * - `withheld`: too few applications behind it to be told
 * - `none`: nothing to compute it from
 */
export interface ShownFigure {
  readonly kind: 'value' | 'more-than' | 'not-measured' | 'withheld' | 'none';
  readonly text: string;
  /** What hovering and screen readers add. */
  readonly title: string;
  /** To order and draw by; absent when there is no number. */
  readonly value?: number;
  /** Of a time: that only working hours of the team count. Absent: every hour does. */
  readonly clock?: 'business';
}

const nothing: ShownFigure = { kind: 'none', text: '–', title: 'No interviews in this selection' };

function showNumber(value: number, shape: FigureShape): ShownFigure {
  switch (shape) {
    case 'rate':
      return { kind: 'value', text: formatRate(value), title: `${(value * 100).toFixed(2)} percent`, value };
    case 'number':
      return { kind: 'value', text: formatNumber(value), title: String(value), value };
    case 'count':
    case 'text':
    case 'parts':
      // The last two are no numbers; one that comes as a number is shown as what it is.
      return { kind: 'value', text: formatCount(value), title: formatCount(value), value };
    case 'seconds':
    case 'quantile':
      return { kind: 'value', text: formatDuration(value), title: exactSeconds(value), value };
  }
}

export function notMeasuredFigure({ reason }: NotMeasured): ShownFigure {
  return {
    kind: 'not-measured',
    text: 'not measured',
    title: `Not measured: ${reason.replace(/^N/, 'n')}`,
  };
}

export function withheldFigure({ n }: Withheld): ShownFigure {
  if (n === 0) return { kind: 'none', text: '–', title: 'Nothing to take it of yet' };
  return {
    kind: 'withheld',
    text: `too few (${n})`,
    title: 'Withheld: so few applications are behind it that it would tell of single people, not of a team',
  };
}

/** Reads a figure from an answer's row; a row that is not there is a gap, not a zero. */
export function showFigure(row: MetricRow | undefined, declared: FigureDeclaration): ShownFigure {
  if (row === undefined) return declared.additive ? showNumber(0, declared.shape) : nothing;
  const figure = Object.hasOwn(row, declared.name) ? row[declared.name] : undefined;
  if (isNotMeasured(figure)) return notMeasuredFigure(figure);
  if (isWithheld(figure)) return withheldFigure(figure);
  const isWorking = row['clock'] === 'business';
  if (isQuantile(figure)) {
    return {
      ...(isWorking && { clock: 'business' as const }),
      kind: figure.reached ? 'value' : 'more-than',
      text: isWorking ? formatWorkingQuantile(figure) : formatQuantile(figure),
      title: figure.reached
        ? exactSeconds(figure.seconds)
        : `More than ${exactSeconds(figure.seconds).replace('exactly ', '')}: too many still wait to say how much more`,
      value: figure.seconds,
    };
  }
  if (typeof figure === 'number' && declared.shape === 'seconds' && isWorking) {
    return {
      kind: 'value',
      text: formatWorking(figure),
      title: exactSeconds(figure),
      value: figure,
      clock: 'business',
    };
  }
  if (typeof figure === 'number') return showNumber(figure, declared.shape);
  if (typeof figure === 'string') return { kind: 'value', text: figure, title: figure };
  if (declared.shape === 'rate') return { ...nothing, title: 'No interview is old enough to tell yet' };
  return nothing;
}

/** Why there is no figure, as a sentence; `undefined` where there is one. */
export function reasonOf({ kind, title }: ShownFigure): string | undefined {
  return kind === 'value' || kind === 'more-than' ? undefined : `${title.replace('Not measured: n', 'N')}.`;
}

/**
 * The largest value that a drawing needs room for. A bound grows with every day that somebody is left waiting, so it
 * would flatten what is known: it only counts where nothing else does, and is drawn at the edge otherwise.
 */
export function largestKnown(figures: readonly ShownFigure[]): number {
  const known = figures.filter(({ kind }) => kind === 'value');
  return (known.length > 0 ? known : figures).reduce((most, { value }) => Math.max(most, value ?? 0), 0);
}

/**
 * One order for all waits, by the worst that each can still turn out to be. "More than 12 days" is at least that and
 * open above, so it comes after every wait that is known, the "13 days" included: placed by its bound it would pass for
 * the better of the two, which nobody knows, and a team that has only just begun to leave people waiting would look
 * quick. Among those that are open, the larger bound is the worse one. It orders, it does not measure: what must be
 * true of the amount ("the longest") goes by {@link compareBounds} and says when it can't be told.
 */
export function compareFigures(a: ShownFigure, b: ShownFigure): number {
  if (a.value === undefined || b.value === undefined) return compareBounds(a, b);
  return Number(a.kind === 'more-than') - Number(b.kind === 'more-than') || a.value - b.value;
}

/** By what is known of each: the amount, and "more than" just above it. */
export function compareBounds(a: ShownFigure, b: ShownFigure): number {
  if (a.value === undefined || b.value === undefined) {
    return Number(a.value === undefined) - Number(b.value === undefined);
  }
  return a.value - b.value || Number(a.kind === 'more-than') - Number(b.kind === 'more-than');
}

/** "Median", "9 in 10": how a figure is headed for people who are not statisticians; its label goes in the title. */
export function headingOf({ name, label, shape }: FigureDeclaration): string {
  if (shape !== 'quantile' || !Object.hasOwn(quantileOf, name)) return label;
  const probability = quantileOf[name as keyof typeof quantileOf];
  if (probability === 0.5) return label;
  const tenths = probability * 10;
  return Number.isInteger(tenths) ? `${tenths} in 10` : `${probability * 4} in 4`;
}
