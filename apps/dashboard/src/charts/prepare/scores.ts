import { type MetricAnswer, type MetricRow } from '@hearback/domain/metrics';
import { type PublishedWeek, type ScoreFigures, type ScoreValue } from '../../api/scores.js';
import { declarationOf, figureOf } from '../../metrics/declarations.js';
import { showFigure, type ShownFigure } from '../../metrics/figure.js';
import { addDays, addWeeks, mondayOfWeek } from '../../time/days.js';
import { type Period } from './periods.js';
import { formatDays, formatShortDay } from '../../format/instant.js';

/** A score with its interval, ready to show. */
export interface ShownScore {
  readonly score: ShownFigure;
  /** The 95 % interval. */
  readonly low: ShownFigure;
  readonly high: ShownFigure;
  readonly n: number;
}

export interface ScorePoint {
  readonly period: Period;
  /** What the team was told; it stays. */
  readonly published?: ShownScore & { readonly at: string; readonly before?: number };
  /** As it is known by now: of a published week only where that is something else. */
  readonly known?: ShownScore;
}

const metric = declarationOf('latency-score');
export const scoreFigure = figureOf(metric, 'score');
const [low, high] = ['low', 'high'].map((name) => figureOf(metric, name));

const NO_COUNTS = { n: 0, applications: 0, met: 0, waiting: 0, ended: 0, assumed: 0, inferred: 0, early: 0 };

/** A score by itself. */
export function showPoints(score: ScoreValue): ShownFigure {
  return showFigure({ ...NO_COUNTS, score }, scoreFigure);
}

export function showScore(figures: ScoreFigures | MetricRow): ShownScore {
  const row: MetricRow = { ...NO_COUNTS, ...figures };
  return {
    score: showFigure(row, scoreFigure),
    low: showFigure(row, low!),
    high: showFigure(row, high!),
    n: figures.n,
  };
}

interface Told {
  /** What was published, in any order. */
  readonly published: readonly PublishedWeek[];
  /** The score by week, as it is known now. */
  readonly known: MetricAnswer | undefined;
  /** The last week that had ended at the instant looked at. */
  readonly last: string;
  /** What was published later, was not published then. */
  readonly until: number;
}

const WEEKS = 12;

/** The last twelve weeks and every earlier one from the first publication on, oldest first. */
export function prepareScores({ published, known, last, until }: Told): readonly ScorePoint[] {
  const told = new Map(
    published
      .filter(({ week, publishedAt }) => week <= last && Date.parse(publishedAt) <= until)
      .map((week) => [week.week, week]),
  );
  const rows = new Map(known?.rows.map((row) => [row.week, row]));
  const first = [...told.keys(), addWeeks(last, 1 - WEEKS)].sort()[0]!;
  const points: ScorePoint[] = [];
  for (let week = first; week <= last; week = addWeeks(week, 1)) {
    const [publication, row] = [told.get(week), rows.get(week)];
    // The weeks that are not asked for anew were looked at when the service did last.
    const now = row ?? publication?.revised;
    points.push(pointOf(week, publication, now === undefined ? undefined : showScore(now)));
  }
  return points;
}

function pointOf(
  week: string,
  publication: PublishedWeek | undefined,
  now: ShownScore | undefined,
): ScorePoint {
  const period = periodOf(week);
  if (publication === undefined) return { period, ...(now !== undefined && { known: now }) };
  const { publishedAt: at, before } = publication;
  const published = { ...showScore(publication), at, ...(before !== undefined && { before }) };
  return { period, published, ...(now !== undefined && differs(published, now) && { known: now }) };
}

/** Sums in another order differ in their last digits; that is no revision. */
const TOLERANCE = 1e-9;

export function differs(published: ShownScore, now: ShownScore): boolean {
  if (published.n !== now.n) return true;
  return (['score', 'low', 'high'] as const).some((name) => {
    const [a, b] = [published[name].value, now[name].value];
    return a === undefined || b === undefined ? a !== b : Math.abs(a - b) > TOLERANCE;
  });
}

function periodOf(week: string): Period {
  const from = mondayOfWeek(week);
  const to = addDays(from, 7);
  return { key: week, label: formatShortDay(from), title: `Week of ${formatDays(from, to)}`, from, to };
}

/** What stands for a week: what was published, else what is known. */
export function scoreOf({ published, known }: ScorePoint): ShownScore | undefined {
  return published ?? known;
}

/** What the chart shows, for those who do not see it. */
export function describeScores(points: readonly ScorePoint[]): string {
  const told = points.flatMap((point) => {
    const score = scoreOf(point)?.score;
    return score?.value === undefined ? [] : [{ text: score.text, label: point.period.label }];
  });
  const [first, last] = [told[0], told.at(-1)];
  if (first === undefined || last === undefined) return 'No week has enough interviews for a score.';
  const line =
    first === last
      ? `Score ${last.text} in the week of ${last.label}.`
      : `Score from ${first.text} (${first.label}) to ${last.text} (${last.label}).`;
  const revised = points.filter(
    ({ published, known }) => published !== undefined && known !== undefined,
  ).length;
  if (revised === 0) return line;
  return `${line} ${revised === 1 ? 'One week was' : `${revised} weeks were`} revised since.`;
}
