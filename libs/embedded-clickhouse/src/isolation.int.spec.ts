import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startTestEngine, temporaryDirectory, until, type TestEngine } from './testing/test-engine.js';

let test: TestEngine;
beforeAll(async () => {
  test = await startTestEngine();
});
afterAll(() => test.stop());

const running = async (marker: string) => {
  const rows = await test.rows(
    `SELECT count() FROM system.processes WHERE query LIKE '%${marker}%' AND query NOT LIKE '%processes%'`,
  );
  return (rows[0] as [number])[0];
};

describe('requests do not touch each other', () => {
  it('never answers with rows of a query that failed before; a shared session does', async () => {
    const probe = fileURLToPath(new URL('./testing/shared-session-probe.mjs', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [probe, temporaryDirectory()], {
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const seen = JSON.parse(stdout) as { failed: boolean; throughEngine: string; throughSharedBytes: number };
    expect(seen).toMatchObject({ failed: true, throughEngine: '"CLEAN"\n' });
    // The control: should this one day be small, the engine has been repaired and the test has lost its point.
    expect(seen.throughSharedBytes).toBeGreaterThan(1_000_000);
  });

  it('answers right behind a failed query, over HTTP', async () => {
    const failing =
      'SELECT number, throwIf(number = 400000) FROM numbers(500000) SETTINGS max_block_size = 1000';
    for (let i = 0; i < 5; i += 1) {
      await expect(test.rows(failing)).rejects.toMatchObject({ code: '395' });
      expect(await test.rows(`SELECT 'CLEAN'`)).toEqual([['CLEAN']]);
      expect(await (await test.raw('', { method: 'POST', body: 'EXISTS TABLE nowhere' })).text()).toBe('0\n');
    }
  });

  it('applies settings to their request alone', async () => {
    const setting = `SELECT getSetting('max_threads'), getSetting('readonly')`;
    const before = await test.rows(setting);
    expect(await test.rows(setting, { max_threads: 7, readonly: '1' })).toEqual([[7, 1]]);
    expect(await test.rows(setting)).toEqual(before);
    await expect(test.rows('SELECT throwIf(1)', { max_threads: 5 })).rejects.toBeDefined();
    expect(await test.rows(setting)).toEqual(before);
    await test.client().command({ query: 'CREATE OR REPLACE TABLE writable (a UInt8) ENGINE = Memory' });
  });

  it('holds to readonly', async () => {
    const client = test.client();
    const readonly = { clickhouse_settings: { readonly: '1' } };
    await expect(
      client.command({ query: 'CREATE TABLE no (a UInt8) ENGINE = Memory', ...readonly }),
    ).rejects.toMatchObject({ code: '164' });
    await expect(
      client.query({ query: 'SELECT 1 SETTINGS max_threads = 1', ...readonly }),
    ).rejects.toMatchObject({ code: '164' });
    expect(await test.rows('SELECT 1', { readonly: '1', max_threads: 1 })).toEqual([[1]]);
  });

  it('runs 20 queries at a time, some failing, without mixing them up', async () => {
    const client = test.client({ max_open_connections: 40 });
    const ask = async (i: number) => {
      const failing = i % 5 === 0;
      const query = `SELECT ${i} AS id, throwIf(${failing ? 'number = 40000' : '0'}) FROM numbers(50000) SETTINGS max_block_size = 1000`;
      const result = await client.query({ query, format: 'JSONCompactEachRow' });
      const rows = await result.json<[number, number]>();
      return rows.length === 50_000 && rows.every(([id]) => id === i);
    };
    for (let round = 0; round < 3; round += 1) {
      const answers = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => ask(i)));
      answers.forEach((answer, i) => {
        if (i % 5 === 0) expect(answer).toMatchObject({ status: 'rejected', reason: { code: '395' } });
        else expect(answer).toEqual({ status: 'fulfilled', value: true });
      });
    }
  });

  it('inserts promptly while long queries run', async () => {
    await test
      .client()
      .command({ query: 'CREATE OR REPLACE TABLE prompt (a UInt8) ENGINE = MergeTree ORDER BY a' });
    const controller = new AbortController();
    const client = test.client();
    const long = Array.from({ length: 6 }, () =>
      client
        .query({
          query: 'SELECT sum(sipHash64(number)) AS long_one FROM numbers(1000000000000)',
          abort_signal: controller.signal,
        })
        .catch(() => undefined),
    );
    await until('six long queries run', async () => (await running('long_one')) === 6);
    const started = Date.now();
    await client.insert({ table: 'prompt', values: [{ a: 1 }], format: 'JSONEachRow' });
    expect(Date.now() - started).toBeLessThan(5_000);
    controller.abort();
    await Promise.all(long);
    await until('no long query runs', async () => (await running('long_one')) === 0);
  });
});

describe('a client that goes away', () => {
  it('ends its query in the engine', async () => {
    const controller = new AbortController();
    const query = 'SELECT sum(sipHash64(number)) AS aborted_one FROM numbers(1000000000000)';
    const asked = test.client().query({ query, abort_signal: controller.signal });
    const outcome = expect(asked).rejects.toThrow(/abort/i);
    await until('the query runs', async () => (await running('aborted_one')) === 1);
    controller.abort();
    await outcome;
    await until('the query has ended', async () => (await running('aborted_one')) === 0, 5_000);
  });

  it('does not stop what it asked to be changed', async () => {
    await test
      .client()
      .command({ query: 'CREATE OR REPLACE TABLE kept (a UInt64) ENGINE = MergeTree ORDER BY a' });
    const controller = new AbortController();
    const query =
      'INSERT INTO kept SELECT number + sleepEachRow(0.01) FROM numbers(100) SETTINGS max_block_size = 10';
    const asked = test
      .client()
      .command({ query, abort_signal: controller.signal })
      .catch(() => undefined);
    await until('the insert runs', async () => (await running('INSERT INTO kept')) === 1);
    controller.abort();
    await asked;
    await until('the insert has ended', async () => (await running('INSERT INTO kept')) === 0);
    expect(await test.rows('SELECT count() FROM kept')).toEqual([[100]]);
  });
});
