import { randomBytes } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import { Inject, Injectable } from '@nestjs/common';
import { CLICKHOUSE } from '../clickhouse/clickhouse.token.js';
import { toDateTime64 } from '../clickhouse/client.js';

/**
 * Which filling of the tables this is. Made up once for a store that is new, kept in the store itself: a store
 * that was deleted or replaced is filled again from the beginning of the log.
 */
@Injectable()
export class Generation {
  #name: string | undefined;

  constructor(@Inject(CLICKHOUSE) private readonly clickHouse: ClickHouseClient) {}

  async name(): Promise<string> {
    this.#name ??= (await this.#stored()) ?? (await this.#create());
    return this.#name;
  }

  /** The first that was started is the one: two processes that start on a new store agree on it. */
  async #stored(): Promise<string | undefined> {
    const result = await this.clickHouse.query({
      query: 'SELECT name FROM generations FINAL ORDER BY started_at, name LIMIT 1',
      format: 'JSONEachRow',
    });
    return (await result.json<{ name: string }>())[0]?.name;
  }

  async #create(): Promise<string> {
    const name = `g${randomBytes(4).toString('hex')}`;
    const row = { name, started_at: toDateTime64(Date.now()) };
    await this.clickHouse.insert({ table: 'generations', values: [row], format: 'JSONEachRow' });
    return (await this.#stored()) ?? name;
  }
}
