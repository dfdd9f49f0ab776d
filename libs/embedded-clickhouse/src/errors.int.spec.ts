import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestEngine, type TestEngine } from './testing/test-engine.js';

let test: TestEngine;
beforeAll(async () => {
  test = await startTestEngine({ memoryLimitBytes: 1_500_000_000 });
});
afterAll(() => test.stop());

const failure = (query: string, clickhouse_settings: Record<string, string | number> = {}) =>
  test
    .client()
    .query({ query, format: 'JSONEachRow', clickhouse_settings })
    .then((result) => result.json())
    .then(
      () => 'it succeeded',
      (error: unknown) => error,
    );

describe('errors', () => {
  it.each([
    ['60', 'UNKNOWN_TABLE', 404, 'SELECT * FROM nowhere'],
    ['62', 'SYNTAX_ERROR', 400, 'SELEC 1'],
    ['62', 'SYNTAX_ERROR', 400, 'SELECT 1; SELECT 2'],
    ['47', 'UNKNOWN_IDENTIFIER', 404, 'SELECT nothing'],
    ['46', 'UNKNOWN_FUNCTION', 404, 'SELECT no_such_function()'],
    ['73', 'UNKNOWN_FORMAT', 404, 'SELECT 1 FORMAT Nothing'],
    ['81', 'UNKNOWN_DATABASE', 404, 'SELECT * FROM nowhere.t'],
    [
      '159',
      'TIMEOUT_EXCEEDED',
      408,
      'SELECT count() FROM numbers(1000000000000) SETTINGS max_execution_time = 0.2',
    ],
    ['241', 'MEMORY_LIMIT_EXCEEDED', 500, 'SELECT length(groupArray(number)) FROM numbers(1000000000)'],
    ['395', 'FUNCTION_THROW_IF_VALUE_IS_NON_ZERO', 500, 'SELECT throwIf(1)'],
    ['456', 'UNKNOWN_QUERY_PARAMETER', 500, 'SELECT {missing:String}'],
  ])('reports %s %s with status %i', async (code, type, status, query) => {
    const answer = await test.raw('', { method: 'POST', body: query });
    const text = await answer.text();
    expect([answer.status, answer.headers.get('x-clickhouse-exception-code')]).toEqual([status, code]);
    expect(text).toMatch(new RegExp(`^Code: ${code}\\. DB::Exception: .*\\(${type}\\)`, 's'));
    expect(text).toMatch(/ \(version \d+\.\d+\.\d+\.\d+\)\n$/);
    // What the listener adds to a statement is nobody's business.
    expect(text).not.toMatch(/OUTFILE|INFILE/);
    if (!query.includes('FORMAT') && !query.includes(';'))
      expect(await failure(query)).toMatchObject({ code, type });
  });

  it('reports a setting that does not exist and a value that can not be', async () => {
    expect(await failure('SELECT 1', { no_such_setting: 1 })).toMatchObject({
      code: '115',
      type: 'UNKNOWN_SETTING',
    });
    expect(await failure('SELECT 1', { max_threads: 'many' })).toMatchObject({ code: '27' });
  });

  it('limits one query by its own setting', async () => {
    const settings = { max_memory_usage: '50000000' };
    expect(await failure('SELECT length(groupArray(number)) FROM numbers(50000000)', settings)).toMatchObject(
      {
        code: '241',
      },
    );
  });

  it.each(['JSONEachRow', 'CSV', 'Native', 'JSON'])(
    'reports an error behind four million rows of %s as an error, not as a short result',
    async (format) => {
      const body = `SELECT number, throwIf(number = 4000000) FROM numbers(5000000) FORMAT ${format}`;
      const answer = await test.raw('', { method: 'POST', body });
      expect([answer.status, answer.headers.get('x-clickhouse-exception-code')]).toEqual([500, '395']);
      expect(await answer.text()).toMatch(/^Code: 395\./);
    },
  );

  it('gives the error to a client that reads rows as they come', async () => {
    expect(await failure('SELECT number, throwIf(number = 4000000) FROM numbers(5000000)')).toMatchObject({
      code: '395',
    });
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

  it('never reads or writes files of the machine for INTO OUTFILE and FROM INFILE', async () => {
    expect(await failure(`SELECT 1 INTO OUTFILE '/tmp/never'`)).toMatchObject({ code: '358' });
    const body = `INSERT INTO t FROM INFILE '/etc/passwd' FORMAT LineAsString`;
    expect((await test.raw('', { method: 'POST', body })).status).toBe(404);
  });
});

describe('authentication', () => {
  it.each([
    ['no password', {}],
    ['a wrong password', { 'X-ClickHouse-User': 'default', 'X-ClickHouse-Key': 'wrong' }],
    ['another user', { 'X-ClickHouse-User': 'admin', 'X-ClickHouse-Key': '' }],
  ])('refuses %s with 516 and status 403', async (_what, headers) => {
    const answer = await fetch(`${test.engine.url}/?query=SELECT%201`, {
      headers: new Headers(Object.entries(headers)),
    });
    expect([answer.status, answer.headers.get('x-clickhouse-exception-code')]).toEqual([403, '516']);
    expect(await answer.text()).toMatch(/^Code: 516\. .*\(AUTHENTICATION_FAILED\)/);
  });

  it('is an error that the client understands', async () => {
    const client = test.client({ password: 'wrong' });
    await expect(client.query({ query: 'SELECT 1' })).rejects.toMatchObject({
      code: '516',
      type: 'AUTHENTICATION_FAILED',
    });
  });
});
