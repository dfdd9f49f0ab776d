import { randomBytes } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import type { EventLog, PartitionSpan } from '../../event-log/event-log.js';
import { insertBatch } from '../insert-batch.js';
import { groupOf } from '../group.js';
import { PROJECTED } from '../tables.js';
import { NOTHING, toMetadata } from './projected-counts.js';

/**
 * Puts empty tables in the place of damaged ones, and begins a generation that fills them from the beginning of the log.
 * To be called while nobody projects. Stopped anywhere, it is found incomplete again and done from the start.
 *
 * @param spans of a log that still has its beginning
 * @returns the name of the generation
 */
export async function refill(
  clickHouse: ClickHouseClient,
  log: EventLog,
  spans: readonly PartitionSpan[],
  foldOptions: string,
): Promise<string> {
  for (const table of PROJECTED) {
    const fresh = `${table}_refilled`;
    const command = (query: string): Promise<unknown> => clickHouse.command({ query });
    const drop = (): Promise<unknown> =>
      // The limit is to keep people from a slip of the hand.
      command(`DROP TABLE IF EXISTS ${fresh} SYNC SETTINGS max_table_size_to_drop = 0`);
    await drop();
    await command(`CREATE TABLE ${fresh} AS ${table}`);
    // New tables, rather than truncated ones: parts that the engine has put aside go with the old ones.
    await command(`EXCHANGE TABLES ${table} AND ${fresh}`);
    await drop();
  }
  const name = `g${randomBytes(4).toString('hex')}`;
  // Before the generation is in force: from its first batch on it says that the store is not filled yet.
  await log.moveTo(
    groupOf(name),
    new Map(spans.map(({ partition, first }) => [partition, first])),
    new Map(
      spans.map(({ partition, end }) => [
        partition,
        toMetadata({ events: NOTHING, rejections: NOTHING, fillingUntil: end }),
      ]),
    ),
  );
  const result = await clickHouse.query({
    // Later than all others, also when the clock was set back meanwhile.
    query: `SELECT toString(greatest(now64(3, 'UTC'), max(started_at) + toIntervalMillisecond(1))) AS started_at FROM generations`,
    format: 'JSONEachRow',
  });
  const [at] = await result.json<{ started_at: string }>();
  const row = { name, started_at: at?.started_at, fold_options: foldOptions, rebuilt: 1 };
  await insertBatch(clickHouse, 'generations', [row]);
  return name;
}
