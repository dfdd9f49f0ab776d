import { type Source } from '../../../api/data-sources.js';

export interface QuietSource {
  readonly source: string;
  /** Since when, in milliseconds. */
  readonly since: number;
  /** How many whole days. */
  readonly days: number;
}

const DAY_MS = 86_400_000;
const QUIET_DAYS = 7;

/**
 * Sources that used to send and have said nothing for more than a week, the longest first. A history that was
 * imported once never sent anything by itself: its events were old when they came.
 *
 * @param now in milliseconds
 */
export function quietSources(sources: readonly Source[], now: number): readonly QuietSource[] {
  return sources
    .filter((source) => !source.sample && !source.simulated && usedToSend(source))
    .map(({ source, lastRecordedAt }) => {
      const since = Date.parse(lastRecordedAt);
      return { source, since, days: Math.floor((now - since) / DAY_MS), silence: now - since };
    })
    .filter(({ silence }) => silence > QUIET_DAYS * DAY_MS)
    .sort((a, b) => a.since - b.since)
    .map(({ source, since, days }) => ({ source, since, days }));
}

function usedToSend({ firstAt, lastAt, lateness }: Source): boolean {
  const span = Date.parse(lastAt) - Date.parse(firstAt);
  return span >= QUIET_DAYS * DAY_MS && lateness.median * 1000 < QUIET_DAYS * DAY_MS;
}
