import type { ClickHouseClient } from '@clickhouse/client';
import { pause } from '../event-log/back-off.js';
import { insertBatch } from '../projection/insert-batch.js';
import { PROJECTED, type TableNames } from '../projection/tables.js';
import type { RebuildState } from './rebuild-state.js';
import { freshTables, GONE_AFTER_S, keepRebuild, keptTables, latestRebuild } from './rebuild-states.js';

/** The engine's ids of tables, by name. An exchange takes them along: they say which is which. */
export async function idsOf(clickHouse: ClickHouseClient): Promise<ReadonlyMap<string, string>> {
  const result = await clickHouse.query({
    query: 'SELECT name, toString(uuid) AS id FROM system.tables WHERE database = currentDatabase()',
    format: 'JSONEachRow',
  });
  return new Map((await result.json<{ name: string; id: string }>()).map(({ name, id }) => [name, id]));
}

/**
 * Puts the fresh tables in the place of the old ones and makes theirs the latest generation. May be done again from
 * wherever it stopped. To be called while nobody reads.
 */
export async function swap(clickHouse: ClickHouseClient, state: RebuildState): Promise<void> {
  const names = freshTables(state.generation);
  const ids = await idsOf(clickHouse);
  const pairs = PROJECTED.filter((table) => ids.get(table) !== state.fresh?.[table]);
  for (const table of pairs) {
    if (ids.get(names[table]) !== state.fresh?.[table]) {
      throw new Error(
        `The table ${names[table]} is not the one that was filled for ${table}: nothing was swapped. Abandon the rebuild (hearback rebuild --abandon) and begin anew.`,
      );
    }
  }
  if (pairs.length > 0) {
    const query = `EXCHANGE TABLES ${pairs.map((table) => `${table} AND ${names[table]}`).join(', ')}`;
    await clickHouse.command({ query, clickhouse_settings: { wait_end_of_query: 1 } });
  }
  const result = await clickHouse.query({
    // Later than all others, also when the clock was set back meanwhile.
    query: `SELECT countIf(name = {name:String}) AS known,
        toString(greatest(now64(3, 'UTC'), max(started_at) + toIntervalMillisecond(1))) AS started_at
      FROM generations`,
    query_params: { name: state.generation },
    format: 'JSONEachRow',
  });
  const [at] = await result.json<{ known: number; started_at: string }>();
  if (at?.known !== 0) return;
  const { generation: name, foldOptions: fold_options } = state;
  const generation = { name, started_at: at.started_at, fold_options, rebuilt: 1 };
  await insertBatch(clickHouse, 'generations', [generation]);
}

/** After a swap: the former tables go, and the rebuild is told as done. */
export async function closeRebuild(clickHouse: ClickHouseClient, state: RebuildState): Promise<RebuildState> {
  await dropTables(clickHouse, freshTables(state.generation));
  await dropTables(clickHouse, keptTables(state.generation));
  const done: RebuildState = { ...state, phase: 'done', endedAt: new Date().toISOString() };
  await keepRebuild(clickHouse, done);
  return done;
}

/**
 * To be called before anybody reads: a process that was killed while it swapped has left a mixture.
 *
 * @param isAlone whether no other process can be at it; else it is waited for, since two would swap back what one swapped
 */
export async function finishSwap(clickHouse: ClickHouseClient, isAlone: boolean): Promise<void> {
  let latest = await latestRebuild(clickHouse);
  while (!isAlone && latest?.state.phase === 'swapping' && latest.ageSeconds < GONE_AFTER_S) {
    await pause(1_000);
    latest = await latestRebuild(clickHouse);
  }
  if (latest?.state.phase !== 'swapping') return;
  await swap(clickHouse, latest.state);
  await closeRebuild(clickHouse, latest.state);
}

export async function createFresh(clickHouse: ClickHouseClient, names: TableNames): Promise<void> {
  for (const table of PROJECTED) {
    await clickHouse.command({ query: `CREATE TABLE IF NOT EXISTS ${names[table]} AS ${table}` });
  }
}

export async function dropTables(clickHouse: ClickHouseClient, names: TableNames): Promise<void> {
  for (const table of PROJECTED) {
    // The limit is to keep people from a slip of the hand.
    await clickHouse.command({
      query: `DROP TABLE IF EXISTS ${names[table]} SETTINGS max_table_size_to_drop = 0`,
    });
  }
}
