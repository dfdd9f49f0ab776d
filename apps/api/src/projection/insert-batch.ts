import type { ClickHouseClient } from '@clickhouse/client';
import { EncodedRows } from '../clickhouse/client.js';
import { StoreUnavailable } from '../clickhouse/errors.js';
import { mapInSlices } from '../platform/slices.js';

/** Encoded at a stretch, for some milliseconds. */
const ROWS_PER_PART = 250;

/**
 * One insert per table and batch, whole or not at all. Rows replace their like, so a repeat changes nothing.
 *
 * TRICKY: the engine's own deduplication stays off. It notes an insert before the rows are in their place: killed in
 * between, it takes the repeat for a duplicate and drops rows that it has not.
 *
 * @throws StoreUnavailable where the store says to have written fewer rows than it was sent
 */
export async function insertBatch(
  clickHouse: ClickHouseClient,
  table: string,
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  const parts = Array.from({ length: Math.ceil(rows.length / ROWS_PER_PART) }, (_, part) =>
    rows.slice(part * ROWS_PER_PART, (part + 1) * ROWS_PER_PART),
  );
  const encoded = await mapInSlices(
    parts,
    (part) => new EncodedRows(part.map((row) => JSON.stringify(row)).join('\n')),
  );
  const { summary } = await clickHouse.insert({
    table,
    values: encoded,
    format: 'JSONEachRow',
    clickhouse_settings: {
      insert_deduplicate: 0,
      // The whole batch is one block, so that it lands whole or not at all.
      min_insert_block_size_rows: '1048576',
      max_insert_block_size: '1048576',
    },
  });
  // A server behind a proxy may not say; views on the table that somebody added count as well.
  const written = Number(summary?.written_rows ?? rows.length);
  if (written < rows.length)
    throw new StoreUnavailable(`it wrote ${written} of ${rows.length} rows into ${table}`);
}
