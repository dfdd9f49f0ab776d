import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseEnvironment } from '../platform/environment.js';
import { createStoreClient } from './client.js';
import { openClickHouse, type ClickHouseEndpoint } from './endpoint.js';
import { migrate, readMigrations, SchemaError, type Migration } from './migrator.js';

let directory: string;
let endpoint: ClickHouseEndpoint;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearback-migrations-'));
  endpoint = await openClickHouse(parseEnvironment({ HEARBACK_DATA: directory }));
});
afterAll(async () => {
  await endpoint.close();
  await rm(directory, { recursive: true, force: true });
});

const create = (number: number): Migration => ({
  number,
  name: `t${number}`,
  sql: `CREATE TABLE IF NOT EXISTS t${number} (a UInt8) ENGINE = MergeTree ORDER BY a`,
  hash: `hash-${number}`,
});

describe('migrations', () => {
  it('given an empty store, then all are applied once, and later ones are added', async () => {
    expect(await migrate(endpoint.url, [create(1), create(2)], 'once')).toEqual({ applied: 2 });
    expect(await migrate(endpoint.url, [create(1), create(2)], 'once')).toEqual({ applied: 0 });
    expect(await migrate(endpoint.url, [create(1), create(2), create(3)], 'once')).toEqual({ applied: 1 });
    const client = createStoreClient(endpoint.url, 'once');
    const tables = await client.query({ query: 'SHOW TABLES', format: 'JSONEachRow' });
    expect(await tables.json()).toEqual(
      expect.arrayContaining([{ name: 't1' }, { name: 't2' }, { name: 't3' }]),
    );
    await client.close();
  });

  it('given a crash after a statement and before its mark, then it is applied again without harm', async () => {
    const broken = { ...create(2), sql: 'CREATE NONSENSE' };
    await expect(migrate(endpoint.url, [create(1), broken], 'crash')).rejects.toThrow();
    expect(await migrate(endpoint.url, [create(1), create(2)], 'crash')).toEqual({ applied: 1 });
  });

  it('given several processes that start at once, then each gets the schema, also where a statement fits only once', async () => {
    const migrations = [1, 2, 3, 4].flatMap((step): Migration[] => {
      const made = create(2 * step - 1);
      const renamed = { ...create(2 * step), sql: `RENAME TABLE ${made.name} TO renamed${step}` };
      return [made, renamed];
    });
    const results = await Promise.all(
      Array.from({ length: 4 }, () => migrate(endpoint.url, migrations, 'race')),
    );
    expect(results.reduce((sum, { applied }) => sum + applied, 0)).toBeGreaterThanOrEqual(8);
    expect(await migrate(endpoint.url, migrations, 'race')).toEqual({ applied: 0 });
  });

  it('given a lock left behind by a killed engine, then its only user is not kept out by it', async () => {
    await migrate(endpoint.url, [create(1)], 'left');
    const client = createStoreClient(endpoint.url, 'left');
    await client.command({
      query: 'CREATE TABLE schema_lock_1 (nothing UInt8) ENGINE = MergeTree ORDER BY nothing',
    });
    await client.close();
    expect(await migrate(endpoint.url, [create(1), create(2)], 'left', false)).toEqual({ applied: 1 });
  });

  it('given a file that was edited after it had been applied, then the store is left alone', async () => {
    await migrate(endpoint.url, [create(1)], 'edited');
    const edited = { ...create(1), hash: 'other' };
    await expect(migrate(endpoint.url, [edited, create(2)], 'edited')).rejects.toThrow(
      /Migration 1 \(t1\) was changed/,
    );
    expect(await migrate(endpoint.url, [create(1)], 'edited')).toEqual({ applied: 0 });
  });

  it('given a store of a newer version, then it is refused with the remedy', async () => {
    await migrate(endpoint.url, [create(1), create(2)], 'newer');
    await expect(migrate(endpoint.url, [create(1)], 'newer')).rejects.toThrow(/newer version of Hearback/);
  });

  it('given processes that start at once, then one does it all, and what is filled behind it is never dropped', async () => {
    // As 0016 and 0017 of the shipped ones, with enough before them for the others to be anywhere in between.
    const steps = [
      ...Array.from({ length: 8 }, (_, index) => create(index + 1)),
      { ...create(9), sql: 'DROP TABLE IF EXISTS t1' },
      { ...create(10), sql: create(1).sql },
    ];
    const start = async (wait: number): Promise<number> => {
      await new Promise((resolve) => setTimeout(resolve, wait));
      const { applied } = await migrate(endpoint.url, steps, 'at_once');
      const client = createStoreClient(endpoint.url, 'at_once');
      await client.insert({ table: 't1', values: [{ a: wait }], format: 'JSONEachRow' });
      await client.close();
      return applied;
    };
    const waits = [0, 5, 10, 20, 40, 80, 120, 200];
    const applied = await Promise.all(waits.map(start));
    expect(applied.filter((count) => count > 0)).toEqual([10]);
    const client = createStoreClient(endpoint.url, 'at_once');
    const rows = await client.query({ query: 'SELECT a FROM t1 ORDER BY a', format: 'JSONEachRow' });
    expect(await rows.json()).toEqual(waits.map((a) => ({ a })));
    const left = await client.query({ query: "SHOW TABLES LIKE 'schema_lock%'", format: 'JSONEachRow' });
    expect(await left.json()).toEqual([]);
    await client.close();
  });

  it('given a lock whose holder died long ago, then it is taken over', async () => {
    await migrate(endpoint.url, [create(1)], 'died');
    const client = createStoreClient(endpoint.url, 'died');
    await client.command({
      query: 'CREATE TABLE schema_lock_7 (nothing UInt8) ENGINE = MergeTree ORDER BY nothing',
    });
    // What the engine goes by is when the file of the table was written.
    const [table] = await (
      await client.query({
        query:
          "SELECT metadata_path AS path FROM system.tables WHERE database = 'died' AND name = 'schema_lock_7'",
        format: 'JSONEachRow',
      })
    ).json<{ path: string }>();
    const long = new Date(Date.now() - 120_000);
    await utimes(
      join(directory, 'clickhouse', table?.path.replace(/^.*\/(?=store\/)/, '') ?? ''),
      long,
      long,
    );
    expect(await migrate(endpoint.url, [create(1), create(2)], 'died')).toEqual({ applied: 1 });
    await client.close();
  });

  it('given files that are misnamed or leave a gap, then they are named', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hearback-sql-'));
    await writeFile(join(folder, '0001_a.sql'), 'SELECT 1');
    await writeFile(join(folder, '0003_b.sql'), 'SELECT 1');
    await expect(readMigrations(folder)).rejects.toThrow(SchemaError);
    await expect(readMigrations(folder)).rejects.toThrow(/0003_b\.sql: expected number 2/);
    await rm(folder, { recursive: true });
  });
});
