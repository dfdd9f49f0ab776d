import { type DayCount } from '../../../api/data-sources.js';

export interface RecentDays {
  readonly total: number;
  /** How many days had any. */
  readonly busyDays: number;
  readonly busiest: DayCount | undefined;
  /** With each day's share of the busiest one, from 0 to 1. */
  readonly days: readonly (DayCount & { readonly share: number })[];
}

/** The last days in a few numbers, the oldest first. */
export function recentDays(counts: readonly DayCount[]): RecentDays {
  const days = [...counts].sort((a, b) => a.day.localeCompare(b.day));
  const busiest = days.reduce<DayCount | undefined>(
    (most, day) => (day.events > (most?.events ?? 0) ? day : most),
    undefined,
  );
  return {
    total: days.reduce((sum, { events }) => sum + events, 0),
    busyDays: days.filter(({ events }) => events > 0).length,
    busiest,
    days: days.map((day) => ({ ...day, share: busiest === undefined ? 0 : day.events / busiest.events })),
  };
}
