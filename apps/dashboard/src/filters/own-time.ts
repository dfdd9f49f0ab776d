import { type MetricName } from '@hearback/domain/metrics';
import { addDays, mondayOf, type Day } from '../time/days.js';
import { type Asked } from './asked.js';
import { type Filter } from './filter.js';
import { type Changes } from './use-filter.js';
import { type View } from './view.js';

/**
 * Metrics that say themselves which time they are about (the weeks that ended last, or everybody who waits), whatever
 * range is chosen: a range would let long waits fall out of sight.
 */
const OWN_TIME: readonly MetricName[] = ['waiting-now', 'health', 'latency-score'];

/** Takes the days off an address. */
export const whenever = { range: undefined, from: undefined, to: undefined } as const satisfies Changes;

export function hasOwnTime(name: MetricName): boolean {
  return OWN_TIME.includes(name);
}

/** What a page asks of a metric. */
export function askedFor(name: MetricName, view: Pick<View, 'asked' | 'askedOfWaiting'>): Asked {
  return OWN_TIME.includes(name) ? view.askedOfWaiting : view.asked;
}

/** What a link to what is behind a metric changes. */
export function changesFor(name: MetricName): Changes {
  return OWN_TIME.includes(name) ? whenever : {};
}

const WEEKS_OF_HEALTH = 12;

/**
 * The days that a health figure is about, so that a link from one of its parts opens just what that part rests on:
 * without chosen days, the twelve weeks that ended last.
 */
export function daysOfHealth(asOfDay: Day, { from, to }: Pick<Filter, 'from' | 'to'> = {}): Changes {
  const end = to === undefined || to > asOfDay ? mondayOf(asOfDay) : mondayOf(to);
  const first = from ?? addDays(end, -7 * WEEKS_OF_HEALTH);
  return { range: undefined, from: first, to: to ?? (from === undefined ? end : undefined) };
}
