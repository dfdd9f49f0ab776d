import { type Day } from './days.js';

/**
 * Instants on the wall clock of the organisation's zone, by `Intl` alone: a Temporal polyfill would cost the first
 * look more than all of this page's own code.
 */

const formats = new Map<string, Intl.DateTimeFormat>();

function wallClock(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(zone, format);
  return format;
}

/** The wall clock's reading as `YYYY-MM-DDTHH:mm:ss`, the value of an `<input type="datetime-local">`. */
export function localTimeOf(instant: number, zone: string): string {
  const parts = Object.fromEntries(
    wallClock(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const year = String(parts['year']).padStart(4, '0');
  return `${year}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}:${parts['second']}`;
}

export function dayOf(instant: number, zone: string): Day {
  return localTimeOf(instant, zone).slice(0, 10);
}

/** What the zone adds to UTC at an instant, in milliseconds. */
function offsetAt(instant: number, zone: string): number {
  const wholeSecond = Math.floor(instant / 1000) * 1000;
  return Date.parse(`${localTimeOf(wholeSecond, zone)}Z`) - wholeSecond;
}

/**
 * The instant at which the zone's wall clock reads `local`. As everywhere in Hearback, a time that a clock change
 * skips is read with the offset before it, one that it repeats as the first.
 *
 * @param local `YYYY-MM-DDTHH:mm` or with seconds
 * @returns `undefined` when it is no such time
 */
export function instantOfLocalTime(local: string, zone: string): number | undefined {
  const asUtc = Date.parse(`${local.length === 16 ? `${local}:00` : local}Z`);
  if (!Number.isFinite(asUtc)) return undefined;
  const before = asUtc - offsetAt(asUtc - 86_400_000, zone);
  const after = asUtc - offsetAt(asUtc + 86_400_000, zone);
  const reads = (instant: number): boolean => instant + offsetAt(instant, zone) === asUtc;
  return reads(before) || !reads(after) ? before : after;
}
