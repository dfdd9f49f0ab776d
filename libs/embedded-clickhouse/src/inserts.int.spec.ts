import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { startTestEngine, temporaryDirectory, until, type TestEngine } from './testing/test-engine.js';

let test: TestEngine;
beforeAll(async () => {
  // Characters that end a literal or separate arguments must do no harm.
  test = await startTestEngine({ dataDirectory: temporaryDirectory(`embedded 'a' [b] \\ ü `) });
});
afterAll(() => test.stop());

beforeEach(async () => {
  await test.client().command({
    query: `CREATE OR REPLACE TABLE t (a UInt64, b String DEFAULT 'omitted', c Nullable(DateTime64(3, 'UTC')))
            ENGINE = MergeTree ORDER BY a SETTINGS non_replicated_deduplication_window = 100`,
  });
});

const count = async () => (await test.rows('SELECT count() FROM t'))[0];
const spooled = () => readdirSync(join(test.dataDirectory, 'http-spool'));

describe('inserts', () => {
  it('inserts objects, with defaults for what is left out, and says how many', async () => {
    const { summary } = await test.client().insert({
      table: 't',
      values: [{ a: 1, b: `it's\n"quoted"\t\\`, c: '2026-01-02 03:04:05.678' }, { a: 2 }],
      format: 'JSONEachRow',
    });
    expect(summary).toMatchObject({ written_rows: '2' });
    expect(await test.rows('SELECT * FROM t ORDER BY a')).toEqual([
      [1, `it's\n"quoted"\t\\`, '2026-01-02 03:04:05.678'],
      [2, 'omitted', null],
    ]);
  });

  it.each([
    ['VALUES in the statement', `INSERT INTO t (a, b) VALUES (1, 'x'), (2, 'y')`],
    ['CSV behind the statement', 'INSERT INTO t (a, b) FORMAT CSV\n1,x\n2,"y"\n'],
    ['JSON on the same line', 'INSERT INTO t FORMAT JSONEachRow {"a":1,"b":"x"}{"a":2,"b":"y"}'],
    ['a SELECT', `INSERT INTO t (a, b) SELECT number + 1, ['x', 'y'][number + 1] FROM numbers(2)`],
    ['settings of its own', `INSERT INTO t (a, b) SETTINGS async_insert = 0 VALUES (1, 'x'), (2, 'y')`],
  ])('takes %s', async (_what, body) => {
    expect((await test.raw('', { method: 'POST', body })).status).toBe(200);
    expect(await test.rows('SELECT a, b FROM t ORDER BY a')).toEqual([
      [1, 'x'],
      [2, 'y'],
    ]);
  });

  it.each([false, true])('streams 100,000 rows (gzip: %s)', async (compressed) => {
    const client = test.client({ compression: { request: compressed, response: compressed } });
    const rows = Readable.from(
      (function* () {
        for (let a = 0; a < 100_000; a += 1) yield { a, b: `candidate ${a} has waited for a while now` };
      })(),
    );
    await client.insert({ table: 't', values: rows, format: 'JSONEachRow' });
    expect(await test.rows('SELECT count(), uniqExact(a), sum(a) FROM t')).toEqual([
      [100_000, 100_000, 4999950000],
    ]);
    expect(spooled()).toEqual([]);
  });

  it('takes a gzipped body that holds the statement, too', async () => {
    const body = gzipSync(`INSERT INTO t (a) FORMAT TSV\n${'7\n'.repeat(300_000)}`);
    const answer = await test.raw('', { method: 'POST', body, headers: { 'Content-Encoding': 'gzip' } });
    expect([answer.status, await count()]).toEqual([200, [300_000]]);
  });

  it('names encodings that it can not read', async () => {
    const headers = { 'Content-Encoding': 'zstd' };
    const answer = await test.raw('', { method: 'POST', body: 'SELECT 1', headers });
    expect([answer.status, await answer.text()]).toEqual([
      501,
      expect.stringContaining(`'zstd' is not supported`),
    ]);
  });

  it('inserts nothing of a body with a bad row, names the row, and works on', async () => {
    const insert = encodeURIComponent('INSERT INTO t FORMAT JSONEachRow');
    const answer = await test.raw(`?query=${insert}`, {
      method: 'POST',
      body: '{"a":1}\n{"a":"no"}\n{"a":3}\n',
    });
    expect([answer.status, answer.headers.get('x-clickhouse-exception-code')]).toEqual([400, '27']);
    expect(await answer.text()).toMatch(/at row 2/);
    expect([await count(), spooled()]).toEqual([[0], []]);
  });

  it('answers a refused insert also while its body is still being sent', async () => {
    const body = Buffer.alloc(20_000_000, '{"a":1}\n');
    const insert = encodeURIComponent('INSERT INTO t FORMAT JSONEachRow');
    const answer = await test.raw(`?query=${insert}`, {
      method: 'POST',
      body,
      headers: { 'X-ClickHouse-Key': 'no' },
    });
    expect(answer.headers.get('x-clickhouse-exception-code')).toBe('516');
  });

  it('inserts nothing of a body that breaks off', async () => {
    const insert = encodeURIComponent('INSERT INTO t FORMAT JSONEachRow');
    const sending = request(`${test.engine.url}/?query=${insert}`, {
      method: 'POST',
      headers: { 'X-ClickHouse-Key': test.engine.password },
    });
    sending.on('error', () => undefined);
    sending.write('{"a":1}\n'.repeat(500_000));
    await until('the body is being spooled', () => spooled().length === 1);
    sending.destroy();
    await until('the spool is empty', () => spooled().length === 0);
    expect(await count()).toEqual([0]);
  });

  it('fills materialized views once per insert', async () => {
    const client = test.client();
    for (const query of [
      'CREATE DATABASE IF NOT EXISTS views ENGINE = Atomic',
      `CREATE TABLE views.source (a UInt8) ENGINE = MergeTree ORDER BY a SETTINGS non_replicated_deduplication_window = 10`,
      `CREATE TABLE views.target (n UInt64) ENGINE = MergeTree ORDER BY n SETTINGS non_replicated_deduplication_window = 10`,
      'CREATE MATERIALIZED VIEW views.v TO views.target AS SELECT count() AS n FROM views.source',
    ]) {
      await client.command({ query });
    }
    for (let i = 0; i < 2; i += 1) {
      const clickhouse_settings = { insert_deduplication_token: 'same' };
      await client.insert({
        table: 'views.source',
        values: [{ a: 1 }, { a: 2 }],
        format: 'JSONEachRow',
        clickhouse_settings,
      });
    }
    expect(await test.rows('SELECT sum(n), count() FROM views.target')).toEqual([[2, 1]]);
  });
});
