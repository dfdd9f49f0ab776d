import { createHash } from 'node:crypto';
import type { Engine } from './engine.js';
import { expectedRows, keys, tables, type Table } from './expected.js';
import type { Placed } from './reading.js';

export interface Verdict {
  readonly events: number;
  readonly lost: number;
  readonly doubled: number;
  /** Per table, where anything is wrong. */
  readonly details: readonly string[];
}

const ROWS_PER_INSERT = 100_000;

/**
 * Compares the final rows with the fold of the log, row by row and column by column, and the log with what its
 * producer was told. Both sides are read through FINAL by the engine itself.
 */
export async function judgeRows(
  engine: Engine,
  log: readonly Placed[],
  acknowledged: readonly { readonly value: Uint8Array }[],
): Promise<Verdict> {
  const expected = expectedRows(log);
  await engine.client.command({ query: 'DROP DATABASE IF EXISTS expected' });
  await engine.client.command({ query: 'CREATE DATABASE expected ENGINE = Atomic' });
  const missing = missingFrom(log, acknowledged);
  const details: string[] = missing > 0 ? [`${missing} acknowledged messages are not in the log`] : [];
  let [lost, doubled] = [missing, 0];
  for (const table of tables) {
    await engine.client.command({ query: `CREATE TABLE expected.${table} AS hearback.${table}` });
    for (let from = 0; from < expected[table].length; from += ROWS_PER_INSERT) {
      const values = expected[table].slice(from, from + ROWS_PER_INSERT);
      await engine.client.insert({ table: `expected.${table}`, values, format: 'JSONEachRow' });
    }
    const found = await compare(engine, table);
    lost += found.lost;
    doubled += found.doubled;
    if (found.lost + found.doubled > 0)
      details.push(
        `${table}: ${found.lost} lost (${found.outdated} of them there as they were before), ${found.doubled} doubled`,
      );
  }
  await engine.client.command({ query: 'DROP DATABASE expected' });
  return { events: expected.stored_events.length, lost, doubled, details };
}

const folded: ReadonlySet<Table> = new Set(['stored_interviews', 'stored_obligations', 'stored_touchpoints']);

interface Found {
  readonly lost: number;
  readonly outdated: number;
  readonly doubled: number;
}

async function compare(engine: Engine, table: Table): Promise<Found> {
  const key = `(${keys[table].join(', ')})`;
  // What a version number tells, the other columns show: whether the row is the one that knows all.
  const columns = folded.has(table) ? '* EXCEPT (version)' : '*';
  const side = (database: string, isExpected: 0 | 1): string =>
    `SELECT ${key} AS key, sipHash64(tuple(${columns})) AS row, ${isExpected} AS is_expected FROM ${database}.${table} FINAL`;
  const [found] = await engine.rows<Found>(`
    SELECT countIf(wanted = 1 AND NOT has(rows, wanted_row)) AS lost,
      countIf(wanted = 1 AND NOT has(rows, wanted_row) AND there > 0) AS outdated,
      sumIf(there - wanted, there > wanted) AS doubled
    FROM (
      SELECT key, countIf(is_expected) AS wanted, countIf(NOT is_expected) AS there,
        anyIf(row, is_expected) AS wanted_row, groupArrayIf(row, NOT is_expected) AS rows
      FROM (${side('expected', 1)} UNION ALL ${side('hearback', 0)}) GROUP BY key)`);
  if (found === undefined) throw new Error(`Nothing could be compared in ${table}.`);
  return found;
}

/** How many of the acknowledged messages the log lacks, counting each as often as it was acknowledged. */
export function missingFrom(
  log: readonly Placed[],
  acknowledged: readonly { readonly value: Uint8Array }[],
): number {
  const there = new Map<string, number>();
  for (const { record } of log) {
    const hash = hashOf(record.value ?? new Uint8Array());
    there.set(hash, (there.get(hash) ?? 0) + 1);
  }
  let missing = 0;
  for (const { value } of acknowledged) {
    const left = there.get(hashOf(value)) ?? 0;
    if (left === 0) missing += 1;
    else there.set(hashOf(value), left - 1);
  }
  return missing;
}

const hashOf = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('base64');
