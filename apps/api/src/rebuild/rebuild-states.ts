import type { ClickHouseClient } from '@clickhouse/client';
import { insertBatch } from '../projection/insert-batch.js';
import { namedBy, type TableNames } from '../projection/tables.js';
import { rebuildState, type RebuildState } from './rebuild-state.js';

/** A process that has not noted anything for so long is gone; another one on the same store may take over. */
export const GONE_AFTER_S = 45;

/** How the fresh tables of a rebuild are called until they are swapped in, and the old ones afterwards. */
export function freshTables(generation: string): TableNames {
  return namedBy((table) => `${table}_${generation}`);
}

/** What the old tables are kept as while they are compared. */
export function keptTables(generation: string): TableNames {
  return namedBy((table) => `${table}_${generation}_before`);
}

interface Row {
  readonly state: string;
  readonly revision: number;
  readonly age_seconds: number;
}

/** The latest rebuild as it is kept in the store. */
export async function latestRebuild(
  clickHouse: ClickHouseClient,
): Promise<{ state: RebuildState; ageSeconds: number } | undefined> {
  const result = await clickHouse.query({
    query: `SELECT state, revision, (toUnixTimestamp64Milli(now64(3)) - toUnixTimestamp64Milli(written_at)) / 1000 AS age_seconds
      FROM rebuilds ORDER BY revision DESC LIMIT 1`,
    format: 'JSONEachRow',
  });
  const [row] = await result.json<Row>();
  if (row === undefined) return undefined;
  return { state: rebuildState.parse(JSON.parse(row.state)), ageSeconds: row.age_seconds };
}

/** By the clock of the store, and behind whatever is there. */
export async function keepRebuild(clickHouse: ClickHouseClient, state: RebuildState): Promise<void> {
  const result = await clickHouse.query({
    query: `SELECT greatest(max(revision) + 1, toUInt64(toUnixTimestamp64Micro(now64(6)))) AS revision, toString(now64(3, 'UTC')) AS now FROM rebuilds`,
    format: 'JSONEachRow',
  });
  const [at] = await result.json<{ revision: number; now: string }>();
  const row = {
    generation: state.generation,
    revision: at?.revision,
    written_at: at?.now,
    state: JSON.stringify(state),
  };
  await insertBatch(clickHouse, 'rebuilds', [row]);
}
