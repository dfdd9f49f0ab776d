import {
  startOfDay,
  type Clock,
  type Grouping,
  type MetricFilter,
  type ObligationKind,
  type TouchpointKind,
} from '@hearback/domain';
import { stringArray, toDateTime64 } from '../clickhouse/client.js';
import type { Organisation } from '../platform/organisation.js';
import { Reckoning } from '../platform/reckoning.js';
import { AS_OF, obligationsAsTold, touchpointsAsTold, type Tellings } from './as-told.js';
import type { MetricRequest } from './metric-request.js';

/** SQL with its bound parameters. */
export interface Sql {
  readonly text: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What is asked about, without the groups: see {@link MetricRequest}. */
export type Choice = Pick<MetricRequest, 'filter' | 'asOf' | 'by' | 'clock'> & {
  /** Only what is of this one. */
  readonly application?: string;
  /** Unless said: all. */
  readonly tellings?: Tellings;
};

const COLUMN: Readonly<Record<'team' | 'stage' | 'job', string>> = {
  team: 'team_id',
  stage: 'stage',
  job: 'job_id',
};

/** The days, weeks and months are those of the clock's start, or of the touchpoint, in the organisation's zone. */
function groupExpression(grouping: Grouping, at: string): string {
  switch (grouping) {
    case 'day':
      return `toDate(${at}, {zone:String})`;
    case 'week':
      return `toMonday(${at}, {zone:String})`;
    case 'month':
      return `toStartOfMonth(${at}, {zone:String})`;
    default:
      return COLUMN[grouping];
  }
}

/** The columns by which rows are grouped, as the SQL names them; a constant where there are none. */
export function groupColumns(by: readonly Grouping[]): string {
  return by.length === 0 ? 'everything' : by.map((grouping) => `by_${grouping}`).join(', ');
}

const NAMED_AS: Readonly<Partial<Record<Grouping, string>>> = {
  day: 'toString(by_day)',
  week: "formatDateTime(by_week, '%G-W%V')",
  month: "formatDateTime(by_month, '%Y-%m')",
};

/**
 * The rows of a query that groups, in the order of their groups. Periods are named only here: to name that of every
 * obligation would take longer than all the rest.
 */
export function inOrderOfGroups(text: string, by: readonly Grouping[]): string {
  return `SELECT ${namedColumns(by)} FROM (${text} ORDER BY ${groupColumns(by)})`;
}

/** SQL: all columns, with the periods named. */
export function namedColumns(by: readonly Grouping[]): string {
  const names = by.flatMap((grouping) => {
    const named = NAMED_AS[grouping];
    return named === undefined ? [] : [`${named} AS by_${grouping}`];
  });
  return names.length === 0 ? '*' : `* REPLACE (${names.join(', ')})`;
}

function groupsOf(by: readonly Grouping[], at: string): string {
  if (by.length === 0) return "'' AS everything";
  return by.map((grouping) => `${groupExpression(grouping, at)} AS by_${grouping}`).join(', ');
}

/**
 * The obligations that a request is about, as they are told as of its instant:
 * `SELECT <groups>, application_id, ..., started_at, due_at, state, elapsed, business, seconds, is_*, ...`.
 * `seconds`, on the request's clock, is the latency of what is met or ended, the age of what waits; `business` the
 * same on the team's calendar.
 *
 * @param kinds one or several kinds of obligation
 */
export function chosenObligations(
  kinds: ObligationKind | readonly ObligationKind[],
  request: Choice,
  organisation: Organisation,
): Sql {
  const { by, asOf, clock, tellings } = request;
  const conditions = conditionsOf(request, 'started_at', organisation);
  const worked = workedAsOf(asOf, organisation);
  const text = `
    SELECT ${groupsOf(by, 'started_at')}, kind, application_id, application_hash, obligation_id, interview_id, interviewer_id,
      candidate_id, team_id, job_id, stage, url, started_at, started_worked, due_at, last_due_at,
      if(promised_at <= ${AS_OF}, promised_at, NULL) AS promised,
      (promised_worked - started_worked) / 1000 AS promised_business,
      ifNull(stopped_at <= ${AS_OF}, 0) AS is_stopped,
      is_stopped AND outcome = 'met' AS is_met, is_stopped AND outcome = 'ended' AS is_ended,
      if(is_stopped, outcome, 'waiting') AS state,
      if(is_stopped, assumeNotNull(stopped_at), ${AS_OF}) AS seen_until,
      toUnixTimestamp64Milli(seen_until) - toUnixTimestamp64Milli(started_at) AS elapsed_ms,
      if(is_stopped, stopped_worked, ${worked}) - started_worked AS business_ms,
      elapsed_ms / 1000 AS elapsed,
      business_ms / 1000 AS business,
      ${clock}_ms AS milliseconds,
      ${clock} AS seconds,
      assumed AS is_assumed, inferred AND is_stopped AS is_inferred, early AND is_stopped AS is_early
    FROM (${obligationsAsTold(`kind IN {kinds:Array(String)}${conditions.narrowing}`, tellings)})
    ${conditions.where}`;
  return {
    text,
    parameters: { ...conditions.parameters, kinds: typeof kinds === 'string' ? [kinds] : kinds },
  };
}

/** The touchpoints of a kind that a request is about, as they are told as of its instant. */
export function chosenTouchpoints(kind: TouchpointKind, request: Choice, organisation: Organisation): Sql {
  const conditions = conditionsOf(request, 'at', organisation);
  const text = `
    SELECT ${groupsOf(request.by, 'at')}, kind, application_id, application_hash, touchpoint_id, interview_id, candidate_id, team_id,
      job_id, stage, url, at, if(answered_at <= ${AS_OF}, answered_at, NULL) AS answered,
      words, has_examples, has_next_steps, nps, specific, constructive, respectful, timely
    FROM (${touchpointsAsTold(`kind = {touchpoint:String}${conditions.narrowing}`, request.tellings)})
    ${conditions.where}`;
  return { text, parameters: { ...conditions.parameters, touchpoint: kind } };
}

interface Conditions {
  /** On what doesn't depend on how a row is told, to be added to such a condition. */
  readonly narrowing: string;
  /** On what a row is told to be: a WHERE clause, or nothing. */
  readonly where: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

function conditionsOf(
  { filter, asOf, application }: Choice,
  at: string,
  { timeZone }: Organisation,
): Conditions {
  const conditions: string[] = [];
  const parameters: Record<string, unknown> = { asOf: toDateTime64(asOf), zone: timeZone };
  if (application !== undefined) parameters['application'] = application;
  const named = isOneOf(filter);
  conditions.push(...named.conditions);
  Object.assign(parameters, named.parameters);
  for (const [bound, compare] of [
    ['from', '>='],
    ['to', '<'],
  ] as const) {
    const day = filter[bound];
    if (day === undefined) continue;
    conditions.push(`${at} ${compare} {${bound}:DateTime64(3, 'UTC')}`);
    parameters[bound] = toDateTime64(startOfDay(day, timeZone));
  }
  return {
    narrowing: application === undefined ? '' : ' AND application_id = {application:String}',
    where: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`,
    parameters,
  };
}

/** SQL: whether a row is of the teams, stages and jobs that a filter names. */
export function matching(filter: MetricFilter): Sql {
  const { conditions, parameters } = isOneOf(filter);
  return { text: conditions.length === 0 ? '1' : conditions.join(' AND '), parameters };
}

function isOneOf(filter: MetricFilter): {
  readonly conditions: readonly string[];
  readonly parameters: Readonly<Record<string, unknown>>;
} {
  const named = (['team', 'stage', 'job'] as const).filter((name) => filter[name] !== undefined);
  return {
    conditions: named.map((name) => `${COLUMN[name]} IN {${name}:Array(String)}`),
    parameters: Object.fromEntries(named.map((name) => [name, filter[name]])),
  };
}

/** W(T) of the calendar that each row's team goes by: one number for most, and one for each with its own. */
function workedAsOf(asOf: number, organisation: Organisation): string {
  const reckoning = new Reckoning(organisation);
  const standard = reckoning.workedMs('', asOf);
  const teams = reckoning.teamsWithCalendar;
  if (teams.length === 0) return `toInt64(${standard})`;
  const worked = teams.map((team) => reckoning.workedMs(team, asOf)).join(', ');
  return `transform(team_id, ${stringArray(teams)}, [${worked}]::Array(Int64), toInt64(${standard}))`;
}

/**
 * What every figure rests on.
 * @param restsOn SQL condition on a chosen row; `1` where it rests on all
 */
export function countsOf(restsOn: string): string {
  const countOf = (what: string): string => (restsOn === '1' ? what : `(${what}) AND ${restsOn}`);
  return `
  countIf(${restsOn}) AS n,
  uniqExactIf(application_hash, ${restsOn}) AS applications,
  countIf(${countOf('is_met')}) AS met,
  countIf(${countOf('NOT is_stopped')}) AS waiting,
  countIf(${countOf('is_ended')}) AS ended,
  countIf(${countOf('is_assumed')}) AS assumed_count,
  countIf(${countOf('is_inferred')}) AS inferred_count,
  countIf(${countOf('is_early')}) AS early_count`;
}

/** What a figure rests on that rests on all that is chosen. */
export const COUNTS = countsOf('1');

/** A request for the same obligations on another clock. */
export function onClock<Request extends { readonly clock: Clock }>(request: Request, clock: Clock): Request {
  return { ...request, clock };
}
