import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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

  it('given files that are misnamed or leave a gap, then they are named', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hearback-sql-'));
    await writeFile(join(folder, '0001_a.sql'), 'SELECT 1');
    await writeFile(join(folder, '0003_b.sql'), 'SELECT 1');
    await expect(readMigrations(folder)).rejects.toThrow(SchemaError);
    await expect(readMigrations(folder)).rejects.toThrow(/0003_b\.sql: expected number 2/);
    await rm(folder, { recursive: true });
  });
});
