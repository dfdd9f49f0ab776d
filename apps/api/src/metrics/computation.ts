import type { Figure, MetricDeclaration, MetricRow } from '@hearback/domain';
import type { Organisation } from '../platform/organisation.js';
import type { Store } from '../clickhouse/store.js';
import type { MetricRequest } from './metric-request.js';

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

/** The columns of `COUNTS` and of the groups, as the store gives them. */
export interface CountedRow {
  readonly n: number;
  readonly applications: number;
  readonly met: number;
  readonly waiting: number;
  readonly ended: number;
  readonly assumed_count: number;
  readonly inferred_count: number;
  readonly early_count: number;
  readonly by_team?: string;
  readonly by_stage?: string;
  readonly by_job?: string;
  readonly by_day?: string;
  readonly by_week?: string;
  readonly by_month?: string;
}

export function toMetricRow(
  row: CountedRow,
  { by }: MetricRequest,
  figures: Readonly<Record<string, Figure>>,
): MetricRow {
  return {
    ...Object.fromEntries(by.map((grouping) => [grouping, row[`by_${grouping}`]])),
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
