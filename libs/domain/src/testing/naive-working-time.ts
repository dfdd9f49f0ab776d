import type { Calendar } from '../time/calendar.js';
import type { Instant } from '../time/days.js';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
const WEEKDAY_NAMES = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/**
 * Working milliseconds between two instants, counted minute by minute: a second, slow reading of what the business
 * clock computes. Zone rules come from Intl, not from Temporal; a local time that is skipped is taken as so many
 * minutes after the last one before it that exists.
 */
export function naiveWorkingMs(calendar: Calendar, from: Instant, to: Instant): number {
  const minutes = localMinutes(calendar.timeZone, from, to);
  const spans = minutes.days().flatMap((day) =>
    hoursOf(calendar, day).map((text): [number, number] => {
      const [begin = '', end = ''] = text.split('-');
      return [minutes.instantOf(day, begin), minutes.instantOf(day, end)];
    }),
  );
  let worked = 0;
  for (let at = Math.floor(from / MINUTE_MS) * MINUTE_MS; at < to; at += MINUTE_MS) {
    if (!spans.some(([begin, end]) => begin <= at && at < end)) continue;
    worked += Math.min(at + MINUTE_MS, to) - Math.max(at, from);
  }
  return worked;
}

/** The changes of a zone's offset in a span of time, to the minute. */
export function offsetChanges(zone: string, from: Instant, to: Instant): Instant[] {
  const local = localTimeIn(zone);
  const offset = (at: Instant): number => wallMinute(local(at)) - Math.floor(at / MINUTE_MS);
  const found: Instant[] = [];
  for (let day = from; day < to; day += DAY_MINUTES * MINUTE_MS) {
    if (offset(day) === offset(day + DAY_MINUTES * MINUTE_MS)) continue;
    let at = day;
    while (offset(at) === offset(at + MINUTE_MS)) at += MINUTE_MS;
    found.push(at + MINUTE_MS);
  }
  return found;
}

let latest: { readonly key: string; readonly minutes: LocalMinutes } | undefined;

/** From two days before until two days after; the one asked for last is kept. */
function localMinutes(zone: string, from: Instant, to: Instant): LocalMinutes {
  const day = DAY_MINUTES * MINUTE_MS;
  const [begin, end] = [(Math.floor(from / day) - 2) * day, (Math.floor(to / day) + 3) * day];
  const key = `${zone} ${begin} ${end}`;
  if (latest?.key !== key) latest = { key, minutes: new LocalMinutes(zone, begin, end) };
  return latest.minutes;
}

/** Each minute of a span with its local time. */
class LocalMinutes {
  private readonly firstAt = new Map<number, Instant>();

  constructor(zone: string, from: Instant, to: Instant) {
    const local = localTimeIn(zone);
    for (let at = from; at < to; at += MINUTE_MS) {
      const wall = wallMinute(local(at));
      if (!this.firstAt.has(wall)) this.firstAt.set(wall, at);
    }
  }

  /** Every day of which a minute was seen; of the first and the last day of the span maybe not all. */
  days(): number[] {
    return [...new Set([...this.firstAt.keys()].map((wall) => Math.floor(wall / DAY_MINUTES)))];
  }

  instantOf(day: number, time: string): Instant {
    const [hours = '', minutes = ''] = time.split(':');
    const wanted = day * DAY_MINUTES + Number(hours) * 60 + Number(minutes);
    for (let back = 0; back <= 2 * DAY_MINUTES; back += 1) {
      const at = this.firstAt.get(wanted - back);
      if (at !== undefined) return at + back * MINUTE_MS;
    }
    return Number.NEGATIVE_INFINITY;
  }
}

/** What clocks in a zone show at an instant, as `YYYY-MM-DD, HH:MM`. */
function localTimeIn(zone: string): (at: Instant) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (at) => format.format(at);
}

/** A local time as minutes since 1970, as if there were no zones. */
function wallMinute(local: string): number {
  return Date.parse(`${local.replace(', ', 'T')}Z`) / MINUTE_MS;
}

function hoursOf(calendar: Calendar, day: number): readonly string[] {
  const date = new Date(day * DAY_MINUTES * MINUTE_MS);
  const name = date.toISOString().slice(0, 10);
  for (const holiday of calendar.holidays) {
    if (holiday === name) return [];
    if (typeof holiday !== 'string' && holiday.date === name) return holiday.hours;
  }
  return calendar.week[WEEKDAY_NAMES[date.getUTCDay()] ?? 'sun'] ?? [];
}
