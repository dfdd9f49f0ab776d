import { WEEKDAYS, parseInterval, type Calendar, type LocalInterval } from './calendar.js';
import { instantOf, type Day, type Instant } from './days.js';
import { DAY_MS, dayAt, dayStarts } from './zone-days.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Working time is counted from the local start of the first of these years until the end of the last. */
const FIRST_YEAR = 1989;
const LAST_YEAR = 2299;

/** Time in which a calendar works, without a break. */
export interface WorkingInterval {
  readonly from: Instant;
  readonly to: Instant;
  /** The working time since the clock's origin at `from`, in seconds. */
  readonly workedBefore: number;
}

/** Reckons with the working time of a calendar. Outside of the years 1989 to 2299 it knows none. */
export interface BusinessClock {
  /** How long one business day is, in seconds. */
  readonly daySeconds: number;

  /**
   * The working time between two instants in seconds, exact to the millisecond; negative where `to` is earlier.
   * @throws RangeError when one of them is not a number
   */
  workingSeconds(from: Instant, to: Instant): number;

  /**
   * The working time since the clock's origin in seconds, exact to the millisecond and never falling. The
   * difference of two, rounded to milliseconds, is the working time between them.
   * @throws RangeError when `at` is not a number
   */
  workedAt(at: Instant): number;

  /**
   * The latest instant until which no more than the allowed working time has passed: a millisecond later more
   * has. What ends with a working interval therefore falls due when the next one begins. At the latest the end
   * of 2299.
   * @param businessDays at least 0, also a part of one; reckoned to the millisecond
   * @throws RangeError when an argument is not a number, or `businessDays` is negative
   */
  dueAt(start: Instant, businessDays: number): Instant;

  /**
   * The working intervals between two instants, in order, cut off at both. With them anyone can reckon `workedAt` of
   * an instant in between: where none contains it, it is that of the end of the last one before.
   */
  intervalsBetween(from: Instant, to: Instant): WorkingInterval[];
}

const clocks = new WeakMap<Calendar, BusinessClock>();

/**
 * The clock of a calendar. Its working intervals are laid out on the time line year by year when first asked for,
 * and the same calendar object gives the same clock, so asking is cheap.
 *
 * A local time that a clock change skips is read with the offset before it, one that repeats as the first; a day
 * that a zone skips as a whole has no working time.
 * @param calendar one that `calendarSchema` accepts; not to be changed afterwards
 */
export function businessClock(calendar: Calendar): BusinessClock {
  const known = clocks.get(calendar);
  if (known !== undefined) return known;
  const line = new TimeLine(calendar);
  const clock: BusinessClock = {
    daySeconds: calendar.dayHours * 3600,
    workingSeconds: (from, to) => (line.workedMs(to) - line.workedMs(from)) / 1000,
    workedAt: (at) => line.workedMs(at) / 1000,
    dueAt: (start, businessDays) => {
      if (!(businessDays >= 0)) throw new RangeError(`not a number of business days: ${businessDays}`);
      const allowedMs = Math.round(businessDays * calendar.dayHours * HOUR_MS);
      return line.lastWith(line.workedMs(start) + allowedMs);
    },
    intervalsBetween: (from, to) => line.between(from, to),
  };
  clocks.set(calendar, clock);
  return clock;
}

/** Working intervals that neither touch nor overlap, in order, with the working time before each. */
class TimeLine {
  private readonly starts: Instant[] = [];
  private readonly ends: Instant[] = [];
  private readonly workedBefore: number[] = [];
  private total = 0;
  private nextYear = FIRST_YEAR;
  private coveredUntil = Number.NEGATIVE_INFINITY;
  private readonly week: readonly (readonly LocalInterval[])[];
  private readonly holidays: ReadonlyMap<Day, readonly LocalInterval[]>;

  constructor(private readonly calendar: Calendar) {
    this.week = WEEKDAYS.map((name) => (calendar.week[name] ?? []).map(parseInterval));
    this.holidays = new Map(
      calendar.holidays.map((holiday) =>
        typeof holiday === 'string' ? [holiday, []] : [holiday.date, holiday.hours.map(parseInterval)],
      ),
    );
  }

  /** W(at) in milliseconds. */
  workedMs(at: Instant): number {
    if (Number.isNaN(at)) throw new RangeError('not an instant: NaN');
    while (this.coveredUntil <= at && this.nextYear <= LAST_YEAR) this.addYear();
    const index = lastAtMost(this.starts, at);
    if (index < 0) return 0;
    const start = this.starts[index] ?? 0;
    return (this.workedBefore[index] ?? 0) + Math.min(at, this.ends[index] ?? 0) - start;
  }

  /** The latest instant with W at most `worked` milliseconds. */
  lastWith(worked: number): Instant {
    while (this.total <= worked && this.nextYear <= LAST_YEAR) this.addYear();
    if (this.total <= worked) return this.coveredUntil;
    const index = lastAtMost(this.workedBefore, worked);
    return (this.starts[index] ?? 0) + worked - (this.workedBefore[index] ?? 0);
  }

  between(from: Instant, to: Instant): WorkingInterval[] {
    // Lays out all years up to the end.
    this.workedMs(to);
    const found: WorkingInterval[] = [];
    for (let index = Math.max(0, lastAtMost(this.starts, from)); index < this.starts.length; index += 1) {
      const start = Math.max(from, this.starts[index] ?? 0);
      const end = Math.min(to, this.ends[index] ?? 0);
      if (start >= to) break;
      if (start < end) found.push({ from: start, to: end, workedBefore: this.workedMs(start) / 1000 });
    }
    return found;
  }

  private addYear(): void {
    const year = this.nextYear;
    const starts = dayStarts(this.calendar.timeZone, year);
    const firstWeekday = (new Date(Date.UTC(year, 0, 1)).getUTCDay() + 6) % 7;
    const intervals: [from: Instant, to: Instant][] = [];
    for (let index = 0; index + 1 < starts.length; index += 1) {
      const start = starts[index] ?? 0;
      const length = (starts[index + 1] ?? 0) - start;
      const day = dayAt(year, index);
      const local = this.holidays.get(day) ?? this.week[(firstWeekday + index) % 7] ?? [];
      if (length > 0) for (const one of local) intervals.push(this.placed(one, day, start, length));
    }
    // Where the clocks change, intervals may come to lie in another order, on each other, or to nothing.
    for (const [from, to] of intervals.sort(([a], [b]) => a - b)) this.append(from, to);
    this.coveredUntil = starts[starts.length - 1] ?? 0;
    this.nextYear += 1;
  }

  private placed(
    { from, to }: LocalInterval,
    day: Day,
    start: Instant,
    length: number,
  ): [from: Instant, to: Instant] {
    if (length === DAY_MS) return [start + from * MINUTE_MS, start + to * MINUTE_MS];
    const { timeZone } = this.calendar;
    return [instantOf(day, from, timeZone), instantOf(day, to, timeZone)];
  }

  /** Only what lies beyond what is there already. */
  private append(from: Instant, to: Instant): void {
    const last = this.ends.length - 1;
    const lastEnd = this.ends[last] ?? Number.NEGATIVE_INFINITY;
    if (to <= from || to <= lastEnd) return;
    if (from <= lastEnd) {
      this.ends[last] = to;
      this.total += to - lastEnd;
      return;
    }
    this.starts.push(from);
    this.ends.push(to);
    this.workedBefore.push(this.total);
    this.total += to - from;
  }
}

/** The last index whose value is at most `wanted` in an ascending list; -1 where all are more. */
function lastAtMost(ascending: readonly number[], wanted: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
