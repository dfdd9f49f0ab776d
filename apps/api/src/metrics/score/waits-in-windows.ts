import { type CostCurve } from '@hearback/domain';
import { stringArray, toDateTime64 } from '../../clickhouse/client.js';
import type { Organisation } from '../../platform/organisation.js';
import { Reckoning } from '../../platform/reckoning.js';
import { obligationsToldBetween } from '../as-told.js';
import type { Surroundings } from '../computation.js';
import { matching } from '../selection.js';
import type { ScoreWindow } from './score-window.js';
import { businessDaySeconds, costCurveOf, type ScannedWaits } from './waits.js';

/** The waits of one team in a window, in business days of its calendar. */
export interface WaitsOfTeam {
  readonly team: string;
  readonly applications: number;
  /** In order of the stages' names; of each the waits, the shortest first. */
  readonly stages: readonly WaitsAtStage[];
}

export interface WaitsAtStage {
  readonly stage: string;
  readonly answered: readonly number[];
  readonly open: readonly number[];
}

/** A window as its own instant sees it. */
export interface WaitsInWindow {
  /** What an open wait usually goes on to cost in the organisation. */
  readonly curve: CostCurve;
  /** In order of their ids. */
  readonly teams: readonly WaitsOfTeam[];
}

/** Of a window: a team that is asked about, or all else of the organisation, which only shapes the curve. */
interface Row extends WaitsOfTeam {
  /** Which of the windows, from 1. */
  readonly window: number;
  readonly own: 0 | 1;
  readonly told: 0 | 1;
}

const COLUMNS = [
  ...['application_hash', 'team_id', 'stage', 'started_at', 'stopped_at', 'outcome'],
  ...['started_worked', 'stopped_worked'],
];

/**
 * The waits of several windows, each as its own instant sees it: to the last digit what one question for each of them
 * gives. One query, since planning takes most of the time of such a question.
 * @param teams only these; by default all. The curve is always that of the organisation.
 * @returns one for each window, in their order, also where there was nothing
 */
export async function waitsInWindows(
  windows: readonly ScoreWindow[],
  teams: readonly string[] | undefined,
  { store, organisation }: Surroundings,
): Promise<WaitsInWindow[]> {
  const { text: matches, parameters } = matching(teams === undefined ? {} : { team: teams });
  const instants = windows.map(({ asOf }) => asOf);
  const rows = await store.rows<Row>(
    `SELECT window, own, told, team, uniqExactMerge(application_state) AS applications,
       arraySort(at -> at.stage, groupArray(CAST((stage, answered, open),
         'Tuple(stage String, answered Array(Float64), open Array(Float64))'))) AS stages
     FROM (
       SELECT window, own, told, if(told, team_id, '') AS team, if(told, stage_name, '') AS stage,
         uniqExactState(application_hash) AS application_state,
         arraySort(groupArrayIf(days, is_met)) AS answered, arraySort(groupArrayIf(days, NOT is_met)) AS open
       FROM (${seenSql(organisation, matches)})
       GROUP BY window, own, told, team, stage)
     GROUP BY window, own, told, team ORDER BY window, own, told, team`,
    {
      ...parameters,
      firstAsOf: toDateTime64(Math.min(...instants)),
      lastAsOf: toDateTime64(Math.max(...instants)),
      asOf: instants.map(toDateTime64),
      beforeFrom: windows.map(({ yardstick }) => toDateTime64(yardstick.from)),
      ownFrom: windows.map(({ from }) => toDateTime64(from)),
      ownTo: windows.map(({ to }) => toDateTime64(to)),
      worked: instants.map((asOf) => workedMsAt(asOf, organisation)),
    },
  );
  return windows.map((_, index) => {
    const those = rows.filter(({ window }) => window === index + 1);
    const scanned = those.flatMap(({ own, stages }) =>
      stages.map(({ answered, open }): ScannedWaits => ({ own, answered, open })),
    );
    return { curve: costCurveOf(scanned), teams: those.filter(({ told }) => told === 1) };
  });
}

/** SQL: each response obligation once for every window that it shapes, as that window's instant sees it. */
function seenSql(organisation: Organisation, matches: string): string {
  const instants = "Array(DateTime64(3, 'UTC'))";
  return `
    SELECT window, started_at >= own_from AS own, own AND ${matches} AS told, team_id, toString(stage) AS stage_name,
      application_hash,
      ifNull(stopped_at <= as_of, 0) AS is_stopped, is_stopped AND outcome = 'met' AS is_met,
      (if(is_stopped, stopped_worked, worked[${calendarIndex(organisation)}]) - started_worked) / 1000 AS business,
      business / ${businessDaySeconds(organisation)} AS days
    FROM (${obligationsToldBetween("kind = 'response'", COLUMNS)})
    ARRAY JOIN {asOf:${instants}} AS as_of, {beforeFrom:${instants}} AS before_from, {ownFrom:${instants}} AS own_from,
      {ownTo:${instants}} AS own_to, {worked:Array(Array(Int64))} AS worked, arrayEnumerate({asOf:${instants}}) AS window
    WHERE valid_from <= as_of AND valid_to > as_of AND started_at >= before_from AND started_at < own_to`;
}

/** W(T) of every calendar: the standard one, and those of the teams with one of their own. */
function workedMsAt(asOf: number, organisation: Organisation): number[] {
  const reckoning = new Reckoning(organisation);
  return ['', ...reckoning.teamsWithCalendar].map((team) => reckoning.workedMs(team, asOf));
}

/** SQL: the place in {@link workedMsAt} of the calendar that a row's team goes by, from 1. */
function calendarIndex(organisation: Organisation): string {
  const teams = new Reckoning(organisation).teamsWithCalendar;
  if (teams.length === 0) return '1';
  const places = teams.map((_, index) => index + 2).join(', ');
  return `transform(team_id, ${stringArray(teams)}, [${places}]::Array(Int64), toInt64(1))`;
}
