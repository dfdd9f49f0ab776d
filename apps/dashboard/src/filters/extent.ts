import { type Extent } from '../charts/prepare/periods.js';
import { addDays } from '../time/days.js';
import { dayOf } from '../time/zoned.js';
import { type View } from './view.js';

/** The days that a page's charts reach over. */
export function extentOf({ organisation, asked, asOf, asOfDay }: View): Extent {
  const { events, timeZone } = organisation;
  const day = (instant: string | null): string =>
    dayOf(instant === null ? asOf : Date.parse(instant), timeZone);
  const firstDay = day(events.firstAt);
  // A range may reach back to before there was anything: no empty weeks for that.
  const from = asked.from === undefined || asked.from < firstDay ? undefined : asked.from;
  const lastDay = asked.to === undefined ? day(events.lastAt) : addDays(asked.to, -1);
  return { from, to: asked.to, firstDay, lastDay, asOfDay };
}
