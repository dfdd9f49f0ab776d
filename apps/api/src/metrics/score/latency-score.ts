import {
  latencyScore as scoreOf,
  startOfDay,
  type Figure,
  type MetricRow,
  type ScoreInput,
} from '@hearback/domain';
import type { Behind, Listing } from '../behind/listing.js';
import { toMetricRow, type Computation, type CountedRow, type Surroundings } from '../computation.js';
import type { MetricRequest } from '../metric-request.js';
import { HORIZON_PASSED, horizonParameters, MET_WITHIN_HORIZON } from '../rates/horizon.js';
import { COUNTS, groupColumns, inOrderOfGroups, type Choice } from '../selection.js';
import { unlessTooFew } from '../touchpoints/touchpoint-rows.js';
import { windowsOf, type ScoreWindow } from './score-window.js';
import { costCurveFor, waitsSql } from './waits.js';

interface Row extends CountedRow {
  /** Business days. */
  readonly answered: readonly number[];
  readonly open: readonly number[];
  readonly old_n: number;
  readonly old_met: number;
  readonly old_applications: number;
}

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
    score: { window, curve: () => costCurveFor(window, surroundings) },
  };
}

/** SQL: its wait is known to its end. */
const IS_ANSWERED = "state = 'met'";

function windowsFor(request: MetricRequest, { organisation: { timeZone } }: Surroundings): ScoreWindow[] {
  const [from, to] = [request.filter.from, request.filter.to].map((day) =>
    day === undefined ? undefined : startOfDay(day, timeZone),
  );
  return windowsOf(request, from, to, timeZone);
}

/** The weeks of a score are those of its windows, not of its obligations. */
function choiceIn(window: ScoreWindow, request: MetricRequest): Choice {
  const by = request.by.filter((grouping) => grouping !== 'week');
  return { ...request, by, asOf: window.asOf, clock: 'business' };
}

/** The scores of one window, one row per group. */
export async function scoresIn(
  window: ScoreWindow,
  request: MetricRequest,
  surroundings: Surroundings,
): Promise<ScoredGroup[]> {
  const { store, organisation } = surroundings;
  const choice = choiceIn(window, request);
  const { by } = choice;
  const groups = groupColumns(by);
  const waits = waitsSql(choice, window.from, window.to, organisation);
  const [curve, rows] = await Promise.all([
    costCurveFor(window, surroundings),
    store.rows<Row>(
      inOrderOfGroups(
        `SELECT ${groups}, ${COUNTS},
           groupArrayIf(days, ${IS_ANSWERED}) AS answered, groupArrayIf(days, NOT (${IS_ANSWERED})) AS open,
           countIf(${HORIZON_PASSED}) AS old_n, countIf(${HORIZON_PASSED} AND ${MET_WITHIN_HORIZON}) AS old_met,
           uniqExactIf(application_id, ${HORIZON_PASSED}) AS old_applications
         FROM (${waits.text}) GROUP BY ${groups}`,
        by,
      ),
      { ...waits.parameters, ...horizonParameters(organisation.horizons.responseDays, choice) },
    ),
  ]);
  return rows.map((row) => {
    const score = scoreOf(waitsOf(row, curve.horizon), curve);
    const figure = (value: number | undefined): Figure =>
      unlessTooFew(row.applications, organisation.minimumGroup, value ?? null);
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
function waitsOf({ answered, open }: Row, horizon: number): ScoreInput {
  return {
    answered: answered.map((days) => {
      const wait = Math.min(days, horizon);
      return { stage: '', n: 1, sum: wait, squares: wait * wait };
    }),
    open: open.map((days) => ({ stage: '', seconds: days })),
  };
}
