import type { ClickHouseClient } from '@clickhouse/client';

type Table =
  | 'stored_events'
  | 'stored_rejections'
  | 'stored_replays'
  | 'stored_interviews'
  | 'stored_obligations'
  | 'stored_touchpoints'
  | 'stored_revised_scores';

/**
 * One insert per table and batch, whole or not at all. Rows replace their like, so a repeat changes nothing.
 *
 * TRICKY: the engine's own deduplication stays off. It notes an insert before the rows are in their place: killed in
 * between, it takes the repeat for a duplicate and drops rows that it has not.
 */
export async function insertBatch(
  clickHouse: ClickHouseClient,
  table: Table,
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  await clickHouse.insert({
    table,
    values: rows,
    format: 'JSONEachRow',
    clickhouse_settings: {
      insert_deduplicate: 0,
      // The whole batch is one block, so that it lands whole or not at all.
      min_insert_block_size_rows: '1048576',
      max_insert_block_size: '1048576',
    },
  });
}
