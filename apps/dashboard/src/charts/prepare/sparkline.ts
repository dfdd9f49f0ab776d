import { type quantileOf, type MetricAnswer, type MetricRow } from '@hearback/domain/metrics';
import { type Period } from './periods.js';
import { declarationOf, figureOf } from '../../metrics/declarations.js';
import { showFigure, type ShownFigure } from '../../metrics/figure.js';

/** A course over the weeks, small enough for a line of a table: 0 to 1 from left to right and from bottom to top. */
export interface Sparkline {
  /** Pieces of the line; a week without interviews breaks it. */
  readonly lines: readonly (readonly SparkPoint[])[];
  /** Weeks of which only "more than" is known. */
  readonly bounds: readonly SparkPoint[];
  readonly last: SparkPoint | undefined;
  /** In words: first, last and how many weeks. */
  readonly text: string;
}

export interface SparkPoint {
  readonly x: number;
  readonly y: number;
}

const median = figureOf(declarationOf('time-to-response'), 'median' satisfies keyof typeof quantileOf);

/** The rows of an answer by team and week, by team. */
export function rowsByTeam(answer: MetricAnswer | undefined): ReadonlyMap<string, readonly MetricRow[]> {
  const byTeam = new Map<string, MetricRow[]>();
  for (const row of answer?.rows ?? []) {
    const rows = byTeam.get(row.team ?? '');
    if (rows === undefined) byTeam.set(row.team ?? '', [row]);
    else rows.push(row);
  }
  return byTeam;
}

/**
 * @param rows of one team, a row per week
 * @param weeks all of them in order; the last that is still filling is left out, since it would seem to fall
 */
export function prepareSparkline(rows: readonly MetricRow[], weeks: readonly Period[]): Sparkline {
  const complete = weeks.filter(({ incomplete }) => incomplete === undefined);
  const byWeek = new Map(rows.map((row) => [row.week, row]));
  const figures = complete.map(({ key }) => showFigure(byWeek.get(key), median));
  const top = Math.max(...figures.map(({ value }) => value ?? 0), 1);
  const at = (figure: ShownFigure, index: number): SparkPoint => ({
    x: complete.length < 2 ? 0.5 : index / (complete.length - 1),
    y: (figure.value ?? 0) / top,
  });
  const lines: SparkPoint[][] = [];
  let line: SparkPoint[] = [];
  const bounds: SparkPoint[] = [];
  figures.forEach((figure, index) => {
    if (figure.kind === 'more-than') bounds.push(at(figure, index));
    if (figure.value === undefined) line = [];
    else {
      if (line.length === 0) lines.push(line);
      line.push(at(figure, index));
    }
  });
  const told = figures.filter(({ value }) => value !== undefined);
  return { lines, bounds, last: lines.at(-1)?.at(-1), text: describe(told, complete.length) };
}

function describe(told: readonly ShownFigure[], weeks: number): string {
  const [first, last] = [told[0], told.at(-1)];
  if (first === undefined || last === undefined) return 'no interviews in these weeks';
  const gaps = told.length < weeks ? `, ${told.length} of ${weeks} weeks with interviews` : '';
  return `median wait ${first.text} at first, ${last.text} at last${gaps}`;
}
