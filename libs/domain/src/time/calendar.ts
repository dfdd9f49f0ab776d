import { z } from 'zod';
import { isDay, isTimeZone, type Day } from './days.js';

/** The days of a week as calendars name them, Monday first as ISO 8601 has it. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** A day on which other hours than its weekday's are worked, or none. */
export type Holiday = Day | { readonly date: Day; readonly hours: readonly string[] };

/** When a team works. */
export interface Calendar {
  /** IANA name of the zone in which its times are told. */
  readonly timeZone: string;
  /** How long one business day is, in hours: what due times are reckoned in. */
  readonly dayHours: number;
  /** Working intervals per weekday, local times like `09:00-17:00`; a day without any is free. */
  readonly week: { readonly [Name in Weekday]?: readonly string[] | undefined };
  /** Days that are free, or have hours of their own. */
  readonly holidays: readonly Holiday[];
}

/** A working interval in minutes since local midnight; the end does not belong to it and may be 1440. */
export interface LocalInterval {
  readonly from: number;
  readonly to: number;
}

const OFFICE_HOURS = ['09:00-17:00'];
const STANDARD_WEEK = {
  mon: OFFICE_HOURS,
  tue: OFFICE_HOURS,
  wed: OFFICE_HOURS,
  thu: OFFICE_HOURS,
  fri: OFFICE_HOURS,
};

const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d';
const INTERVAL = new RegExp(`^${TIME}-(?:${TIME}|24:00)$`);

const interval = z
  .string()
  .regex(INTERVAL, 'must be two local times HH:MM, like 09:00-17:00 (24:00 only as an end)')
  .superRefine((text, context) => {
    if (!INTERVAL.test(text)) return;
    const { from, to } = parseInterval(text);
    if (from === to) context.addIssue({ code: 'custom', message: 'is empty: it ends when it begins' });
    if (from <= to) return;
    const message =
      'ends before it begins; working past midnight is two intervals, the second on the next day';
    context.addIssue({ code: 'custom', message });
  });

const intervals = z
  .array(interval)
  .max(48)
  .superRefine(
    (list, context) => {
      for (const [index, other] of overlapping(list)) {
        context.addIssue({ code: 'custom', path: [index], message: `overlaps ${other}` });
      }
    },
    { when: ({ value }) => Array.isArray(value) },
  );

const day = z.string().refine(isDay, 'must be a day that exists, like 2026-12-25').meta({ format: 'date' });

const holiday = z.union([day, z.strictObject({ date: day, hours: intervals })], {
  error: 'must be a day like 2026-12-25, or a day with the hours worked on it: { date, hours }',
});

const holidays = z
  .array(holiday)
  .max(10_000)
  .superRefine(
    (list: readonly unknown[], context) => {
      const dates = list.map(dateOf);
      dates.forEach((date, index) => {
        if (typeof date !== 'string' || dates.indexOf(date) === index) return;
        context.addIssue({ code: 'custom', path: [index], message: `${date} is listed twice` });
      });
    },
    { when: ({ value }) => Array.isArray(value) },
  );

const week = z
  .strictObject({
    mon: intervals.optional(),
    tue: intervals.optional(),
    wed: intervals.optional(),
    thu: intervals.optional(),
    fri: intervals.optional(),
    sat: intervals.optional(),
    sun: intervals.optional(),
  })
  .refine((days) => WEEKDAYS.some((name) => (days[name]?.length ?? 0) > 0), {
    error: 'has no working time, so nothing could ever fall due',
  });

/**
 * A calendar as people write it; left out, a week is Monday to Friday 09:00-17:00 and a day has 8 hours. All
 * problems are told at once, each with its path.
 */
export const calendarSchema = z.strictObject({
  timeZone: z
    .string()
    .refine(isTimeZone, 'must be a zone of the IANA database, like Europe/Berlin')
    .describe('The zone in which the times below are told: a name of the IANA database.'),
  dayHours: z.number().gt(0).max(24).default(8).describe('Hours of one business day, for due times.'),
  week: week.default(STANDARD_WEEK).describe('Working intervals per weekday, local times; none: free.'),
  holidays: holidays.default([]).describe('Days that are free, or that have hours of their own.'),
});

const standardCalendars = new Map<string, Calendar>();

/**
 * Monday to Friday 09:00-17:00, 8 hours a day, without holidays. The same zone always gives the same object.
 * @param timeZone IANA name, like `Europe/Berlin`
 */
export function standardCalendar(timeZone: string): Calendar {
  const known = standardCalendars.get(timeZone);
  if (known !== undefined) return known;
  const calendar: Calendar = { timeZone, dayHours: 8, week: STANDARD_WEEK, holidays: [] };
  standardCalendars.set(timeZone, calendar);
  return calendar;
}

/** @param text an interval that {@link calendarSchema} accepts */
export function parseInterval(text: string): LocalInterval {
  return { from: minuteOf(text.slice(0, 5)), to: minuteOf(text.slice(6)) };
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** Per interval that begins before an earlier one has ended: its index, and that one. */
function overlapping(list: readonly unknown[]): [index: number, other: string][] {
  const ordered = list
    .flatMap((text, index) =>
      typeof text === 'string' && INTERVAL.test(text) ? [{ text, index, ...parseInterval(text) }] : [],
    )
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from || a.index - b.index);
  const found: [number, string][] = [];
  let last = ordered[0];
  for (const next of ordered.slice(1)) {
    if (last !== undefined && next.from < last.to) found.push([next.index, last.text]);
    if (last === undefined || next.to > last.to) last = next;
  }
  return found;
}

/** The date of something that may be a holiday. */
function dateOf(holiday: unknown): unknown {
  return typeof holiday === 'object' && holiday !== null && 'date' in holiday ? holiday.date : holiday;
}
