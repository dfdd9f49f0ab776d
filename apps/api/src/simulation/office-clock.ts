import { Temporal } from 'temporal-polyfill';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const OPENS = 9 * 60;
const WORKING_MINUTES = 8 * 60;

/** Days since 1970-01-01, by the local calendar. */
type LocalDay = number;

/**
 * Working time of an office, Monday to Friday 09:00 to 17:00 in its zone. The zone's offset is looked up once per
 * day, at noon: exact within office hours, and cheap enough for millions of events.
 */
export class OfficeClock {
  readonly #offsets = new Map<LocalDay, number>();

  constructor(readonly zone: string) {}

  /** That minute of a local day, as an instant. */
  at(day: LocalDay, minute: number): number {
    return day * DAY + minute * MINUTE - this.#offset(day);
  }

  dayOf(at: number): LocalDay {
    return Math.floor(this.#local(at) / DAY);
  }

  minuteOf(at: number): number {
    const local = this.#local(at);
    return (local - Math.floor(local / DAY) * DAY) / MINUTE;
  }

  /** So many working days after a day; 0 is the day itself or the next working one. */
  workingDayAfter(day: LocalDay, days: number): LocalDay {
    let found = isWorkingDay(day) ? day : nextWorkingDay(day);
    for (let left = days; left > 0; left -= 1) found = nextWorkingDay(found);
    return found;
  }

  /** That much working time after an instant, in days of eight hours; 0: the next moment somebody is at work. */
  after(at: number, workingDays: number): number {
    let day = this.dayOf(at);
    let minutes = this.minuteOf(at) - OPENS;
    if (!isWorkingDay(day) || minutes >= WORKING_MINUTES) [day, minutes] = [nextWorkingDay(day), 0];
    const total = Math.max(0, minutes) + workingDays * WORKING_MINUTES;
    const days = Math.floor(total / WORKING_MINUTES);
    return this.at(this.workingDayAfter(day, days), OPENS + (total - days * WORKING_MINUTES));
  }

  #local(at: number): number {
    return at + this.#offset(Math.floor(at / DAY));
  }

  #offset(day: LocalDay): number {
    const known = this.#offsets.get(day);
    if (known !== undefined) return known;
    const noon = Temporal.Instant.fromEpochMilliseconds(day * DAY + DAY / 2);
    const offset = noon.toZonedDateTimeISO(this.zone).offsetNanoseconds / 1e6;
    this.#offsets.set(day, offset);
    return offset;
  }
}

function isWorkingDay(day: LocalDay): boolean {
  // 1970-01-01 was a Thursday.
  return (((day + 3) % 7) + 7) % 7 < 5;
}

function nextWorkingDay(day: LocalDay): LocalDay {
  let next = day + 1;
  while (!isWorkingDay(next)) next += 1;
  return next;
}
