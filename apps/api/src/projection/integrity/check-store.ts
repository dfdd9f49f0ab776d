import type { ClickHouseClient } from '@clickhouse/client';
import { isOutage } from '../../clickhouse/errors.js';
import { messageOf } from '../../event-log/errors.js';
import { LIVE, PROJECTED } from '../tables.js';
import { incompleteApplications } from './incomplete-applications.js';
import type { PlacedRows, ProjectedCounts } from './projected-counts.js';
import { storedCounts, type Prefix } from './stored-counts.js';

/** A partition up to its position, and what the log says that the store holds of it. */
export type CountedPrefix = Prefix & { readonly counts: ProjectedCounts };

/** What is missing or broken, one sentence each. None: all rows are there. */
export type Problems = readonly string[];

/**
 * Compares the rows of the store with what the log says was brought into it.
 *
 * @param parts whether every part is read as a whole and compared with the engine's own checksums
 * @param isAlone whether nobody writes meanwhile; else what is only half written is looked at again
 */
export async function checkStore(
  clickHouse: ClickHouseClient,
  prefixes: readonly CountedPrefix[],
  { parts, isAlone }: { readonly parts: boolean; readonly isAlone: boolean },
): Promise<Problems> {
  const found = [
    ...(parts ? await brokenParts(clickHouse) : []),
    ...(await readable(() => missingRows(clickHouse, prefixes))),
    ...(await readable(() => incompleteApplications(clickHouse, prefixes, isAlone))),
  ];
  return found.length === 0 ? found : [...found, ...(await detachedParts(clickHouse))];
}

/** A part that can't be read is a finding; an engine that is away is none. */
async function readable(check: () => Promise<Problems>): Promise<Problems> {
  try {
    return await check();
  } catch (error) {
    if (isOutage(error)) throw error;
    return [`A table can't be read: ${firstLine(messageOf(error))}`];
  }
}

async function brokenParts(clickHouse: ClickHouseClient): Promise<Problems> {
  const problems: string[] = [];
  for (const table of PROJECTED) {
    const found = await readable(async () => {
      const result = await clickHouse.query({
        query: `CHECK TABLE ${table}`,
        clickhouse_settings: { check_query_single_value_result: 0 },
        format: 'JSONEachRow',
      });
      const checked = await result.json<{ part_path: string; is_passed: number; message: string }>();
      return checked
        .filter(({ is_passed }) => is_passed === 0)
        .map(({ part_path, message }) => `${table}: part ${part_path} is broken: ${firstLine(message)}`);
    });
    problems.push(...found);
  }
  return problems;
}

async function missingRows(
  clickHouse: ClickHouseClient,
  prefixes: readonly CountedPrefix[],
): Promise<Problems> {
  const stored = await storedCounts(clickHouse, LIVE, prefixes);
  return prefixes.flatMap(({ partition, counts }) => {
    const found = stored.get(partition);
    if (found === undefined) return [];
    return [
      ...missing(LIVE.stored_events, `events of partition ${partition}`, counts.events, found.events),
      ...missing(
        LIVE.stored_rejections,
        `rejected messages of partition ${partition}`,
        counts.rejections,
        found.rejections,
      ),
    ];
  });
}

/** More than expected is no loss: a message that an older version rejected may be an event to this one. */
function missing(table: string, what: string, expected: PlacedRows, found: PlacedRows): Problems {
  if (found.count < expected.count)
    return [`${table}: ${expected.count - found.count} of ${expected.count} ${what} are missing`];
  if (found.count === expected.count && found.sum !== expected.sum)
    return [`${table}: other ${what} than those that were brought in`];
  return [];
}

/** What the engine has put aside by itself; it says why rows are missing, and alone it is no loss. */
async function detachedParts(clickHouse: ClickHouseClient): Promise<Problems> {
  try {
    const result = await clickHouse.query({
      query: `SELECT table, count() AS n, any(reason) AS reason FROM system.detached_parts
        WHERE database = currentDatabase() AND table IN {tables:Array(String)} GROUP BY table ORDER BY table`,
      query_params: { tables: [...PROJECTED] },
      format: 'JSONEachRow',
    });
    const detached = await result.json<{ table: string; n: number; reason: string }>();
    return detached.map(
      ({ table, n, reason }) => `${table}: the engine has put ${n} parts aside (${reason})`,
    );
  } catch {
    // An account on a server may not be allowed to see them.
    return [];
  }
}

const firstLine = (text: string): string => text.split('\n', 1)[0]?.slice(0, 300) ?? '';
