import { setTimeout as pause } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';

/** A holder that has shown no sign of life for this long is dead, in seconds: longer than any one statement takes. */
const LEASE_S = 60;
const RETRY_MS = 250;
const TABLE_ALREADY_EXISTS = '57';

interface Held {
  readonly epoch: number;
  readonly age: number;
}

/**
 * Lets one process at a time change the schema: of several that start at once on an empty store, a slower one would drop
 * tables that a faster one has filled already, with the offsets behind those rows committed.
 *
 * ClickHouse has no locks, but of two processes that create one table only one succeeds. The table's number says
 * whose turn it is, so that a dead holder is succeeded without two successors removing each other's lock.
 *
 * @param work is given a function to call before each step: it renews the lease, and throws when it was lost
 */
export async function oneAtATime<T>(
  client: ClickHouseClient,
  work: (renew: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const epoch = await take(client);
  const renew = async (): Promise<void> => {
    if ((await newest(client))?.epoch !== epoch)
      throw new Error(
        'Another process went on with the schema, since this one took too long. Start it again.',
      );
    await client.command({ query: `ALTER TABLE ${nameOf(epoch)} MODIFY COMMENT '${Date.now()}'` });
  };
  try {
    return await work(renew);
  } finally {
    // One that can't be removed now runs out.
    await client.command({ query: `DROP TABLE IF EXISTS ${nameOf(epoch)} SYNC` }).catch(() => undefined);
  }
}

async function take(client: ClickHouseClient): Promise<number> {
  for (;;) {
    const held = await newest(client);
    if (held !== undefined && held.age < LEASE_S) {
      await pause(RETRY_MS);
      continue;
    }
    const epoch = (held?.epoch ?? 0) + 1;
    try {
      const columns = '(nothing UInt8) ENGINE = MergeTree ORDER BY nothing';
      await client.command({ query: `CREATE TABLE ${nameOf(epoch)} ${columns}` });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== TABLE_ALREADY_EXISTS) throw error;
      continue;
    }
    if (held !== undefined)
      await client.command({ query: `DROP TABLE IF EXISTS ${nameOf(held.epoch)} SYNC` });
    return epoch;
  }
}

async function newest(client: ClickHouseClient): Promise<Held | undefined> {
  const result = await client.query({
    query: `SELECT toUInt32(extract(name, '\\\\d+$')) AS epoch, dateDiff('second', metadata_modification_time, now()) AS age
      FROM system.tables WHERE database = currentDatabase() AND match(name, '^schema_lock_\\\\d+$') ORDER BY epoch DESC LIMIT 1`,
    format: 'JSONEachRow',
  });
  return (await result.json<Held>())[0];
}

const nameOf = (epoch: number): string => `schema_lock_${epoch}`;
