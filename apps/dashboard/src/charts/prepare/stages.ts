import { type MetricRow } from '@hearback/domain/metrics';
import { compareBounds, largestKnown, showFigure, type ShownFigure } from '../../metrics/figure.js';
import { type NamedMetric } from '../../metrics/declarations.js';
import { type Answers } from '../../metrics/answers-query.js';

/** Room at the right end, where bounds beyond the scale are drawn apart from what is known. */
const EDGE = 1.1;

export interface WaitSpread {
  readonly metric: NamedMetric;
  readonly n: number;
  readonly waiting: number;
  readonly median: ShownFigure;
  readonly p75: ShownFigure;
  readonly p90: ShownFigure;
}

export interface StageSpread {
  readonly stage: string;
  readonly spreads: readonly WaitSpread[];
}

export interface StageDistribution {
  readonly stages: readonly StageSpread[];
  /** The right end of every bar, in seconds. */
  readonly scale: number;
  /** Latencies that no source reports, with why. */
  readonly notMeasured: readonly { readonly metric: NamedMetric; readonly why: string }[];
}

export function spreadOf(metric: NamedMetric, row: MetricRow | undefined): WaitSpread {
  const figure = (name: string): ShownFigure =>
    showFigure(
      row,
      metric.figures.find((declared) => declared.name === name) ?? {
        name,
        label: name,
        shape: 'quantile',
        additive: false,
      },
    );
  return {
    metric,
    n: row?.n ?? 0,
    waiting: row?.waiting ?? 0,
    median: figure('median'),
    p75: figure('p75'),
    p90: figure('p90'),
  };
}

/** Stages in the order in which candidates pass them, then those that the organisation does not list. */
export function prepareStages(
  latencies: readonly NamedMetric[],
  answers: Answers,
  order: readonly string[],
  chosen: readonly string[],
): StageDistribution {
  const seen = latencies.flatMap(({ name }) => answers[name]?.rows.map(({ stage }) => stage ?? '') ?? []);
  const listed = chosen.length > 0 ? order.filter((stage) => chosen.includes(stage)) : order;
  const names = [...new Set([...listed, ...seen])];
  const notMeasured: { metric: NamedMetric; why: string }[] = [];
  const measured = latencies.filter((metric) => {
    const gap = answers[metric.name]?.rows.map((row) => spreadOf(metric, row).median)[0];
    if (gap?.kind === 'not-measured') notMeasured.push({ metric, why: gap.title });
    return gap?.kind !== 'not-measured';
  });
  const stages = names.map((stage) => ({
    stage,
    spreads: measured.map((metric) =>
      spreadOf(
        metric,
        answers[metric.name]?.rows.find((row) => row.stage === stage),
      ),
    ),
  }));
  const ends = stages.flatMap(({ spreads }) => spreads.flatMap((spread) => [spread.median, spread.p90]));
  const scale = largestKnown(ends) * EDGE;
  return { stages, scale, notMeasured };
}

/**
 * How long, in words that stay true when the wait is not over: a median that is not reached means that more than
 * half of them still have nothing.
 */
export function describeSpread({ median, p90 }: WaitSpread): string {
  if (median.kind === 'more-than') return `more than half had none after ${median.text.slice(1)}`;
  const slowest =
    p90.kind === 'more-than'
      ? `more than 1 in 10 had none after ${p90.text.slice(1)}`
      : `9 in 10 within ${p90.text}`;
  return `median ${median.text}, ${slowest}`;
}

/**
 * The stage whose candidates wait longest by the median of a metric; `undefined` where nobody can tell: what is only
 * known as "more than" may be longer than any other.
 */
export function longestWait(
  { stages }: StageDistribution,
  metric: string,
): { readonly stage: string; readonly spread: WaitSpread } | undefined {
  const found = stages
    .flatMap(({ stage, spreads }) => spreads.map((spread) => ({ stage, spread })))
    .filter(({ spread }) => spread.metric.name === metric && spread.median.value !== undefined)
    .sort((a, b) => compareBounds(b.spread.median, a.spread.median));
  const [first] = found;
  const isDoubtful = found.some(
    ({ stage, spread }) => stage !== first?.stage && spread.median.kind === 'more-than',
  );
  return isDoubtful ? undefined : first;
}
