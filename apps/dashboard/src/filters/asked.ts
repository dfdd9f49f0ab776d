import { type Clock } from '@hearback/domain/metrics';
import { addDays, type Day } from '../time/days.js';
import { dayOf } from '../time/zoned.js';
import { usualRange, type Filter, type Range } from './filter.js';

/** What the API is asked with: a filter whose days and instant are settled. */
export interface Asked {
  readonly team: readonly string[];
  readonly stage: readonly string[];
  readonly job: readonly string[];
  readonly from?: Day;
  readonly to?: Day;
  readonly asOf?: string;
  readonly clock?: Clock;
}

const DAYS: Readonly<Record<Exclude<Range, 'all'>, number>> = { '4w': 28, '12w': 84, '26w': 182, '52w': 364 };

/** The first day of a range that ends with a day; `undefined`: it has none. */
export function firstDayOf(range: Range, last: Day): Day | undefined {
  return range === 'all' ? undefined : addDays(last, 1 - DAYS[range]);
}

/** Chosen days stand before a range. */
export function rangeOf({ range, from, to }: Filter): Range | undefined {
  return from === undefined && to === undefined ? (range ?? usualRange) : undefined;
}

/**
 * @param opening from where the page looks without a chosen instant, ISO 8601; `undefined`: now
 * @param asOfDay the day of the instant looked at
 */
export function askedOf(filter: Filter, opening: string | undefined, asOfDay: Day): Asked {
  const range = rangeOf(filter);
  const from = range === undefined ? filter.from : firstDayOf(range, asOfDay);
  const asOf = filter.asOf ?? opening;
  return {
    team: filter.team,
    stage: filter.stage,
    job: filter.job,
    ...(from !== undefined && { from }),
    ...(filter.to !== undefined && { to: filter.to }),
    ...(asOf !== undefined && { asOf }),
    ...(filter.clock !== undefined && { clock: filter.clock }),
  };
}

/** The same whenever the interviews were held: for those who wait, whose wait must not fall out of a range. */
export function withoutDays({ from: _from, to: _to, ...asked }: Asked): Asked {
  return asked;
}

const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;

/**
 * The same selection as it was a week before, with as much time to have been answered: a range that reaches back from
 * the instant moves with it, chosen days stay.
 *
 * @param asOf the instant looked at, in milliseconds; to the minute, so that asking again asks the same
 */
export function weekBefore(filter: Filter, asOf: number, zone: string): Asked {
  const before = Math.floor((asOf - WEEK_MS) / MINUTE_MS) * MINUTE_MS;
  return askedOf({ ...filter, asOf: isoOf(before) }, undefined, dayOf(before, zone));
}

/** ISO 8601 without the milliseconds that nobody chose. */
export function isoOf(instant: number): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}

/** As the API's query parameters. */
export function queryOf(asked: Asked, clocks: readonly Clock[]): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of ['team', 'stage', 'job'] as const)
    for (const value of asked[name]) query.append(name, value);
  for (const name of ['from', 'to', 'asOf'] as const) {
    const value = asked[name];
    if (value !== undefined) query.set(name, value);
  }
  // A metric that is told on one clock only is told on that one.
  if (asked.clock !== undefined && clocks.includes(asked.clock)) query.set('clock', asked.clock);
  return query;
}
