import type { ClickHouseClient } from '@clickhouse/client';
import type { PartitionSpan } from '../event-log/event-log.js';
import { PROJECTED, type ProjectedTable, type TableNames } from '../projection/tables.js';
import { explain } from './explain.js';
import type { Comparison, Difference, TableComparison } from './rebuild-state.js';
import { ownValue } from '../platform/own-value.js';

/** What tells a row of a table from all others. */
const KEYS: Readonly<Record<ProjectedTable, readonly string[]>> = {
  stored_events: ['application_id', 'subject', 'source', 'id'],
  stored_rejections: ['topic', 'partition', 'offset'],
  stored_interviews: ['application_id', 'interview_id'],
  stored_obligations: ['kind', 'application_id', 'obligation_id'],
  stored_touchpoints: ['kind', 'application_id', 'touchpoint_id'],
  stored_applications: ['application_id'],
};

/** Differing keys that are told with both rows, per table. */
const SHOWN = 10;

/** So that comparing large tables spills to the disk instead of growing. */
const SETTINGS = { max_bytes_before_external_group_by: '500000000' };

/**
 * Compares tables that nobody writes to. What came in at or behind `known` belongs to one side only, and so does all
 * that is folded from it: neither is a difference.
 *
 * @param known how far the old tables had read the log
 */
export async function compare(
  clickHouse: ClickHouseClient,
  tables: { readonly before: TableNames; readonly after: TableNames },
  known: readonly PartitionSpan[],
): Promise<Comparison> {
  const comparer = new Comparer(clickHouse, tables, known);
  const compared: TableComparison[] = [];
  for (const table of PROJECTED) compared.push(await comparer.table(table));
  return {
    tables: compared,
    arrivedMeanwhile: await comparer.arrived(),
    equal: compared.every(({ oldChecksum, newChecksum }) => oldChecksum === newChecksum),
  };
}

class Comparer {
  readonly #late: string;

  constructor(
    private readonly clickHouse: ClickHouseClient,
    private readonly tables: { readonly before: TableNames; readonly after: TableNames },
    private readonly known: readonly PartitionSpan[],
  ) {
    const behind = known.map(
      ({ partition, position }) => `(partition = ${partition} AND offset >= ${position})`,
    );
    this.#late = behind.length === 0 ? '0' : `topic = {topic:String} AND (${behind.join(' OR ')})`;
  }

  async arrived(): Promise<number> {
    const [row] = await this.#rows<{ n: number }>(
      `SELECT count() AS n FROM ${this.tables.after.stored_events} FINAL WHERE ${this.#late}`,
    );
    return row?.n ?? 0;
  }

  async table(table: ProjectedTable): Promise<TableComparison> {
    const [old, fresh] = await Promise.all([this.#sum('before', table), this.#sum('after', table)]);
    const sums = { oldRows: old.n, newRows: fresh.n, oldChecksum: old.checksum, newChecksum: fresh.checksum };
    const none = { onlyOld: 0, onlyNew: 0, changed: 0, differences: [] };
    if (old.checksum === fresh.checksum && old.n === fresh.n) return { table, ...sums, ...none };
    const [counts] = await this.#rows<{ onlyOld: number; onlyNew: number; changed: number }>(
      `SELECT countIf(in_new = 0) AS onlyOld, countIf(in_old = 0) AS onlyNew, countIf(in_old AND in_new) AS changed
       FROM (${this.#differing(table)})`,
    );
    return { table, ...sums, ...none, ...counts, differences: await this.#sample(table) };
  }

  #sum(side: Side, table: ProjectedTable): Promise<{ n: number; checksum: string }> {
    return this.#rows<{ n: number; checksum: string }>(
      `SELECT count() AS n, lower(hex(groupBitXor(cityHash64(tuple(*))))) AS checksum FROM (${this.#all(side, table)})`,
    ).then(([row]) => row ?? { n: 0, checksum: '' });
  }

  #all(side: Side, table: ProjectedTable): string {
    return `SELECT * FROM ${this.tables[side][table]} FINAL WHERE ${this.#settled(table)}`;
  }

  #settled(table: ProjectedTable): string {
    if (table === 'stored_events' || table === 'stored_rejections') return `NOT (${this.#late})`;
    const moved = [this.tables.before.stored_events, this.tables.after.stored_events].map(
      (events) => `SELECT application_id FROM ${events} WHERE ${this.#late}`,
    );
    return `application_id NOT IN (${moved.join(' UNION ALL ')})`;
  }

  #differing(table: ProjectedTable): string {
    const keys = KEYS[table].join(', ');
    const side = (of: Side): string =>
      `SELECT ${keys}, cityHash64(tuple(*)) AS hash, ${of === 'before' ? 1 : 0} AS is_old FROM (${this.#all(of, table)})`;
    return `SELECT ${keys}, sum(is_old) AS in_old, count() - in_old AS in_new
      FROM (${side('before')} UNION ALL ${side('after')}) GROUP BY ${keys} HAVING groupBitXor(hash) != 0`;
  }

  async #sample(table: ProjectedTable): Promise<Difference[]> {
    const keys = KEYS[table];
    const chosen = `SELECT ${keys.join(', ')} FROM (${this.#differing(table)}) ORDER BY ${keys.join(', ')} LIMIT ${SHOWN}`;
    const found = new Map<string, { key: Difference['key']; before?: Row; after?: Row }>();
    for (const side of ['before', 'after'] as const) {
      const rows = await this.#rows<Row>(
        `SELECT * FROM (${this.#all(side, table)}) WHERE (${keys.join(', ')}) IN (${chosen}) ORDER BY ${keys.join(', ')}`,
      );
      for (const row of rows) {
        const key = Object.fromEntries(keys.map((name) => [name, ownValue(row, name) as string | number]));
        const text = JSON.stringify(key);
        found.set(text, { ...(found.get(text) ?? { key }), [side]: row });
      }
    }
    return [...found.values()].map(({ key, before = null, after = null }) => ({
      key,
      why: explain(table, before, after, this.known),
      old: before,
      new: after,
    }));
  }

  async #rows<Result>(query: string): Promise<Result[]> {
    const result = await this.clickHouse.query({
      query,
      query_params: { topic: this.known[0]?.topic ?? '' },
      clickhouse_settings: SETTINGS,
      format: 'JSONEachRow',
    });
    return result.json<Result>();
  }
}

type Side = 'before' | 'after';
export type Row = Record<string, unknown>;
