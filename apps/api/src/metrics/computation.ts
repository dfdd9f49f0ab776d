import { notMeasured, type Figure, type MetricDeclaration, type MetricRow } from '@hearback/domain';
import type { Organisation } from '../platform/organisation.js';
import type { Store } from '../clickhouse/store.js';
import { countsItsNeed, isMeasured } from './is-measured.js';
import type { MetricRequest } from './metric-request.js';
import { chosenObligations, countsOf, groupColumns, inOrderOfGroups, type Sql } from './selection.js';

export interface Surroundings {
  readonly store: Store;
  readonly organisation: Organisation;
}

/**
 * How the figures of a metric are computed: one query whose rows are the groups.
 * @returns no rows where there are no obligations; never a made-up zero
 */
export type Computation = (
  metric: MetricDeclaration,
  request: MetricRequest,
  surroundings: Surroundings,
) => Promise<MetricRow[]>;

/** The groups of a row, as the store gives them. */
export interface GroupedRow {
  readonly by_team?: string;
  readonly by_stage?: string;
  readonly by_job?: string;
  readonly by_day?: string;
  readonly by_week?: string;
  readonly by_month?: string;
}

/** The columns of `COUNTS` and of the groups, as the store gives them. */
export interface CountedRow extends GroupedRow {
  readonly n: number;
  readonly applications: number;
  readonly met: number;
  readonly waiting: number;
  readonly ended: number;
  readonly assumed_count: number;
  readonly inferred_count: number;
  readonly early_count: number;
}

/** The groups of a row by the names that answers have for them. */
export function groupsOfRow(row: GroupedRow, by: MetricRequest['by']): Partial<MetricRow> {
  return Object.fromEntries(by.map((grouping) => [grouping, row[`by_${grouping}`]]));
}

export function toMetricRow(
  row: CountedRow,
  { by }: Pick<MetricRequest, 'by'>,
  figures: Readonly<Record<string, Figure>>,
): MetricRow {
  return {
    ...groupsOfRow(row, by),
    n: row.n,
    applications: row.applications,
    met: row.met,
    waiting: row.waiting,
    ended: row.ended,
    assumed: row.assumed_count,
    inferred: row.inferred_count,
    early: row.early_count,
    ...figures,
  };
}

/**
 * One row per group of what is chosen, with the counts and figures of those of its rows that a figure rests on: a
 * group in which there are none has zeros, and is not missing. One pass over the obligations.
 *
 * @param restsOn SQL condition on a chosen row
 * @param figures SQL aggregates with their names; `counts` says of a row whether the figure rests on it
 */
export function groupedSql(
  chosen: Sql,
  request: Pick<MetricRequest, 'by'>,
  restsOn: string,
  figures: string,
): string {
  const text = `
    SELECT ${groupColumns(request.by)}, ${countsOf('counts')}, ${figures}
    FROM (SELECT *, toBool(${restsOn}) AS counts FROM (${chosen.text}))
    GROUP BY ${groupColumns(request.by)}`;
  return inOrderOfGroups(text, request.by);
}

/** A share, or `null` where there is nothing to take it of. */
export function share(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator;
}

/**
 * The rows with every figure `notMeasured` where no source ever reported the kind of event that the metric needs. What
 * it counts is not there either then, unless it counts interviews: see {@link notMeasuredRows}.
 */
export async function unlessNotMeasured(
  metric: MetricDeclaration,
  request: MetricRequest,
  surroundings: Surroundings,
  rows: () => Promise<MetricRow[]>,
): Promise<MetricRow[]> {
  if (metric.needs === undefined) return rows();
  const { needs } = metric;
  const { store } = surroundings;
  const computing = rows();
  const looking = countsItsNeed(metric)
    ? computing.then(({ length }) => length > 0 || isMeasured(store, needs, request))
    : isMeasured(store, needs, request);
  const [computed, measured] = await Promise.all([computing, looking]);
  if (measured) return computed;
  const figures = Object.fromEntries(metric.figures.map(({ name }) => [name, notMeasured(needs)]));
  if (computed.length === 0) return notMeasuredRows(request, surroundings, figures);
  return computed.map((row) => ({ ...row, ...figures }));
}

/**
 * "Not measured" as an answer about the interviews that are over: a row for each group in which there are any. Without
 * any there is no data, as everywhere.
 */
export async function notMeasuredRows(
  request: MetricRequest,
  surroundings: Surroundings,
  figures: Readonly<Record<string, Figure>>,
): Promise<MetricRow[]> {
  const groups = await groupsWithInterviews(request, surroundings);
  return groups.map((row) => ({ ...groupsOfRow(row, request.by), ...NOTHING, ...figures }));
}

/** The groups of what was asked for in which any interview is over. */
export function groupsWithInterviews(
  request: MetricRequest,
  { store, organisation }: Surroundings,
): Promise<GroupedRow[]> {
  const { text, parameters } = chosenObligations('response', request, organisation);
  const groups = groupColumns(request.by);
  return store.rows(inOrderOfGroups(`SELECT ${groups} FROM (${text}) GROUP BY ${groups}`, request.by), {
    ...parameters,
  });
}

/** What a figure rests on that rests on nothing. */
export const NOTHING = {
  n: 0,
  applications: 0,
  met: 0,
  waiting: 0,
  ended: 0,
  assumed: 0,
  inferred: 0,
  early: 0,
} as const;
