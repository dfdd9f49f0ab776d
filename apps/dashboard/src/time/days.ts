/** A calendar day as `YYYY-MM-DD`. Arithmetic on days needs no zone, so it is done on UTC midnights. */
export type Day = string;

const DAY_MS = 86_400_000;

const utcMidnight = (day: Day): number => Date.parse(`${day}T00:00:00Z`);
const dayAtUtc = (ms: number): Day => new Date(ms).toISOString().slice(0, 10);

/** `true` for a day that exists: `2026-02-30` does not. */
export function isDay(text: string): text is Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = utcMidnight(text);
  return Number.isFinite(ms) && dayAtUtc(ms) === text;
}

export function addDays(day: Day, days: number): Day {
  return dayAtUtc(utcMidnight(day) + days * DAY_MS);
}

/** How many days from one to another; 0 for the same day. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((utcMidnight(to) - utcMidnight(from)) / DAY_MS);
}

/** 0 is Monday. */
function weekdayOf(day: Day): number {
  return (new Date(utcMidnight(day)).getUTCDay() + 6) % 7;
}

export function mondayOf(day: Day): Day {
  return addDays(day, -weekdayOf(day));
}

/** The ISO 8601 week of a day, `2015-W02`: it belongs to the year of its Thursday. */
export function isoWeekOf(day: Day): string {
  const year = addDays(mondayOf(day), 3).slice(0, 4);
  const firstMonday = mondayOf(`${year}-01-04`);
  const week = 1 + daysBetween(firstMonday, mondayOf(day)) / 7;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** `true` for an ISO week that exists: `2026-W53` does, `2025-W53` does not. */
export function isWeek(text: string): boolean {
  return /^\d{4}-W\d{2}$/.test(text) && isoWeekOf(mondayOfWeek(text)) === text;
}

export function mondayOfWeek(week: string): Day {
  const [year, number] = week.split('-W');
  return addDays(mondayOf(`${year}-01-04`), 7 * (Number(number) - 1));
}

/** The week that lies so many weeks later, or before. */
export function addWeeks(week: string, weeks: number): string {
  return isoWeekOf(addDays(mondayOfWeek(week), 7 * weeks));
}
