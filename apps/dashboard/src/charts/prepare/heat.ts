import { type MetricAnswer } from '@hearback/domain/metrics';
import { declarationOf, figureOf } from '../../metrics/declarations.js';
import { largestKnown, showFigure, type ShownFigure } from '../../metrics/figure.js';
import { type Period } from './periods.js';

export interface HeatCell {
  readonly period: Period;
  readonly n: number;
  readonly median: ShownFigure;
  /** How dark: 0 to 4; `undefined` where there is nothing. */
  readonly level: 0 | 1 | 2 | 3 | 4 | undefined;
}

export interface HeatRow {
  readonly stage: string;
  readonly cells: readonly HeatCell[];
}

const median = figureOf(declarationOf('time-to-response'), 'median');
const LEVELS = 4;

/** Median time to response by stage and week. What is only known as "more than" is shaded by what is known of it. */
export function prepareHeat(
  answer: MetricAnswer | undefined,
  weeks: readonly Period[],
  order: readonly string[],
): readonly HeatRow[] {
  const rows = new Map(answer?.rows.map((row) => [JSON.stringify([row.stage, row.week]), row]));
  const seen = new Set(answer?.rows.map(({ stage }) => stage ?? ''));
  const stages = [
    ...order.filter((stage) => seen.has(stage)),
    ...[...seen].filter((stage) => !order.includes(stage)),
  ];
  const told = stages.map((stage) => ({
    stage,
    cells: weeks.map((period) => {
      const row = rows.get(JSON.stringify([stage, period.key]));
      return { period, n: row?.n ?? 0, median: showFigure(row, median) };
    }),
  }));
  const top = largestKnown(told.flatMap(({ cells }) => cells.map((cell) => cell.median)));
  return told.map(({ stage, cells }) => ({
    stage,
    cells: cells.map((cell) => ({ ...cell, level: levelOf(cell.median, top) })),
  }));
}

function levelOf({ value }: ShownFigure, top: number): HeatCell['level'] {
  if (value === undefined) return undefined;
  const level = top === 0 ? 0 : Math.min(LEVELS, Math.floor((value / top) * LEVELS));
  return level as HeatCell['level'];
}
