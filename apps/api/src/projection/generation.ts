import { randomBytes } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLICKHOUSE } from '../clickhouse/clickhouse.token.js';
import { toDateTime64 } from '../clickhouse/client.js';
import { CLOCK, systemClock, type Clock } from '../platform/clock.js';
import { calendarOf, ORGANISATION, type Organisation } from '../platform/organisation.js';

/** Raised whenever the same events and configuration give other rows than before. */
const FOLD_RULES = 3;

interface Stored {
  readonly name: string;
  readonly started_at_ms: number;
  readonly fold_options: string;
  readonly rebuilt: 0 | 1;
}

/**
 * Which filling of the tables this is. Made up for a store that is new, and for one whose rows were folded with
 * other options than today's; kept in the store itself. A new one is filled from the beginning of the log.
 */
@Injectable()
export class Generation {
  readonly #logger = new Logger(Generation.name);
  /** What rows are folded with today, as text. */
  readonly foldOptions: string;
  #name: string | undefined;

  constructor(
    @Inject(CLICKHOUSE) private readonly clickHouse: ClickHouseClient,
    @Inject(ORGANISATION) organisation: Organisation,
    @Inject(CLOCK) private readonly clock: Clock = systemClock,
  ) {
    const { timeZone, inferResponses, dueBusinessDays } = organisation;
    // The calendar and due times of each team, and only of those that have any of their own.
    const teams = Object.entries(organisation.teams)
      .filter(([, team]) => team.calendar !== undefined || team.dueBusinessDays !== undefined)
      .map(([id, team]) => [id, team.calendar && calendarOf(organisation, id), team.dueBusinessDays]);
    const what = { rules: FOLD_RULES, timeZone, inferResponses, dueBusinessDays, teams };
    this.foldOptions = JSON.stringify(what);
  }

  async name(): Promise<string> {
    this.#name ??= await this.#find();
    return this.#name;
  }

  /** From now on the tables are those of this generation, which a rebuild has filled and noted in the store. */
  adopt(name: string): void {
    this.#name = name;
  }

  /** What is in force in the store by now: another process may have rebuilt it. Undefined: other options are. */
  async inStore(): Promise<string | undefined> {
    return this.#current(await this.#stored());
  }

  /**
   * The one that is in force, whoever made it; `undefined` before the first. For processes that fill nothing: one that
   * was started with another configuration must not begin a generation of its own.
   */
  async inForce(): Promise<string | undefined> {
    const stored = await this.#stored();
    return this.#current(stored, stored[0]?.fold_options);
  }

  /** All that the store has had, the one in force among them. */
  async names(): Promise<readonly string[]> {
    return [...new Set([await this.name(), ...(await this.#stored()).map(({ name }) => name)])];
  }

  async #find(): Promise<string> {
    const stored = await this.#stored();
    const current = this.#current(stored);
    if (current !== undefined) return current;
    const latest = stored[0];
    if (latest !== undefined)
      this.#logger.log('The configuration or the rules have changed: everything is folded again');
    // Later than all others, also when the clock was set back meanwhile.
    const startedAt = Math.max(this.clock().getTime(), (latest?.started_at_ms ?? 0) + 1);
    const name = `g${randomBytes(4).toString('hex')}`;
    const row = { name, started_at: toDateTime64(startedAt), fold_options: this.foldOptions };
    await this.clickHouse.insert({ table: 'generations', values: [row], format: 'JSONEachRow' });
    return this.#current(await this.#stored()) ?? name;
  }

  /**
   * Of the latest ones with these options the first: two processes that start at once agree on it. Unless a rebuild
   * has filled the tables since.
   */
  #current(stored: readonly Stored[], options: string | undefined = this.foldOptions): string | undefined {
    const other = stored.findIndex(({ fold_options }) => fold_options !== options);
    const latest = other === -1 ? stored : stored.slice(0, other);
    return (latest.find(({ rebuilt }) => rebuilt === 1) ?? latest.at(-1))?.name;
  }

  /** The latest first. */
  async #stored(): Promise<Stored[]> {
    const result = await this.clickHouse.query({
      query: `SELECT name, toUnixTimestamp64Milli(started_at) AS started_at_ms, fold_options, rebuilt
        FROM generations FINAL ORDER BY started_at DESC, name DESC`,
      format: 'JSONEachRow',
    });
    return result.json<Stored>();
  }
}
