import { readdirSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { ReaderLimits } from './index.js';
import { startTestEngine, until, type TestEngine } from './testing/test-engine.js';

/** One call of a function, for hours: the engine looks at a kill and at the time only between two calls. */
const ENDLESS = 'SELECT length(arrayFilter(x -> has(range(1000000), x + 1000000), range(1000000)))';
const LONG = 'SELECT sum(sipHash64(number)) FROM numbers(1000000000000)';

let test: TestEngine;
afterEach(() => test.stop());

async function started(readerLimits: Partial<ReaderLimits> = {}): Promise<void> {
  test = await startTestEngine({ readerGrants: ['SELECT ON shop.orders'], readerLimits });
}

/** What a reader gets: the code of the error, or how long the answer is. */
async function ask(sql: string, signal?: AbortSignal, more = ''): Promise<{ code: number; text: string }> {
  const init = { method: 'POST', body: sql, ...(signal === undefined ? {} : { signal }) };
  const answer = await test.raw(`?role=reader&readonly=1${more}`, init);
  const code = Number(answer.headers.get('x-clickhouse-exception-code') ?? 0);
  return { code, text: await answer.text() };
}

const running = async (part: string) => {
  const rows = await test.rows(
    `SELECT count() FROM system.processes WHERE position(query, '${part}') > 0 AND position(query, 'processes') = 0`,
  );
  return (rows[0] as [number])[0];
};

describe('places of readers', () => {
  it('are few, are held until the engine has ended the statement, and leave the others alone', async () => {
    await started({ places: 2 });
    const gone = new AbortController();
    const asked = [ask(LONG, gone.signal), ask(LONG, gone.signal)].map((each) => each.catch(() => 'gone'));
    await until('both run', async () => (await running('sipHash64')) === 2);
    expect(await ask('SELECT 1')).toMatchObject({
      code: 202,
      text: expect.stringContaining('Maximum: 2') as unknown as string,
    });
    const others = Array.from({ length: 30 }, (_, n) => test.rows(`SELECT ${n}`));
    expect(await Promise.all(others)).toHaveLength(30);
    gone.abort();
    expect(await Promise.all(asked)).toEqual(['gone', 'gone']);
    await until('a place is free', async () => (await ask('SELECT 1')).code === 0);
    await until('both have ended', async () => (await running('sipHash64')) === 0);
  });
});

describe('a statement that can not be ended', () => {
  it('is ended by a restart of the engine, which costs others no wrong answer, and readers a pause', async () => {
    await started({ endWithinMs: 1_000 });
    await test.client().command({ query: 'CREATE TABLE t (a UInt8) ENGINE = MergeTree ORDER BY a' });
    await test.client().insert({ table: 't', values: [{ a: 7 }], format: 'JSONEachRow' });
    expect(test.engine.readersPausedUntil()).toBe(0);
    const gone = new AbortController();
    const asked = ask(ENDLESS, gone.signal).catch(() => 'gone');
    await until('it runs', async () => (await running('arrayFilter')) === 1);
    gone.abort();
    expect(await asked).toBe('gone');
    const seen = new Set<string>();
    await until('the engine was restarted', async () => {
      const rows = await test.rows('SELECT a FROM t').catch((error: { code?: string }) => error.code);
      seen.add(JSON.stringify(rows));
      return test.engine.restarts() === 1 && Array.isArray(rows);
    });
    const failures = [...seen].filter((answer) => answer !== '[[7]]');
    for (const failure of failures) expect(failure).toMatch(/ECONN|EPIPE|undefined/);
    expect(test.engine.readersPausedUntil()).toBeGreaterThan(Date.now() + 30_000);
    expect(test.lines.join('\n')).toContain('could not be ended');
    expect(await ask('SELECT 1')).toMatchObject({ code: 0, text: '1\n' });
  });

  it('is ended by its time also when its client stays', async () => {
    await started({ endWithinMs: 500 });
    await expect(ask(ENDLESS, undefined, '&max_execution_time=1')).rejects.toThrow();
    await until('the engine was restarted', () => test.engine.restarts() === 1);
  });
});

describe('answers to readers', () => {
  it('are refused when they grow too long, whatever makes them long, and leave no file', async () => {
    await started({ answerBytes: 20_000_000 });
    const name = 'x'.repeat(2_000);
    const sql = `SELECT number AS ${name} FROM numbers(100000) FORMAT JSONEachRow`;
    expect(await ask(sql)).toMatchObject({
      code: 396,
      text: expect.stringContaining('20000000') as unknown as string,
    });
    // A short one that is over before it is measured.
    expect(await ask("SELECT repeat('x', 1000000) FROM numbers(21)")).toMatchObject({ code: 396 });
    expect((await ask("SELECT repeat('x', 1000000) FROM numbers(19)")).text).toHaveLength(19_000_019);
    const spool = () => readdirSync(`${test.dataDirectory}/http-spool`);
    await until('the files are gone', () => spool().length === 0);
  });

  it('that nobody reads count until they are read or given up', async () => {
    await started({ allAnswersBytes: 30_000_000 });
    const gone = new AbortController();
    const unread = await test.raw('?role=reader&readonly=1', {
      method: 'POST',
      body: "SELECT repeat('x', 1000000) FROM numbers(20)",
      signal: gone.signal,
    });
    expect(unread.status).toBe(200);
    const second = "SELECT repeat('y', 1000000) FROM numbers(20)";
    expect(await ask(second)).toMatchObject({ code: 243 });
    gone.abort();
    await until('there is room again', async () => (await ask(second)).code === 0);
  });
});
