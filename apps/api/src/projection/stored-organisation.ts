import { createHash } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import { businessClock, standardCalendar, type Calendar } from '@hearback/domain';
import { Inject, Injectable } from '@nestjs/common';
import { CLICKHOUSE } from '../clickhouse/clickhouse.token.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { allowedBusinessDays, DUE_KINDS, ORGANISATION, type Organisation } from '../platform/organisation.js';

/** The business clock is laid out from the start of the year so many years back to the end of one so far ahead. */
const YEARS_BACK = 2;
const YEARS_AHEAD = 20;

/** The name of the standard calendar, and the id of what holds for every team without rules of its own. */
const STANDARD = '';

interface CalendarRow {
  readonly calendar: string;
  readonly day_hours: number;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly worked_before: readonly number[];
}

interface Latest {
  readonly version: number;
  readonly content: string;
  readonly teams: number;
  readonly calendars: number;
}

/** What the configuration says about calendars and teams, kept in the store for views to reckon with. */
@Injectable()
export class StoredOrganisation {
  constructor(
    @Inject(CLICKHOUSE) private readonly clickHouse: ClickHouseClient,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Puts today's configuration in force; does nothing where it is already. Readers see the former one until the
   * teams, which are written last and in one block, are there.
   */
  async write(): Promise<void> {
    const year = this.clock().getUTCFullYear();
    const calendars = calendarRows(this.organisation, year);
    const teams = teamRows(this.organisation);
    const content = createHash('sha256')
      .update(JSON.stringify([calendars, teams]))
      .digest('hex');
    const latest = await this.#latest();
    // A part of either table that was lost is made good as well.
    const isThere = latest?.calendars === calendars.length && latest.teams === teams.length;
    if (latest?.content === content && isThere) return;
    // Later than all others, also when the clock was set back meanwhile.
    const version = Math.max(this.clock().getTime(), Number(latest?.version ?? 0) + 1);
    await this.#insert(
      'stored_calendars',
      calendars.map((row) => ({ version, ...row })),
    );
    await this.#insert(
      'stored_teams',
      teams.map((row) => ({ version, content, ...row })),
    );
  }

  async #latest(): Promise<Latest | undefined> {
    const result = await this.clickHouse.query({
      query: `SELECT version, any(content) AS content, uniqExact(team_id) AS teams,
          (SELECT uniqExact(calendar) FROM stored_calendars WHERE version = (SELECT max(version) FROM stored_teams)) AS calendars
        FROM stored_teams GROUP BY version ORDER BY version DESC LIMIT 1`,
      format: 'JSONEachRow',
    });
    return (await result.json<Latest>())[0];
  }

  async #insert(table: string, values: readonly object[]): Promise<void> {
    await this.clickHouse.insert({ table, values, format: 'JSONEachRow' });
  }
}

function calendarRows(organisation: Organisation, year: number): CalendarRow[] {
  const from = Date.UTC(year - YEARS_BACK, 0, 1);
  const to = Date.UTC(year + YEARS_AHEAD + 1, 0, 1);
  const named = Object.entries(organisation.calendars);
  const all: [string, Calendar][] = [[STANDARD, standardCalendar(organisation.timeZone)], ...named];
  return all.map(([calendar, of]) => {
    const clock = businessClock(of);
    // An interval of no length first, so that there is one before every instant that can be asked about.
    const first = { from, to: from, workedBefore: clock.workedAt(from) };
    const intervals = [first, ...clock.intervalsBetween(from, to)];
    return {
      calendar,
      day_hours: of.dayHours,
      starts: intervals.map((interval) => interval.from),
      ends: intervals.map((interval) => interval.to),
      worked_before: intervals.map(({ workedBefore }) => Math.round(workedBefore * 1000)),
    };
  });
}

function teamRows(organisation: Organisation): object[] {
  const configured = Object.entries(organisation.teams).map(([id, team]) => ({ id, ...team }));
  return [{ id: STANDARD, name: undefined, calendar: undefined }, ...configured].map((team) => ({
    team_id: team.id,
    name: team.name ?? '',
    calendar: team.calendar ?? STANDARD,
    ...Object.fromEntries(
      DUE_KINDS.map((kind) => [
        `${kind}_days`,
        allowedBusinessDays(organisation, kind, team.id === STANDARD ? undefined : team.id) ?? null,
      ]),
    ),
  }));
}
