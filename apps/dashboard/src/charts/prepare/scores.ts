import { type MetricAnswer } from '@hearback/domain/metrics';
import { declarationOf, figureOf } from '../../metrics/declarations.js';
import { showFigure, type ShownFigure } from '../../metrics/figure.js';
import { type Period } from './periods.js';

export interface ScorePoint {
  readonly period: Period;
  readonly n: number;
  readonly score: ShownFigure;
  /** The 95 % interval. */
  readonly low: ShownFigure;
  readonly high: ShownFigure;
}

const metric = declarationOf('latency-score');
const [score, low, high] = ['score', 'low', 'high'].map((name) => figureOf(metric, name));

/** The score of each finished week, each about the four weeks that end with it; one without a score is a gap. */
export function prepareScores(
  answer: MetricAnswer | undefined,
  weeks: readonly Period[],
): readonly ScorePoint[] {
  const rows = new Map(answer?.rows.map((row) => [row.week, row]));
  return weeks
    .filter(({ incomplete }) => incomplete === undefined)
    .map((period) => {
      const row = rows.get(period.key);
      return {
        period,
        n: row?.n ?? 0,
        score: showFigure(row, score!),
        low: showFigure(row, low!),
        high: showFigure(row, high!),
      };
    });
}

/** What the chart shows, for those who do not see it. */
export function describeScores(points: readonly ScorePoint[]): string {
  const told = points.filter(({ score: { value } }) => value !== undefined);
  const [first, last] = [told[0], told.at(-1)];
  if (first === undefined || last === undefined) return 'No week has enough interviews for a score.';
  if (first === last) return `Score ${last.score.text} in the week of ${last.period.label}.`;
  return `Score from ${first.score.text} (${first.period.label}) to ${last.score.text} (${last.period.label}).`;
}
