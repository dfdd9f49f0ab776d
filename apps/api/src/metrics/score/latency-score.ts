import { latencyScore as scoreOf, startOfDay, type Figure, type MetricRow } from '@hearback/domain';
import { toMetricRow, type Computation, type CountedRow, type Surroundings } from '../computation.js';
import type { MetricRequest } from '../metric-request.js';
import { COUNTS, groupColumns, inOrderOfGroups } from '../selection.js';
import { unlessTooFew } from '../touchpoints/touchpoint-rows.js';
import { windowsOf, type ScoreWindow } from './score-window.js';
import { costCurveFor, waitsSql } from './waits.js';

interface Row extends CountedRow {
  readonly answered: readonly number[];
  readonly open: readonly number[];
}

/** The feedback-latency score of each group in each window that is asked about. */
export const latencyScore: Computation = async (_metric, request, surroundings) => {
  const { timeZone } = surroundings.organisation;
  const [from, to] = [request.filter.from, request.filter.to].map((day) =>
    day === undefined ? undefined : startOfDay(day, timeZone),
  );
  const rows: MetricRow[] = [];
  for (const window of windowsOf(request, from, to, timeZone)) {
    rows.push(...(await scoresIn(window, request, surroundings)));
  }
  return rows;
};

/** The scores of one window, one row per group. */
export async function scoresIn(
  window: ScoreWindow,
  request: MetricRequest,
  surroundings: Surroundings,
): Promise<MetricRow[]> {
  const { store, organisation } = surroundings;
  const by = request.by.filter((grouping) => grouping !== 'week');
  const groups = groupColumns(by);
  const waits = waitsSql(
    { ...request, by, asOf: window.asOf, clock: 'business' },
    window.from,
    window.to,
    organisation,
  );
  const [curve, rows] = await Promise.all([
    costCurveFor(window, surroundings),
    store.rows<Row>(
      inOrderOfGroups(
        `SELECT ${groups}, ${COUNTS}, groupArrayIf(days, state = 'met') AS answered, groupArrayIf(days, state != 'met') AS open
       FROM (${waits.text}) GROUP BY ${groups}`,
        by,
      ),
      { ...waits.parameters },
    ),
  ]);
  const { horizon } = curve;
  return rows.map((row) => {
    const input = {
      answered: row.answered.map((days) => {
        const wait = Math.min(days, horizon);
        return { stage: '', n: 1, sum: wait, squares: wait * wait };
      }),
      open: row.open.map((days) => ({ stage: '', seconds: days })),
    };
    const scored = scoreOf(input, curve);
    const figure = (value: number | undefined): Figure =>
      unlessTooFew(row.applications, organisation.minimumGroup, value ?? null);
    const told = toMetricRow(
      row,
      { by },
      {
        score: figure(scored?.score),
        low: figure(scored?.low),
        high: figure(scored?.high),
      },
    );
    return window.week === undefined || !request.by.includes('week') ? told : { ...told, week: window.week };
  });
}
