import { formatDay, formatDays, formatShortDay } from '../../format/instant.js';
import { addDays, daysBetween, isoWeekOf, mondayOf, type Day } from '../../time/days.js';

export type PeriodUnit = 'day' | 'week';

export interface Period {
  /** As the API writes it in a row: `2015-01-07`, `2015-W02`. */
  readonly key: string;
  /** For the axis. */
  readonly label: string;
  /** In full. */
  readonly title: string;
  /** Its days: from inclusive, to exclusive. */
  readonly from: Day;
  readonly to: Day;
  /**
   * Why its figures may still change or do not stand for all of it: `filling`: it is not over yet; `cut`: the chosen
   * days cover a part of it.
   */
  readonly incomplete?: 'filling' | 'cut';
}

export interface Extent {
  /** Chosen days: from inclusive, to exclusive. */
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
  /** First and last day with any event. */
  readonly firstDay: Day;
  readonly lastDay: Day;
  /** The day of the instant that is looked at. */
  readonly asOfDay: Day;
}

/** Beyond this many days, weeks: daily figures would rest on a handful of interviews and flicker. */
export const MOST_DAYS = 31;

function bounds({ from, to, firstDay, lastDay, asOfDay }: Extent): { start: Day; end: Day } {
  const tomorrow = addDays(asOfDay, 1);
  const chosenEnd = to ?? addDays(lastDay, 1);
  return { start: from ?? firstDay, end: chosenEnd < tomorrow ? chosenEnd : tomorrow };
}

export function periodUnit(extent: Extent): PeriodUnit {
  const { start, end } = bounds(extent);
  return daysBetween(start, end) <= MOST_DAYS ? 'day' : 'week';
}

/** Every period of the extent without holes, so that one without interviews is a visible gap. */
export function preparePeriods(extent: Extent, unit: PeriodUnit = periodUnit(extent)): readonly Period[] {
  const { start, end } = bounds(extent);
  const length = unit === 'day' ? 1 : 7;
  const periods: Period[] = [];
  for (let day = unit === 'day' ? start : mondayOf(start); day < end; day = addDays(day, length)) {
    const next = addDays(day, length);
    const filling = day <= extent.asOfDay && extent.asOfDay < next;
    const cut =
      (extent.from !== undefined && day < extent.from) || (extent.to !== undefined && next > extent.to);
    periods.push({
      key: unit === 'day' ? day : isoWeekOf(day),
      label: formatShortDay(day),
      title: unit === 'day' ? formatDay(day) : `Week of ${formatDays(day, next)}`,
      from: day,
      to: next,
      ...(filling ? { incomplete: 'filling' as const } : cut && { incomplete: 'cut' as const }),
    });
  }
  return periods;
}
