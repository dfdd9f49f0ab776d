import { Temporal } from 'temporal-polyfill';

/** Milliseconds since the epoch: how the domain reckons with instants. */
export type Instant = number;

/** A calendar day as `YYYY-MM-DD`. */
export type Day = string;

/**
 * The calendar day of an instant in a zone.
 * @param zone IANA name, like `Europe/Berlin`
 */
export function dayOf(at: Instant, zone: string): Day {
  if (zone === 'UTC') return new Date(at).toISOString().slice(0, 10);
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** The first instant of a day in a zone; where a clock change skips midnight, the first instant after it. */
export function startOfDay(day: Day, zone: string): Instant {
  return Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds;
}

/** The day so many days later; earlier, where negative. */
export function addDays(day: Day, days: number): Day {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/**
 * The instant of a local time: one that a clock change skips is read with the offset before the change, one that
 * repeats as the first.
 * @param minute minutes since local midnight; 1440 is the midnight that ends the day
 */
export function instantOf(day: Day, minute: number, zone: string): Instant {
  const midnight = Temporal.PlainDate.from(day).toPlainDateTime();
  return midnight.add({ minutes: minute }).toZonedDateTime(zone, { disambiguation: 'compatible' })
    .epochMilliseconds;
}

/** `true` for a day that exists: `2026-02-30` does not. */
export function isDay(text: string): text is Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

/** `true` for a zone of the IANA database. */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}
