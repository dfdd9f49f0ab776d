import { startOfDay, type Grouping, type ObligationKind } from '@hearback/domain';
import { toDateTime64 } from '../clickhouse/client.js';
import type { MetricRequest } from './metric-request.js';

/** SQL with its bound parameters. */
export interface Sql {
  readonly text: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

const COLUMN: Readonly<Record<'team' | 'stage' | 'job', string>> = {
  team: 'team_id',
  stage: 'stage',
  job: 'job_id',
};

/** The days, weeks and months are those on which the clock started, in the organisation's zone. */
const GROUP_EXPRESSION: Readonly<Record<Grouping, string>> = {
  ...COLUMN,
  day: 'toString(toDate(started_at, {zone:String}))',
  week: "formatDateTime(started_at, '%G-W%V', {zone:String})",
  month: "formatDateTime(started_at, '%Y-%m', {zone:String})",
};

/** The columns by which rows are grouped, as the SQL names them; a constant where there are none. */
export function groupColumns(by: readonly Grouping[]): string {
  return by.length === 0 ? 'everything' : by.map((grouping) => `by_${grouping}`).join(', ');
}

/**
 * The obligations that a request is about, as they are told as of its instant:
 * `SELECT <groups>, application_id, ..., started_at, state, seconds, assumed, inferred, early`.
 * `seconds` is the latency of what is met or ended, the age of what waits.
 */
export function chosenObligations(kind: ObligationKind, request: MetricRequest, zone: string): Sql {
  const { filter, asOf, by } = request;
  const conditions = [
    'kind = {kind:String}',
    "valid_from <= {asOf:DateTime64(3, 'UTC')}",
    "valid_to > {asOf:DateTime64(3, 'UTC')}",
  ];
  const parameters: Record<string, unknown> = { kind, asOf: toDateTime64(asOf), zone };
  for (const name of ['team', 'stage', 'job'] as const) {
    const values = filter[name];
    if (values === undefined) continue;
    conditions.push(`${COLUMN[name]} IN {${name}:Array(String)}`);
    parameters[name] = values;
  }
  if (filter.from !== undefined) {
    conditions.push("started_at >= {from:DateTime64(3, 'UTC')}");
    parameters['from'] = toDateTime64(startOfDay(filter.from, zone));
  }
  if (filter.to !== undefined) {
    conditions.push("started_at < {to:DateTime64(3, 'UTC')}");
    parameters['to'] = toDateTime64(startOfDay(filter.to, zone));
  }
  const groups =
    by.length === 0
      ? "'' AS everything"
      : by.map((grouping) => `${GROUP_EXPRESSION[grouping]} AS by_${grouping}`).join(', ');
  const text = `
    SELECT ${groups}, application_id, obligation_id, interview_id, candidate_id, team_id, job_id, stage, url, started_at,
      ifNull(stopped_at <= {asOf:DateTime64(3, 'UTC')}, 0) AS stopped,
      if(stopped, outcome, 'waiting') AS state,
      (toUnixTimestamp64Milli(if(stopped, assumeNotNull(stopped_at), {asOf:DateTime64(3, 'UTC')}))
        - toUnixTimestamp64Milli(started_at)) / 1000 AS seconds,
      assumed, inferred AND stopped AS is_inferred, early AND stopped AS is_early
    FROM obligation_versions
    WHERE ${conditions.join(' AND ')}`;
  return { text, parameters };
}

/** What every figure rests on. */
export const COUNTS = `
  count() AS n,
  uniqExact(application_id) AS applications,
  countIf(state = 'met') AS met,
  countIf(state = 'waiting') AS waiting,
  countIf(state = 'ended') AS ended,
  countIf(assumed) AS assumed_count,
  countIf(is_inferred) AS inferred_count,
  countIf(is_early) AS early_count`;
