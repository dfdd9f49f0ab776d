import type { ClickHouseClient } from '@clickhouse/client';
import type { PartitionSpan } from '../../event-log/event-log.js';
import type { TableNames } from '../tables.js';
import { NOTHING, type PlacedRows, type ProjectedCounts } from './projected-counts.js';

/** A partition up to a position. */
export type Prefix = Pick<PartitionSpan, 'topic' | 'partition' | 'position'>;

interface Row {
  readonly partition: number;
  readonly count: number;
  readonly sum: string;
}

/** So that grouping large tables spills to the disk instead of growing. */
export const SPILLING = { max_bytes_before_external_group_by: '500000000' };

/** What the store holds of each of these partitions up to its position, by partition. */
export async function storedCounts(
  clickHouse: ClickHouseClient,
  tables: TableNames,
  prefixes: readonly Prefix[],
): Promise<ReadonlyMap<number, ProjectedCounts>> {
  const [events, rejections] = await Promise.all(
    [tables.stored_events, tables.stored_rejections].map((table) => placedRows(clickHouse, table, prefixes)),
  );
  return new Map(
    prefixes.map(({ partition }) => [
      partition,
      { events: events?.get(partition) ?? NOTHING, rejections: rejections?.get(partition) ?? NOTHING },
    ]),
  );
}

async function placedRows(
  clickHouse: ClickHouseClient,
  table: string,
  prefixes: readonly Prefix[],
): Promise<Map<number, PlacedRows>> {
  const [topic] = new Set(prefixes.map((prefix) => prefix.topic));
  if (topic === undefined) return new Map();
  const within = prefixes.map(
    ({ partition, position }) => `(partition = ${partition} AND offset < ${position})`,
  );
  const result = await clickHouse.query({
    query: `SELECT partition, count() AS count, toString(sum(toUInt64(CRC32(toString(offset))))) AS sum
      FROM ${table} FINAL WHERE topic = {topic:String} AND (${within.join(' OR ')}) GROUP BY partition`,
    query_params: { topic },
    clickhouse_settings: SPILLING,
    format: 'JSONEachRow',
  });
  const rows = await result.json<Row>();
  return new Map(rows.map(({ partition, count, sum }) => [partition, { count, sum: BigInt(sum) }]));
}

/**
 * For positions without counts (a version before this one has stored them, or they were moved): takes what the store
 * holds as what it should hold, also of the applications in these partitions that are not in `stored_applications`.
 */
export async function adoptStored(
  clickHouse: ClickHouseClient,
  tables: TableNames,
  prefixes: readonly Prefix[],
): Promise<ReadonlyMap<number, ProjectedCounts>> {
  const counts = await storedCounts(clickHouse, tables, prefixes);
  const isEmpty = [...counts.values()].every(({ events }) => events.count === 0);
  if (isEmpty) return counts;
  const keys = (table: string, key: string, name: string): string =>
    `SELECT application_id, uniqExact(${key}) AS n, '${name}' AS of FROM ${table} GROUP BY application_id`;
  await clickHouse.command({
    query: `INSERT INTO ${tables.stored_applications} (application_id, version, interviews, obligations, touchpoints)
      SELECT application_id, sumIf(n, of = 'events'), sumIf(n, of = 'interviews'), sumIf(n, of = 'obligations'), sumIf(n, of = 'touchpoints')
      FROM (
        SELECT application_id, count() AS n, 'events' AS of FROM ${tables.stored_events} FINAL GROUP BY application_id
        UNION ALL ${keys(tables.stored_interviews, 'interview_id', 'interviews')}
        UNION ALL ${keys(tables.stored_obligations, 'obligation_id', 'obligations')}
        UNION ALL ${keys(tables.stored_touchpoints, 'touchpoint_id', 'touchpoints')}
      )
      WHERE application_id != ''
        AND application_id IN (SELECT application_id FROM ${tables.stored_events} WHERE partition IN (${prefixes.map(({ partition }) => partition).join(', ')}))
      GROUP BY application_id HAVING countIf(of = 'events') > 0
        AND (application_id, sumIf(n, of = 'events')) NOT IN (SELECT application_id, version FROM ${tables.stored_applications})`,
    clickhouse_settings: { ...SPILLING, wait_end_of_query: 1 },
  });
  return counts;
}
