import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClickHouseClient } from '@clickhouse/client';
import { createStoreClient, DATABASE } from './client.js';
import { oneAtATime } from './migration-lock.js';

/** One numbered file of `apps/api/migrations`: a single statement that is never edited once it has shipped. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly hash: string;
}

/** The store can't be brought to this version's schema; retrying does not help. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

const FILE_NAME = /^(\d{4})_([a-z0-9_]+)\.sql$/;

/** @throws SchemaError on a misnamed file, a gap or a double in the numbering */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async (file, index) => {
      const [, number, name] = FILE_NAME.exec(file) ?? [];
      if (number === undefined || name === undefined) {
        throw new SchemaError(`${join(directory, file)}: a migration is called NNNN_name.sql`);
      }
      if (Number(number) !== index + 1) {
        throw new SchemaError(
          `${join(directory, file)}: expected number ${index + 1}; migrations have no gaps`,
        );
      }
      const sql = (await readFile(join(directory, file), 'utf8')).trim().replace(/;$/, '');
      const hash = createHash('sha256').update(sql).digest('hex');
      return { number: Number(number), name, sql, hash };
    }),
  );
}

/**
 * Creates the database where it is missing and applies what has not been applied, in order. Up only: a store
 * that knows more than this version, or a shipped file that was edited, is refused before anything is changed. Of
 * several processes that start at once one does it, and the others wait for it.
 *
 * @param isShared whether there may be other processes. Alone, nobody is waited for: a lock that a killed engine left
 *   behind would keep its only user out.
 */
export async function migrate(
  url: string,
  migrations: readonly Migration[],
  database: string = DATABASE,
  isShared = true,
): Promise<{ applied: number }> {
  const server = createStoreClient(url, 'default');
  try {
    await server.command({ query: `CREATE DATABASE IF NOT EXISTS ${database} ENGINE = Atomic` });
  } finally {
    await server.close();
  }
  const client = createStoreClient(url, database);
  try {
    await client.command({
      query: `CREATE TABLE IF NOT EXISTS schema_migrations (
        number UInt32, name String, hash String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
      ) ENGINE = ReplacingMergeTree ORDER BY number`,
    });
    if ((await missingFrom(client, migrations)).length === 0) return { applied: 0 };
    const turn = isShared ? oneAtATime : alone;
    return await turn(client, async (renew) => {
      // Others may have applied them while this process waited for its turn.
      const missing = await missingFrom(client, migrations);
      for (const { number, name, sql, hash } of missing) {
        await renew();
        // Every statement is CREATE ... IF NOT EXISTS or the like: a crash between the two lines is made good by
        // running it again.
        await client.command({ query: sql, clickhouse_settings: { wait_end_of_query: 1 } });
        await client.insert({
          table: 'schema_migrations',
          columns: ['number', 'name', 'hash'],
          values: [{ number, name, hash }],
          format: 'JSONEachRow',
        });
      }
      return { applied: missing.length };
    });
  } finally {
    await client.close();
  }
}

/** As {@link oneAtATime}, where nobody else is. */
function alone<T>(_client: ClickHouseClient, work: (renew: () => Promise<void>) => Promise<T>): Promise<T> {
  return work(() => Promise.resolve());
}

async function missingFrom(client: ClickHouseClient, migrations: readonly Migration[]): Promise<Migration[]> {
  const known = await appliedMigrations(client);
  check(known, migrations);
  return migrations.slice(known.length);
}

interface AppliedMigration {
  readonly number: number;
  readonly name: string;
  readonly hash: string;
}

async function appliedMigrations(client: ClickHouseClient): Promise<AppliedMigration[]> {
  const result = await client.query({
    query: 'SELECT number, name, hash FROM schema_migrations FINAL ORDER BY number',
    format: 'JSONEachRow',
  });
  return result.json<AppliedMigration>();
}

function check(known: readonly AppliedMigration[], migrations: readonly Migration[]): void {
  for (const { number, name, hash } of known) {
    const shipped = migrations[number - 1];
    if (shipped === undefined) {
      throw new SchemaError(
        `The store was written by a newer version of Hearback: it has migration ${number} (${name}), this version ends at ${migrations.length}. Start that newer version, or point this one at another store.`,
      );
    }
    if (shipped.hash !== hash) {
      throw new SchemaError(
        `Migration ${number} (${name}) was changed after it had been applied. Restore the file and put the change into a new migration.`,
      );
    }
  }
}
