import {
  businessClock,
  costCurve,
  HORIZON_BUSINESS_DAYS,
  survivalCurveOfCounts,
  yardstick,
  type CostCurve,
  type CountedWaits,
  type Instant,
  type MeasuredCurve,
} from '@hearback/domain';
import { stringArray, toDateTime64 } from '../../clickhouse/client.js';
import { calendarOf, type Organisation } from '../../platform/organisation.js';
import { Reckoning } from '../../platform/reckoning.js';
import type { CountedRow, Surroundings } from '../computation.js';
import { HORIZON_PASSED, horizonParameters, MET_WITHIN_HORIZON } from '../rates/horizon.js';
import {
  chosenObligations,
  COUNTS,
  groupColumns,
  inOrderOfGroups,
  matching,
  type Choice,
  type Sql,
} from '../selection.js';
import type { ScoreWindow } from './score-window.js';

/**
 * The response obligations of a window as its score sees them: the columns of `chosenObligations` and `days`, the
 * wait in business days of the team's calendar.
 */
export function waitsSql(choice: Choice, from: Instant, to: Instant, organisation: Organisation): Sql {
  const { from: _from, to: _to, ...filter } = choice.filter;
  const chosen = chosenObligations('response', { ...choice, filter }, organisation);
  const text = `
    SELECT *, business / ${businessDaySeconds(organisation)} AS days FROM (${chosen.text})
    WHERE started_at >= {windowFrom:DateTime64(3, 'UTC')} AND started_at < {windowTo:DateTime64(3, 'UTC')}`;
  return {
    text,
    parameters: { ...chosen.parameters, windowFrom: toDateTime64(from), windowTo: toDateTime64(to) },
  };
}

/** SQL: how long a business day is in the calendar of a row's team, in seconds. */
export function businessDaySeconds(organisation: Organisation): string {
  const secondsOf = (team: string): number => businessClock(calendarOf(organisation, team)).daySeconds;
  const teams = new Reckoning(organisation).teamsWithCalendar;
  if (teams.length === 0) return String(secondsOf(''));
  const seconds = teams.map(secondsOf).join(', ');
  return `transform(team_id, ${stringArray(teams)}, [${seconds}]::Array(Float64), toFloat64(${secondsOf('')}))`;
}

/** A group of a window with its waits, in business days of the team's calendar, the shortest first. */
export interface WaitsOfGroup extends CountedRow {
  readonly answered: readonly number[];
  readonly open: readonly number[];
  /** Old enough to tell whether they were answered within the horizon; how many were, and their applications. */
  readonly old_n: number;
  readonly old_met: number;
  readonly old_applications: number;
}

/** Of a row of the scan: whether it is of the window itself, and one that is asked about. */
type ScannedGroup = WaitsOfGroup & { readonly own: 0 | 1; readonly told: 0 | 1 };

/**
 * The groups of a window that are asked about, and what an open wait usually goes on to cost in the organisation, as
 * of the window's instant. One pass over the obligations sees both: the time before the window ends where it begins.
 */
export async function waitsIn(
  { from, to, asOf, yardstick: before }: ScoreWindow,
  { filter, by, tellings = 'all' }: Pick<Choice, 'filter' | 'by' | 'tellings'>,
  { store, organisation }: Surroundings,
): Promise<{ readonly curve: CostCurve; readonly groups: readonly WaitsOfGroup[] }> {
  const choice = { filter: {}, asOf, by, clock: 'business', tellings } as const;
  const all = waitsSql(choice, before.from, to, organisation);
  const { text: matches, parameters: named } = matching(filter);
  const groups = groupColumns(by);
  // Waits that are not asked about only shape the curve, in one group.
  const merged = by.map(
    (grouping) => `if(told, by_${grouping}, defaultValueOfArgumentType(by_${grouping})) AS by_${grouping}`,
  );
  const scanned = await store.rows<ScannedGroup>(
    inOrderOfGroups(
      `SELECT own, told, ${groups}, ${COUNTS},
         arraySort(groupArrayIf(days, ${IS_ANSWERED})) AS answered,
         arraySort(groupArrayIf(days, NOT (${IS_ANSWERED}))) AS open,
         countIf(${HORIZON_PASSED}) AS old_n, countIf(${HORIZON_PASSED} AND ${MET_WITHIN_HORIZON}) AS old_met,
         uniqExactIf(application_hash, ${HORIZON_PASSED}) AS old_applications
       FROM (
         SELECT * ${merged.length === 0 ? '' : `REPLACE (${merged.join(', ')})`},
           started_at >= {own:DateTime64(3, 'UTC')} AS own, own AND ${matches} AS told
         FROM (${all.text}))
       GROUP BY own, told, ${groups}`,
      by,
    ),
    {
      ...all.parameters,
      ...named,
      ...horizonParameters(organisation.horizons.responseDays, choice),
      own: toDateTime64(from),
    },
  );
  return { curve: costCurveOf(scanned), groups: scanned.filter(({ told }) => told === 1) };
}

/** Waits in business days, and whether they began in the window itself or in the time before it. */
export interface ScannedWaits {
  readonly own: 0 | 1;
  readonly answered: readonly number[];
  readonly open: readonly number[];
}

/** What an open wait usually goes on to cost, from all waits of the organisation in a window and the time before it. */
export function costCurveOf(scanned: readonly ScannedWaits[]): CostCurve {
  const measured = (own: 0 | 1): MeasuredCurve => {
    const those = scanned.filter((waits) => waits.own === own);
    return {
      n: those.reduce((sum, { answered, open }) => sum + answered.length + open.length, 0),
      curve: survivalCurveOfCounts(countWaits(those)),
    };
  };
  return costCurve(yardstick(measured(0), measured(1)).curve, HORIZON_BUSINESS_DAYS);
}

/** SQL: its wait is known to its end. */
export const IS_ANSWERED = 'is_met';

/** Waits beyond the horizon are alike: they only count among those who still waited before. */
function countWaits(scanned: readonly ScannedWaits[]): CountedWaits[] {
  const counts = new Map<number, { seconds: number; answered: number; observed: number }>();
  const count = (days: number, answered: 0 | 1): void => {
    const seconds = days > HORIZON_BUSINESS_DAYS ? HORIZON_BUSINESS_DAYS + 1 : days;
    const of = counts.get(seconds) ?? { seconds, answered: 0, observed: 0 };
    of.answered += answered;
    of.observed += 1;
    counts.set(seconds, of);
  };
  for (const { answered, open } of scanned) {
    for (const days of answered) count(days, 1);
    for (const days of open) count(days, 0);
  }
  return [...counts.values()].sort((a, b) => a.seconds - b.seconds);
}
