import { startOfDay, type Day, type Instant } from './days.js';

export const DAY_MS = 86_400_000;
const DAYS_PER_STEP = 7;

const cache = new Map<string, Map<number, readonly Instant[]>>();

/**
 * When each day of a year begins in a zone, then when the next year does. A day that the zone skips as a whole
 * begins with the day after it. Kept per zone: the calendars of a zone share it.
 * @param zone IANA name
 */
export function dayStarts(zone: string, year: number): readonly Instant[] {
  const years = cache.get(zone) ?? new Map<number, readonly Instant[]>();
  cache.set(zone, years);
  const starts = years.get(year) ?? computeStarts(zone, year);
  years.set(year, starts);
  return starts;
}

/** The day as a date of the proleptic calendar, whatever the zone. */
export function dayAt(year: number, index: number): Day {
  return new Date(Date.UTC(year, 0, 1 + index)).toISOString().slice(0, 10);
}

/** Asks the zone's rules once a week: a week of 7 x 24 hours has no change in it. In others, each day is asked. */
function computeStarts(zone: string, year: number): Instant[] {
  const days = (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / DAY_MS;
  const starts = [startOfDay(dayAt(year, 0), zone)];
  for (let first = 0; first < days; first += DAYS_PER_STEP) {
    const length = Math.min(DAYS_PER_STEP, days - first);
    const start = starts[first] ?? Number.NaN;
    const end = startOfDay(dayAt(year, first + length), zone);
    const isPlain = end - start === length * DAY_MS;
    for (let index = 1; index < length; index += 1) {
      starts.push(isPlain ? start + index * DAY_MS : startOfDay(dayAt(year, first + index), zone));
    }
    starts.push(end);
  }
  return starts;
}
