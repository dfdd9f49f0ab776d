import { dayOf } from '@hearback/domain';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { fromDateTime64, toDateTime64 } from '../clickhouse/client.js';
import { Store } from '../clickhouse/store.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { ORGANISATION, type Organisation } from '../platform/organisation.js';
import { SAMPLE } from '../sample/sample.js';
import { SIMULATED_SOURCE_PREFIX } from '../simulation/simulated-source.js';
import { ListSources, type Source, type Sources } from './list-sources.query.js';

const DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

interface SourceRow {
  readonly source: string;
  readonly events: number;
  readonly first_at: string;
  readonly last_at: string;
  readonly last_recorded_at: string;
  /** Milliseconds; so is `longest`. */
  readonly quantiles: readonly [median: number, p90: number];
  readonly longest: number;
  readonly types: readonly (readonly [type: string, events: number])[];
}

@QueryHandler(ListSources)
export class ListSourcesHandler implements IQueryHandler<ListSources> {
  constructor(
    private readonly store: Store,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
  ) {}

  async execute(): Promise<Sources> {
    const [sources, days, reasons] = await Promise.all([this.#sources(), this.#days(), this.#reasons()]);
    return {
      sources,
      // A month in which nothing came in is told as such; where nothing ever did, there is no such month.
      days: sources.length === 0 ? [] : days,
      rejected: { total: reasons.reduce((sum, { count }) => sum + count, 0), reasons },
    };
  }

  /**
   * TRICKY: of the exact quantiles of ClickHouse only the weighted one is the smallest value that the share does not
   * exceed, as everywhere in Hearback; the plain one takes the value after it.
   */
  async #sources(): Promise<Source[]> {
    const rows = await this.store.rows<SourceRow>(`
      WITH greatest(0, toUnixTimestamp64Milli(recorded_time) - toUnixTimestamp64Milli(time)) AS late
      SELECT source, sum(of_type) AS events, min(first_of) AS first_at, max(last_of) AS last_at,
        max(recorded_of) AS last_recorded_at, quantilesExactWeightedMerge(0.5, 0.9)(lateness) AS quantiles,
        max(longest_late) AS longest, arraySort(pair -> (-pair.2, pair.1), groupArray((type, of_type))) AS types
      FROM (
        SELECT source, type, count() AS of_type, min(time) AS first_of, max(time) AS last_of,
          max(recorded_time) AS recorded_of, quantilesExactWeightedState(0.5, 0.9)(late, 1) AS lateness,
          max(late) AS longest_late
        FROM events GROUP BY source, type)
      GROUP BY source ORDER BY events DESC, source`);
    return rows.map(({ source, events, quantiles: [median, p90], longest, types, ...at }) => ({
      source,
      events,
      firstAt: fromDateTime64(at.first_at),
      lastAt: fromDateTime64(at.last_at),
      lastRecordedAt: fromDateTime64(at.last_recorded_at),
      lateness: { median: median / 1000, p90: p90 / 1000, longest: longest / 1000 },
      types: types.map(([type, count]) => ({ type, events: count })),
      sample: source === SAMPLE.source,
      simulated: source.startsWith(SIMULATED_SOURCE_PREFIX),
    }));
  }

  async #days(): Promise<Sources['days']> {
    const { timeZone: zone } = this.organisation;
    const now = this.clock().getTime();
    const rows = await this.store.rows<{ day: string; events: number }>(
      `SELECT toString(toDate(recorded_time, {zone:String})) AS day, count() AS events FROM events
       WHERE recorded_time >= {since:DateTime64(3, 'UTC')} GROUP BY day`,
      { zone, since: toDateTime64(now - (DAYS + 1) * DAY_MS) },
    );
    const byDay = new Map(rows.map(({ day, events }) => [day, events]));
    // Days of the calendar, reckoned in UTC: no clock change skips or repeats one.
    const today = Date.parse(dayOf(now, zone));
    return Array.from({ length: DAYS }, (_, index) => {
      const day = new Date(today - (DAYS - 1 - index) * DAY_MS).toISOString().slice(0, 10);
      return { day, events: byDay.get(day) ?? 0 };
    });
  }

  async #reasons(): Promise<Sources['rejected']['reasons']> {
    const rows = await this.store.rows<{ reason: string; count: number; last_at: string }>(
      `SELECT reason, count() AS count, max(recorded_time) AS last_at FROM rejected_events
       GROUP BY reason ORDER BY count DESC, reason`,
    );
    return rows.map(({ reason, count, last_at }) => ({ reason, count, lastAt: fromDateTime64(last_at) }));
  }
}
