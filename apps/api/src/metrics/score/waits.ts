import {
  businessClock,
  costCurve,
  HORIZON_BUSINESS_DAYS,
  survivalCurveOfCounts,
  yardstick,
  type CostCurve,
  type CountedWaits,
  type Instant,
} from '@hearback/domain';
import { stringArray, toDateTime64 } from '../../clickhouse/client.js';
import type { Store } from '../../clickhouse/store.js';
import { calendarOf, type Organisation } from '../../platform/organisation.js';
import { Reckoning } from '../../platform/reckoning.js';
import { chosenObligations, type Choice, type Sql } from '../selection.js';
import type { Surroundings } from '../computation.js';
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

/** What an open wait usually goes on to cost in this organisation, as of the window's instant; in business days. */
export async function costCurveFor(
  { from, to, asOf, yardstick: before }: ScoreWindow,
  { store, organisation }: Surroundings,
): Promise<CostCurve> {
  const [earlier, own] = await Promise.all([
    countedWaits(before.from, before.to, asOf, store, organisation),
    countedWaits(from, to, asOf, store, organisation),
  ]);
  const measured = (counts: readonly CountedWaits[]) => ({
    n: counts.reduce((sum, { observed }) => sum + observed, 0),
    curve: survivalCurveOfCounts(counts),
  });
  return costCurve(yardstick(measured(earlier), measured(own)).curve, HORIZON_BUSINESS_DAYS);
}

/** Waits of the whole organisation by their length; those beyond the horizon in one. */
async function countedWaits(
  from: Instant,
  to: Instant,
  asOf: Instant,
  store: Store,
  organisation: Organisation,
): Promise<CountedWaits[]> {
  const waits = waitsSql({ filter: {}, asOf, by: [], clock: 'business' }, from, to, organisation);
  return store.rows<CountedWaits>(
    `SELECT if(days > ${HORIZON_BUSINESS_DAYS}, ${HORIZON_BUSINESS_DAYS + 1}, days) AS seconds,
       countIf(state = 'met') AS answered, count() AS observed
     FROM (${waits.text}) GROUP BY seconds ORDER BY seconds`,
    { ...waits.parameters },
  );
}
