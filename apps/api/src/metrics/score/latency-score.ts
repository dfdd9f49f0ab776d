import {
  latencyScore as scoreOf,
  startOfDay,
  type Figure,
  type MetricRow,
  type ScoreInput,
} from '@hearback/domain';
import type { Behind, Listing } from '../behind/listing.js';
import { toMetricRow, type Computation, type Surroundings } from '../computation.js';
import type { MetricRequest } from '../metric-request.js';
import type { Choice } from '../selection.js';
import { unlessTooFew } from '../touchpoints/touchpoint-rows.js';
import { windowsOf, type ScoreWindow } from './score-window.js';
import { IS_ANSWERED, waitsIn, waitsSql, type WaitsOfGroup } from './waits.js';

/** The feedback-latency score of each group in each window that is asked about. */
export const latencyScore: Computation = async (_metric, request, surroundings) => {
  const rows: MetricRow[] = [];
  for (const window of windowsFor(request, surroundings)) {
    const groups = await scoresIn(window, request, surroundings);
    rows.push(...groups.map(({ scored }) => scored));
  }
  return rows;
};

/** A group with its score, and what its response rate is taken of: both are seen in the same pass. */
export interface ScoredGroup {
  readonly scored: MetricRow;
  readonly responses: Answered;
}

/** Obligations old enough to tell, and how many of them were answered within the horizon. */
export interface Answered {
  readonly n: number;
  readonly applications: number;
  readonly numerator: number;
}

/** What is behind it: of each window its obligations; an open one costs what such a case usually goes on to cost. */
export const behindLatencyScore: Behind = (_metric, request, surroundings) =>
  windowsFor(request, surroundings).map((window) => ({
    ...waitsBehind(window, request, surroundings),
    counted: `if(${IS_ANSWERED}, 'answered', 'open')`,
  }));

/** The obligations of a window with what they cost. */
export function waitsBehind(
  window: ScoreWindow,
  request: MetricRequest,
  surroundings: Surroundings,
): Omit<Listing, 'counted'> {
  const { organisation } = surroundings;
  return {
    of: 'obligations',
    chosen: waitsSql(choiceIn(window, request), window.from, window.to, organisation),
    score: { window, curve: async () => (await waitsIn(window, EVERYTHING, surroundings)).curve },
  };
}

const EVERYTHING = { filter: {}, by: [] };

function windowsFor(request: MetricRequest, { organisation: { timeZone } }: Surroundings): ScoreWindow[] {
  const [from, to] = [request.filter.from, request.filter.to].map((day) =>
    day === undefined ? undefined : startOfDay(day, timeZone),
  );
  return windowsOf(request, from, to, timeZone);
}

/** The weeks of a score are those of its windows, not of its obligations. */
function choiceIn({ asOf }: ScoreWindow, request: MetricRequest): Choice {
  const by = request.by.filter((grouping) => grouping !== 'week');
  const tellings = asOf === request.asOf ? request.tellings : 'all';
  return { ...request, by, asOf, clock: 'business', ...(tellings !== undefined && { tellings }) };
}

/** The scores of one window, one row per group. */
export async function scoresIn(
  window: ScoreWindow,
  request: MetricRequest,
  surroundings: Surroundings,
): Promise<ScoredGroup[]> {
  const choice = choiceIn(window, request);
  const { by } = choice;
  const { curve, groups } = await waitsIn(window, choice, surroundings);
  return groups.map((row) => {
    const score = scoreOf(waitsOf(row, curve.horizon), curve);
    const figure = (value: number | undefined): Figure =>
      unlessTooFew(row.applications, surroundings.organisation.minimumGroup, value ?? null);
    const figures = { score: figure(score?.score), low: figure(score?.low), high: figure(score?.high) };
    const told = toMetricRow(row, { by }, figures);
    const isByWeek = window.week !== undefined && request.by.includes('week');
    return {
      scored: isByWeek ? { ...told, week: window.week } : told,
      responses: { n: row.old_n, applications: row.old_applications, numerator: row.old_met },
    };
  });
}

/** Each wait by itself: sums of squares would lose digits of the interval. */
function waitsOf({ answered, open }: WaitsOfGroup, horizon: number): ScoreInput {
  return {
    answered: answered.map((days) => {
      const wait = Math.min(days, horizon);
      return { stage: '', n: 1, sum: wait, squares: wait * wait };
    }),
    open: open.map((days) => ({ stage: '', seconds: days })),
  };
}
