import { type MetricAnswer, type MetricDeclaration } from '@hearback/domain/metrics';
import { headingOf, largestKnown, showFigure, type ShownFigure } from '../../metrics/figure.js';
import { type Period, type PeriodUnit } from './periods.js';

export interface TrendPoint {
  readonly period: Period;
  readonly n: number;
  readonly waiting: number;
  readonly figures: ReadonlyMap<string, ShownFigure>;
}

export interface TrendSeries {
  readonly name: string;
  readonly label: string;
  readonly heading: string;
}

export interface Trend {
  readonly metric: MetricDeclaration;
  readonly points: readonly TrendPoint[];
  readonly series: readonly TrendSeries[];
  /** Why there is nothing to draw. */
  readonly notMeasured?: string;
}

/** The middle and the slow end; what lies between adds lines, not insight. */
export const trendFigures = ['median', 'p90'];

/**
 * One point per period, also where there is no row: a quantile cannot be added up, so a period without interviews is
 * a gap in its line, while its count is a true 0.
 */
export function prepareTrend(
  metric: MetricDeclaration,
  answer: MetricAnswer | undefined,
  periods: readonly Period[],
  unit: PeriodUnit,
): Trend {
  const rows = new Map(answer?.rows.map((row) => [row[unit], row]));
  const declared = metric.figures.filter(({ name }) => trendFigures.includes(name));
  const points = periods.map((period) => {
    const row = rows.get(period.key);
    return {
      period,
      n: row?.n ?? 0,
      waiting: row?.waiting ?? 0,
      figures: new Map(declared.map((figure) => [figure.name, showFigure(row, figure)])),
    };
  });
  const gap = points
    .flatMap(({ figures }) => [...figures.values()])
    .find(({ kind }) => kind === 'not-measured');
  return {
    metric,
    points: withoutEmptyStart(points),
    series: declared.map((figure) => ({
      name: figure.name,
      label: figure.label,
      heading: headingOf(figure),
    })),
    ...(gap !== undefined && { notMeasured: gap.title }),
  };
}

/** The first event may be an application, days before anybody is interviewed: that start is nobody's gap. */
function withoutEmptyStart(points: readonly TrendPoint[]): readonly TrendPoint[] {
  const first = points.findIndex(({ n, period }) => n > 0 || period.incomplete === 'cut');
  return first < 0 ? points : points.slice(first);
}

/** The largest value drawn, so that charts beside each other share one scale. */
export function largestValue(trends: readonly Trend[]): number {
  return largestKnown(trends.flatMap(({ points }) => points.flatMap(({ figures }) => [...figures.values()])));
}

/** What the chart shows, for those who do not see it. */
export function describeTrend({ metric, points, series }: Trend, unit: PeriodUnit): string {
  const filled = points.filter(({ n }) => n > 0);
  const first = filled[0];
  const last = filled.at(-1);
  const [main] = series;
  if (first === undefined || last === undefined || main === undefined)
    return 'No interviews in this selection.';
  const at = (point: TrendPoint): string => `${point.figures.get(main.name)!.text} (${point.period.title})`;
  const range = first === last ? at(last) : `from ${at(first)} to ${at(last)}`;
  return `${metric.title} by ${unit}: ${main.label.toLowerCase()} ${range}.`;
}
