import {
  addDays,
  addWeeks,
  dayOf,
  startOfDay,
  startOfWeek,
  weekOf,
  weeksEndingWith,
  type Instant,
  type Week,
} from '@hearback/domain';
import type { MetricRequest } from '../metric-request.js';

/** The obligations that a score is about, from when it is seen, and the time before that is its yardstick. */
export interface ScoreWindow {
  /** Of a score that is told week by week. */
  readonly week?: Week;
  /** Instants: from inclusive, to exclusive. */
  readonly from: Instant;
  readonly to: Instant;
  readonly asOf: Instant;
  readonly yardstick: { readonly from: Instant; readonly to: Instant };
}

export const SCORE_WEEKS = 4;
export const HEALTH_WEEKS = 12;
export const YARDSTICK_WEEKS = 12;

/** The last ISO week that was over at an instant, in a zone. */
export function lastFinishedWeek(asOf: Instant, zone: string): Week {
  return addWeeks(weekOf(asOf, zone), -1);
}

/** The `weeks` weeks that end with `week`; seen from `asOf`, or from the last moment of that week. */
export function windowEndingWith(
  week: Week,
  weeks: number,
  zone: string,
  asOf: Instant = startOfWeek(addWeeks(week, 1), zone) - 1,
): ScoreWindow {
  const first = addWeeks(week, 1 - weeks);
  const from = startOfWeek(first, zone);
  return {
    week,
    from,
    to: startOfWeek(addWeeks(week, 1), zone),
    asOf,
    yardstick: yardstickBefore(from, zone),
  };
}

/** The twelve weeks before a window, which may begin on any day of a week. */
export function yardstickBefore(from: Instant, zone: string): ScoreWindow['yardstick'] {
  return { from: startOfDay(addDays(dayOf(from, zone), -7 * YARDSTICK_WEEKS), zone), to: from };
}

/**
 * The windows that a request for the score means: by week, those of each finished week in the range (without one, of
 * the last twelve); with a range of days, that range as it is seen from the request's instant; else the four weeks
 * that end with the last finished one.
 */
export function windowsOf(
  request: MetricRequest,
  from: Instant | undefined,
  to: Instant | undefined,
  zone: string,
): ScoreWindow[] {
  const last = lastFinishedWeek(request.asOf, zone);
  if (request.by.includes('week'))
    return finishedWeeks(last, from, to, zone).map((week) => windowEndingWith(week, SCORE_WEEKS, zone));
  if (from === undefined && to === undefined) return [windowEndingWith(last, SCORE_WEEKS, zone)];
  const yardstick = from === undefined ? { from: 0, to: 0 } : yardstickBefore(from, zone);
  return [{ from: from ?? 0, to: to ?? request.asOf + 1, asOf: request.asOf, yardstick }];
}

/** Most that are computed at once: four years. */
const MOST_WEEKS = 209;

function finishedWeeks(last: Week, from: Instant | undefined, to: Instant | undefined, zone: string): Week[] {
  const end = to === undefined ? last : minWeek(last, weekOf(to - 1, zone));
  if (from === undefined) return weeksEndingWith(end, 12);
  const weeks: Week[] = [];
  for (let week = weekOf(from, zone); week <= end && weeks.length < MOST_WEEKS; week = addWeeks(week, 1))
    weeks.push(week);
  return weeks;
}

function minWeek(a: Week, b: Week): Week {
  return a < b ? a : b;
}
