import { Temporal } from 'temporal-polyfill';
import { dayOf, startOfDay, type Instant } from './days.js';

/** A week of ISO 8601, Monday to Sunday, as `YYYY-Www`: `2026-W47`. Their order as text is their order in time. */
export type Week = string;

const WEEK = /^(\d{4})-W(\d{2})$/;

/**
 * The ISO week of an instant in a zone. The first days of January may belong to the last week of the year before.
 * @param zone IANA name, like `Europe/Berlin`
 */
export function weekOf(at: Instant, zone: string): Week {
  return weekOfDay(Temporal.PlainDate.from(dayOf(at, zone)));
}

/** `true` for an ISO week that exists: `2026-W53` does, `2025-W53` does not. */
export function isWeek(text: string): boolean {
  const match = WEEK.exec(text);
  if (match === null) return false;
  const week = Number(match[2]);
  return week >= 1 && week <= 53 && weekOfDay(mondayOf(text)) === text;
}

/**
 * The first instant of a week in a zone: where its Monday begins.
 * @throws RangeError when there is no such week
 */
export function startOfWeek(week: Week, zone: string): Instant {
  return startOfDay(existing(week).toString(), zone);
}

/**
 * The week so many weeks later; earlier, where negative.
 * @throws RangeError when there is no such week
 */
export function addWeeks(week: Week, weeks: number): Week {
  return weekOfDay(existing(week).add({ weeks }));
}

/** @throws RangeError when there is no such week */
export function previousWeek(week: Week): Week {
  return addWeeks(week, -1);
}

/** @throws RangeError when there is no such week; so its first instant is where this one ends */
export function nextWeek(week: Week): Week {
  return addWeeks(week, 1);
}

/**
 * So many weeks in order, the last of them `week`.
 * @throws RangeError when there is no such week
 */
export function weeksEndingWith(week: Week, count: number): Week[] {
  const monday = existing(week);
  return Array.from({ length: count }, (_, index) =>
    weekOfDay(monday.subtract({ weeks: count - 1 - index })),
  );
}

function existing(week: Week): Temporal.PlainDate {
  if (!isWeek(week)) throw new RangeError(`not an ISO week: ${week}`);
  return mondayOf(week);
}

/** The fourth of January is always in the first week. */
function mondayOf(week: Week): Temporal.PlainDate {
  const [, year = '', number = ''] = WEEK.exec(week) ?? [];
  const inFirst = Temporal.PlainDate.from(`${year}-01-04`);
  return inFirst.subtract({ days: inFirst.dayOfWeek - 1 }).add({ weeks: Number(number) - 1 });
}

function weekOfDay(day: Temporal.PlainDate): Week {
  const { yearOfWeek = day.year, weekOfYear = 0 } = day;
  return `${String(yearOfWeek).padStart(4, '0')}-W${String(weekOfYear).padStart(2, '0')}`;
}
