import type { ClickHouseClient } from '@clickhouse/client';
import { reservedSources, reservedTypes } from '@hearback/domain';
import type { EventLog } from '../event-log/event-log.js';
import type { OffsetRange, ServiceMarks } from '../ingestion/marks/service-marks.js';
import { unmarkedContent } from '../ingestion/marks/unmarked-content.js';
import { stringSet } from '../clickhouse/client.js';
import { fromEventRow, type EventRow } from './events/event-row.js';

const PAGE = 1_000;

/**
 * Decides, once for an installation that is older than marks, which events of Hearback's own count without one: those that
 * the store has, each at its place in the log, and what lies in the log and has not been read yet. From then on nothing
 * without a mark does.
 *
 * @param groups in whose names the log was read so far
 */
export async function settleUnmarked(
  marks: ServiceMarks,
  clickHouse: ClickHouseClient,
  log: EventLog,
  groups: readonly string[],
): Promise<void> {
  if (await marks.isSettled()) return;
  // First: what is read meanwhile is in the store, or else lies in the ranges.
  const ranges = await unread(log, groups);
  for await (const rows of inStore(clickHouse)) {
    await marks.keep(
      rows.map((row) => ({
        topic: row.topic,
        partition: row.partition,
        offset: String(row.offset),
        content: unmarkedContent(fromEventRow(row)),
      })),
    );
  }
  await marks.settle(ranges);
}

/** From where the furthest group stands to the end. */
async function unread(log: EventLog, groups: readonly string[]): Promise<OffsetRange[]> {
  const ranges = new Map<number, { topic: string; partition: number; from: bigint; to: bigint }>();
  for (const group of groups) {
    for (const { topic, partition, position, end } of await log.spans(group)) {
      const before = ranges.get(partition);
      const from = before !== undefined && before.from > position ? before.from : position;
      ranges.set(partition, { topic, partition, from, to: before?.to ?? end });
    }
  }
  return [...ranges.values()]
    .filter(({ from, to }) => from < to)
    .map(({ from, to, ...place }) => ({ ...place, from: String(from), to: String(to) }));
}

async function* inStore(clickHouse: ClickHouseClient): AsyncGenerator<readonly EventRow[]> {
  const after = { topic: '', partition: 0, offset: '0', begun: 0 };
  for (;;) {
    const result = await clickHouse.query({
      query: `SELECT application_id, subject, source, id, type, time, recorded_time, data, topic, partition, offset
        FROM stored_events FINAL
        WHERE (type IN ${stringSet(reservedTypes)} OR lower(trimBoth(source)) IN ${stringSet(reservedSources)})
          AND ({begun:UInt8} = 0 OR (topic, partition, offset) > ({topic:String}, {partition:UInt32}, {offset:UInt64}))
        ORDER BY topic, partition, offset LIMIT ${PAGE}`,
      query_params: after,
      format: 'JSONEachRow',
    });
    const rows = await result.json<EventRow>();
    yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    Object.assign(after, {
      topic: last.topic,
      partition: last.partition,
      offset: String(last.offset),
      begun: 1,
    });
  }
}
