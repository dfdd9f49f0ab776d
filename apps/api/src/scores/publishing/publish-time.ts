import {
  dayOf,
  instantOf,
  nextWeek,
  previousWeek,
  startOfWeek,
  weekOf,
  WEEKDAYS,
  type Instant,
  type Week,
} from '@hearback/domain';
import type { Organisation } from '../../platform/organisation.js';

const DAY_MS = 86_400_000;

type WhenToPublish = Pick<Organisation, 'timeZone' | 'scores'>;

/**
 * When a week is published: at the configured day and local time of the week after it. A time that a clock change
 * skips is read with the offset before the change, one that repeats as the first.
 * @throws RangeError when there is no such week
 */
export function publishedAt(week: Week, { timeZone, scores: { publishAt } }: WhenToPublish): Instant {
  const [weekday = '', time = ''] = publishAt.split(' ');
  const [hour, minute] = time.split(':').map(Number);
  const monday = dayOf(startOfWeek(nextWeek(week), timeZone), timeZone);
  const offset = WEEKDAYS.findIndex((name) => name === weekday);
  const day = new Date(Date.parse(monday) + offset * DAY_MS).toISOString().slice(0, 10);
  return instantOf(day, hour! * 60 + minute!, timeZone);
}

/** The last week whose time to be published has come. */
export function lastDueWeek(now: Instant, when: WhenToPublish): Week {
  const last = previousWeek(weekOf(now, when.timeZone));
  return publishedAt(last, when) <= now ? last : previousWeek(last);
}

/** The weeks after `closed` up to the last that is due, in order. */
export function weeksToPublish(closed: Week, now: Instant, when: WhenToPublish): Week[] {
  const weeks: Week[] = [];
  const last = lastDueWeek(now, when);
  for (let week = nextWeek(closed); week <= last; week = nextWeek(week)) weeks.push(week);
  return weeks;
}
