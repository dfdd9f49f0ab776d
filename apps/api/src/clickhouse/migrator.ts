import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { createStoreClient, DATABASE } from './client.js';
import { isOutage } from './errors.js';

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
 * that knows more than this version, or a shipped file that was edited, is refused before anything is changed.
 */
export async function migrate(
  url: string,
  migrations: readonly Migration[],
  database: string = DATABASE,
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
    const known = await appliedMigrations(client);
    check(known, migrations);
    const missing = migrations.slice(known.length);
    let applied = 0;
    for (const { number, name, sql, hash } of missing) {
      // Several processes of a deployment may start at once: what another one has done meanwhile is not done again.
      if (await isApplied(client, number)) continue;
      try {
        // Every statement is CREATE ... IF NOT EXISTS or the like: a crash between the two lines is made good by
        // running it again.
        await client.command({ query: sql, clickhouse_settings: { wait_end_of_query: 1 } });
      } catch (error) {
        // Another one was ahead, and has gone on to what this statement no longer fits.
        if (!isOutage(error) && (await isAppliedSoon(client, number))) continue;
        throw error;
      }
      await client.insert({
        table: 'schema_migrations',
        columns: ['number', 'name', 'hash'],
        values: [{ number, name, hash }],
        format: 'JSONEachRow',
      });
      applied += 1;
    }
    return { applied };
  } finally {
    await client.close();
  }
}

async function isApplied(client: ClickHouseClient, number: number): Promise<boolean> {
  return (await appliedMigrations(client)).some((migration) => migration.number === number);
}

/** Between a statement of the other one and its mark there is a moment. */
async function isAppliedSoon(client: ClickHouseClient, number: number): Promise<boolean> {
  for (let tries = 0; tries < 10; tries += 1) {
    if (await isApplied(client, number)) return true;
    await pause(200);
  }
  return false;
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
