import { createHash } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';

/** Names the place of a batch in the log, for good. */
export interface BatchToken {
  readonly generation: string;
  readonly topic: string;
  readonly partition: number;
  readonly first: bigint;
  readonly last: bigint;
}

type Table =
  'stored_events' | 'stored_rejections' | 'stored_interviews' | 'stored_obligations' | 'stored_touchpoints';

/**
 * One insert per table and batch. The token lets the engine drop a repeat of the very same insert; that the rows
 * are idempotent by themselves is what correctness rests on. It names the rows too: another log under the same name
 * (a topic made anew, Kafka after the embedded one) counts its offsets from 0 again.
 */
export async function insertBatch(
  clickHouse: ClickHouseClient,
  table: Table,
  rows: readonly object[],
  { generation, topic, partition, first, last }: BatchToken,
): Promise<void> {
  if (rows.length === 0) return;
  const content = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  await clickHouse.insert({
    table,
    values: rows,
    format: 'JSONEachRow',
    clickhouse_settings: {
      insert_deduplication_token: `${generation}:${topic}:${partition}:${first}-${last}:${content}`,
      // The whole batch is one block, so that it lands whole or not at all.
      min_insert_block_size_rows: '1048576',
      max_insert_block_size: '1048576',
    },
  });
}
