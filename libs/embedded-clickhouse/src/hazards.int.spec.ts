import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Session } from 'chdb';
import { mkdtempSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedClickHouse } from './index.js';
import { startTestEngine, type TestEngine } from './testing/test-engine.js';

let test: TestEngine;
beforeAll(async () => {
  test = await startTestEngine();
});
afterAll(() => test.stop());

/** Fails after it has produced rows: what leaks into the next result where a Session is shared. */
const FAILING =
  "SELECT number, throwIf(number = 400000, 'x') FROM numbers(500000) SETTINGS max_block_size = 1000";

describe('a query that fails half-way', () => {
  it('leaves nothing behind for the next one', async () => {
    for (let round = 0; round < 5; round += 1) {
      await expect(test.rows(FAILING)).rejects.toThrow();
      expect(await test.rows("SELECT 'CLEAN'")).toEqual([['CLEAN']]);
    }
  });

  it('leaves nothing behind for those that run beside it', async () => {
    const beside = Array.from({ length: 20 }, async (_, index) =>
      index % 5 === 0
        ? test.rows(FAILING).catch(() => 'failed')
        : test.rows(`SELECT ${index}, count() FROM numbers(100000)`),
    );
    const results = await Promise.all(beside);
    for (const [index, rows] of results.entries()) {
      expect(rows).toEqual(index % 5 === 0 ? 'failed' : [[index, 100000]]);
    }
  });

  it('reaches its reader as an error, never as a shorter result', async () => {
    const response = await test.raw(`?query=${encodeURIComponent(`${FAILING} FORMAT TSV`)}`);
    const text = await response.text().catch(() => 'cut off');
    const isTold = !response.ok || text === 'cut off' || text.includes('DB::Exception');
    expect(isTold).toBe(true);
  });
});

describe('what one request sets', () => {
  it('does not reach the next', async () => {
    expect(await test.rows("SELECT getSetting('max_threads')", { max_threads: 1 })).not.toEqual([]);
    const usual = await test.rows("SELECT getSetting('max_block_size')");
    await test.rows("SELECT getSetting('max_block_size')", { max_block_size: 77 });
    expect(await test.rows("SELECT getSetting('max_block_size')")).toEqual(usual);
  });

  it('a deduplication token drops the repeat of its own insert and no other insert', async () => {
    const client = test.client();
    await client.command({
      query:
        'CREATE TABLE tokens (a UInt64) ENGINE = MergeTree ORDER BY a SETTINGS non_replicated_deduplication_window = 100',
    });
    const insert = (a: number, token?: string): Promise<unknown> =>
      client.insert({
        table: 'tokens',
        values: [{ a }],
        format: 'JSONEachRow',
        clickhouse_settings: {
          async_insert: 0,
          ...(token === undefined ? {} : { insert_deduplication_token: token }),
        },
      });
    await insert(1, 'T');
    await insert(1, 'T');
    await insert(2);
    expect(await test.rows('SELECT a FROM tokens ORDER BY a')).toEqual([[1], [2]]);
  });
});

describe('errors', () => {
  it.each([
    ['SELECT * FROM nowhere', '60'],
    ['SELEC 1', '62'],
    ['SELECT unknown_column', '47'],
  ])('%s has code %s', async (query, code) => {
    await expect(test.rows(query)).rejects.toMatchObject({ code });
  });

  it('limits of time and memory act as on a server', async () => {
    await expect(
      test.rows('SELECT sum(sleepEachRow(0.1)) FROM numbers(100)', {
        max_execution_time: 1,
        max_block_size: 1,
      }),
    ).rejects.toMatchObject({ code: '159' });
    await expect(
      test.rows('SELECT groupArray(number) FROM numbers(50000000)', { max_memory_usage: 10_000_000 }),
    ).rejects.toMatchObject({ code: '241' });
  });

  it('a wrong password is refused', async () => {
    const wrong = test.client({ password: 'wrong' });
    await expect(wrong.query({ query: 'SELECT 1' })).rejects.toMatchObject({ code: '516' });
  });
});

describe('the process', () => {
  it('is reached on the loopback address only', async () => {
    const { port } = new URL(test.engine.url);
    const others = Object.values(networkInterfaces())
      .flat()
      .filter((address) => address !== undefined && address.family === 'IPv4' && !address.internal);
    for (const address of others) {
      await expect(fetch(`http://${address?.address}:${port}/ping`)).rejects.toThrow();
    }
    expect((await test.raw('ping')).status).toBe(200);
  });

  it('is restarted under the same address when it dies, with all that it acknowledged', async () => {
    const client = test.client();
    await client.command({ query: 'CREATE TABLE kept (a UInt64) ENGINE = MergeTree ORDER BY a' });
    const insert = (from: number): Promise<unknown> =>
      client.insert({
        table: 'kept',
        values: Array.from({ length: 1000 }, (_, index) => ({ a: from + index })),
        format: 'JSONEachRow',
      });
    await insert(0);
    const pid = test.engine.pid();
    if (pid === undefined) throw new Error('no process');
    process.kill(pid, 'SIGKILL');
    await insert(1000).catch(() => undefined);
    for (let attempt = 0; ; attempt += 1) {
      try {
        const [[n]] = (await test.rows('SELECT count() FROM kept WHERE a < 1000')) as [[number]];
        expect(n).toBe(1000);
        break;
      } catch (error) {
        if (attempt > 100) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
    expect(test.engine.pid()).not.toBe(pid);
    expect(test.engine.restarts()).toBe(1);
  });

  it('refuses a directory that another one has, and names it', async () => {
    await expect(startEmbeddedClickHouse({ dataDirectory: test.dataDirectory })).rejects.toThrow(
      test.dataDirectory,
    );
  });
});

describe('the hazard itself', () => {
  it('is still there where a Session is shared: without a Session per request these tests would fail', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'shared-session-'));
    const session = new Session(directory);
    try {
      await session.queryAsync(FAILING, { format: 'TSV' }).catch(() => undefined);
      const next = await session.queryAsync("SELECT 'CLEAN'", { format: 'TSV' });
      expect(next.bytes().byteLength).toBeGreaterThan('CLEAN\n'.length);
    } finally {
      session.close();
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
