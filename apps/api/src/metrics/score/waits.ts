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
  const choice = { filter: {}, asOf, by: [], clock: 'business' } as const;
  // The time before the window ends where the window begins, so that one pass sees both.
  const waits = waitsSql(choice, before.from, to, organisation);
  const counts = await store.rows<CountedWaits & { readonly own: 0 | 1 }>(
    // Waits beyond the horizon are alike: they only count among those who still waited before.
    `SELECT started_at >= {own:DateTime64(3, 'UTC')} AS own,
       if(days > ${HORIZON_BUSINESS_DAYS}, ${HORIZON_BUSINESS_DAYS + 1}, days) AS seconds,
       countIf(state = 'met') AS answered, count() AS observed
     FROM (${waits.text}) GROUP BY own, seconds ORDER BY own, seconds`,
    { ...waits.parameters, own: toDateTime64(from) },
  );
  const measured = (own: 0 | 1) => {
    const those = counts.filter((count) => count.own === own);
    return {
      n: those.reduce((sum, { observed }) => sum + observed, 0),
      curve: survivalCurveOfCounts(those),
    };
  };
  return costCurve(yardstick(measured(0), measured(1)).curve, HORIZON_BUSINESS_DAYS);
}
