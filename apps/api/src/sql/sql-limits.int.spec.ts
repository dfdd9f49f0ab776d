import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Problem } from '../platform/problem.js';
import { startTestStore, type TestStore } from '../testing/test-store.js';
import { deliver, Unread } from './deliver.js';
import { Gate } from './gate.js';
import { LIMITS } from './limits.js';
import { ReaderRole } from './reader-role.js';
import { SqlService } from './sql.service.js';

let test: TestStore;
beforeAll(async () => {
  test = await startTestStore();
});
afterAll(() => test.close());

const none = new AbortController().signal;

function within(limits: Partial<typeof LIMITS> = {}, gate: Gate = new Gate(test.store)): SqlService {
  const role = new ReaderRole(test.client, test.endpoint);
  return new SqlService(test.client, { ...LIMITS, ...limits }, gate, role, test.endpoint);
}

async function outcome(sql: string, by = within(), signal = none): Promise<Problem | string> {
  try {
    const parts = await (await by.ask(sql, 'JSONEachRow', signal)).toArray();
    return Buffer.concat(parts as Buffer[]).toString('utf8');
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

const says = (status: number, detail: RegExp) => ({
  status,
  detail: expect.stringMatching(detail) as unknown as string,
});

describe('the size of a question', () => {
  it('given names of 50,000 characters, then none is longer than 256, wherever it stands', async () => {
    const name = (length: number): string => 'x'.repeat(length);
    const recursive = `WITH RECURSIVE t AS (SELECT 1 AS ${name(50_000)} UNION ALL SELECT ${name(50_000)} + 1 FROM t) SELECT * FROM t`;
    expect(await outcome(recursive)).toMatchObject(says(400, /50000 characters; at most 256/));
    expect(await outcome(`SELECT 1 AS "${name(257)}"`)).toMatchObject(says(400, /257 characters/));
    expect(await outcome(`SELECT 1 AS ${name(256)}`)).toContain(name(256));
  });

  it.each([
    ['many columns', `SELECT ${'1,'.repeat(600)}1`, /more than 500 columns/],
    ['many stars', `SELECT ${'*,'.repeat(600)}1 FROM events`, /more than 500 columns|too long/],
    ['questions in questions', `SELECT ${'1 IN (SELECT '.repeat(40)}1${')'.repeat(40)}`, /too deeply nested/],
    [
      'tables that are made of two of the one before',
      `WITH t0 AS (SELECT 1 AS x)${Array.from({ length: 30 }, (_, n) => `, t${n + 1} AS (SELECT a.x FROM t${n} AS a, t${n} AS b)`).join('')} SELECT * FROM t30`,
      /too deeply nested/,
    ],
    [
      'a recursion without end',
      'WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t',
      /1,000 levels/,
    ],
  ])('given %s, then it is refused', async (_what, sql, detail) => {
    expect(await outcome(sql)).toMatchObject(says(422, detail));
  });
});

describe('what a question writes', () => {
  it('given an answer that is longer as it is written out than its rows are, then it is refused and leaves no file', async () => {
    const name = 'x'.repeat(256);
    const columns = Array.from({ length: 200 }, (_, n) => `1 AS ${name.slice(String(n).length)}${n}`).join();
    const sql = `SELECT ${columns} FROM numbers(1000000)`;
    expect(await outcome(sql)).toMatchObject(says(422, /at most 1000000 rows and 512 MiB/));
    const spool = `${test.directory}/clickhouse/http-spool`;
    expect(readdirSync(spool)).toEqual([]);
  });

  it('given groups that do not fit into memory, then their temporary files are bounded, and what is sorted has none', async () => {
    const little = within({ memoryBytes: 256 * 2 ** 20, temporaryBytes: 32 * 2 ** 20 });
    const text = [1, 2, 3, 4, 5, 6].map((n) => `toString(cityHash64(number, ${n}))`).join();
    const texts = `SELECT concat(${text}) AS s FROM numbers(3000000)`;
    const grouped = await outcome(
      `SELECT count() FROM (SELECT s, count() FROM (${texts}) GROUP BY s)`,
      little,
    );
    expect(grouped).toMatchObject(says(422, /32 MiB of temporary files/));
    const sorted = await outcome(`SELECT s FROM (${texts}) ORDER BY s`, little);
    expect(sorted).toMatchObject(says(422, /256 MiB of memory/));
  });
});

describe('the place of a question', () => {
  /** What no list of functions covers: one call that the engine does not interrupt for some seconds. */
  class OpenGate extends Gate {
    override admit = (sql: string): Promise<string> => Promise.resolve(sql);
  }
  const LONG_CALL = 'SELECT length(arrayFilter(x -> has(range(150000), x + 150000), range(150000)))';
  const isRunning = async (): Promise<boolean> => {
    const rows = await test.store.rows(
      "SELECT 1 FROM system.processes WHERE position(query, 'arrayFilter') > 0 AND position(query, 'processes') = 0",
    );
    return rows.length > 0;
  };

  it('given askers who leave, then it is held until the engine has ended the question', async () => {
    const one = within({ concurrent: 1 }, new OpenGate(test.store));
    const gone = new AbortController();
    const asked = outcome(LONG_CALL, one, gone.signal).catch(() => 'gone');
    while (!(await isRunning())) await pause(10);
    gone.abort();
    expect(await asked).toBe('gone');
    let refusals = 0;
    for (;;) {
      const answer = await outcome('SELECT 1 AS n', one);
      if (typeof answer === 'string') break;
      expect(answer).toMatchObject(says(429, /most at a time/));
      refusals += 1;
      await pause(20);
    }
    expect(refusals).toBeGreaterThan(0);
    expect(await isRunning()).toBe(false);
  });

  it('given more questions than places, however they come, then the engine runs no more', async () => {
    const many = within({ concurrent: 20 });
    const gone = new AbortController();
    const sql = 'SELECT max(cityHash64(number)) FROM numbers(1000000000000)';
    const asked = Array.from({ length: 6 }, () => outcome(sql, many, gone.signal).catch(() => 'gone'));
    const refused = await Promise.any(asked);
    expect(refused).toMatchObject({ status: 429 });
    const [running] = await test.store.rows<{ n: number }>(
      "SELECT count() AS n FROM system.processes WHERE position(query, 'cityHash64') > 0 AND position(query, 'processes') = 0",
    );
    expect(running?.n).toBeLessThanOrEqual(2);
    gone.abort();
    await Promise.all(asked);
  });
});

describe('an answer that nobody reads', () => {
  it('is given up, and one that is read slowly is not', async () => {
    const failures: unknown[] = [];
    const endings: string[] = [];
    const server = createServer((request, response) => {
      const chunk = Buffer.alloc(64 * 1024);
      const length = request.url === '/slow' ? 64 : 4096;
      const answer = Readable.from(Array.from({ length }, () => chunk));
      answer.once('close', () => endings.push(request.url ?? ''));
      deliver(answer, response, 2 ** 30, [], 500).catch((error: unknown) => failures.push(error));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const ask = async (path: string): Promise<IncomingMessage> => {
      const { port } = server.address() as AddressInfo;
      const answered = once(get({ port, host: '127.0.0.1', path }), 'response');
      return ((await answered) as [IncomingMessage])[0];
    };
    const unread = await ask('/unread');
    unread.on('error', () => undefined);
    const slow = await ask('/slow');
    let read = 0;
    for await (const part of slow) {
      read += (part as Buffer).length;
      await pause(2);
    }
    expect(read).toBe(64 * 64 * 1024);
    while (!endings.includes('/unread')) await pause(20);
    expect(failures).toEqual([expect.any(Unread)]);
    server.closeAllConnections();
    server.close();
  });

  it('is cut off beyond the limit, so that it can not be taken for a whole one', async () => {
    const server = createServer((_request, response) => {
      const answer = Readable.from(Array.from({ length: 100 }, () => Buffer.alloc(1000)));
      deliver(answer, response, 50_000).catch(() => undefined);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await expect(fetch(`http://127.0.0.1:${port}/`).then((answer) => answer.text())).rejects.toThrow();
    server.close();
  });
});
