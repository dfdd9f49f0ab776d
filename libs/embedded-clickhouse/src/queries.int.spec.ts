import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gunzipSync } from 'node:zlib';
import { startTestEngine, type TestEngine } from './testing/test-engine.js';

let test: TestEngine;
beforeAll(async () => {
  test = await startTestEngine();
});
afterAll(() => test.stop());

describe('queries through @clickhouse/client', () => {
  it('answers ping with and without a query', async () => {
    const client = test.client();
    expect(await client.ping()).toMatchObject({ success: true });
    expect(await client.ping({ select: true })).toMatchObject({ success: true });
  });

  it.each([
    'JSON',
    'JSONCompact',
    'JSONEachRow',
    'JSONCompactEachRowWithNamesAndTypes',
    'JSONColumnsWithMetadata',
  ] as const)('answers in %s', async (format) => {
    const result = await test.client().query({ query: `SELECT 1 AS a, 'x' AS b`, format });
    expect(JSON.stringify(await result.json())).toMatch(/"?x"?/);
  });

  it('writes a header once, however many blocks the result has', async () => {
    const result = await test.client().query({
      query: 'SELECT number FROM numbers(5000)',
      format: 'CSVWithNames',
      clickhouse_settings: { max_block_size: '100' },
    });
    const lines = (await result.text()).trimEnd().split('\n');
    expect(lines).toHaveLength(5001);
    expect(lines.filter((line) => line.includes('number'))).toEqual(['"number"']);
  });

  it('streams a result of many megabytes', async () => {
    const result = await test
      .client()
      .query({ query: 'SELECT number FROM numbers(1000000)', format: 'JSONEachRow' });
    let next = 0;
    for await (const rows of result.stream<{ number: number }>()) {
      for (const row of rows) if (Number(row.json().number) === next) next += 1;
    }
    expect(next).toBe(1_000_000);
  });

  it.each(['Parquet', 'Native', 'ArrowStream'])('gives back the bytes of %s unharmed', async (format) => {
    await test
      .client()
      .command({ query: `CREATE OR REPLACE TABLE bytes (n UInt64, s String) ENGINE = Memory` });
    const result = await test.raw('', {
      method: 'POST',
      body: `SELECT number AS n, unhex('00FF0A0D') AS s FROM numbers(70000) FORMAT ${format}`,
    });
    expect(result.headers.get('content-type')).toBe('application/octet-stream');
    const insert = encodeURIComponent(`INSERT INTO bytes FORMAT ${format}`);
    const answer = await test.raw(`?query=${insert}`, { method: 'POST', body: await result.arrayBuffer() });
    expect(answer.status).toBe(200);
    expect(await test.rows(`SELECT count(), sum(n), uniqExact(s), any(hex(s)) FROM bytes`)).toEqual([
      [70000, 2449965000, 1, '00FF0A0D'],
    ]);
  });

  it('answers small statements that are no SELECT', async () => {
    expect(await test.rows(`EXISTS TABLE nowhere`)).toEqual([[0]]);
    expect(await test.rows(`DESCRIBE (SELECT 1 AS a)`)).toHaveLength(1);
    expect(JSON.stringify(await test.rows(`SHOW DATABASES`))).toContain('default');
    expect(await test.rows(`EXPLAIN SYNTAX SELECT 1`)).not.toHaveLength(0);
  });

  it('compresses the answer when asked', async () => {
    const client = test.client({ compression: { request: true, response: true } });
    const result = await client.query({ query: 'SELECT number FROM numbers(100000)', format: 'JSONEachRow' });
    expect(result.response_headers['content-encoding']).toBe('gzip');
    expect(await result.json()).toHaveLength(100_000);
    const empty = await client.query({ query: 'SELECT 1 WHERE 0', format: 'JSONEachRow' });
    expect(await empty.json()).toEqual([]);
  });

  it('prints times in UTC, whatever the zone of the machine', async () => {
    expect(await test.rows(`SELECT toDateTime(0), toDateTime64(0, 3), timezone()`)).toEqual([
      ['1970-01-01 00:00:00', '1970-01-01 00:00:00.000', 'UTC'],
    ]);
  });

  it('uses the database of the request', async () => {
    await test.client().command({ query: 'CREATE DATABASE IF NOT EXISTS other ENGINE = Atomic' });
    const result = await test.client({ database: 'other' }).query({ query: 'SELECT currentDatabase() AS d' });
    expect(await result.json()).toMatchObject({ data: [{ d: 'other' }] });
    expect(await test.rows('SELECT currentDatabase()')).toEqual([['default']]);
  });

  it('has the settings that engine versions disagree about', async () => {
    const settings = {
      async_insert: '0',
      insert_deduplicate: '1',
      deduplicate_blocks_in_dependent_materialized_views: '1',
      output_format_json_quote_64bit_integers: '0',
      session_timezone: 'UTC',
      max_query_size: '262144',
    };
    const names = Object.keys(settings).map((name) => `'${name}'`);
    const rows = await test.rows(
      `SELECT name, value FROM system.settings WHERE name IN (${names.join(', ')})`,
    );
    expect(Object.fromEntries(rows as [string, string][])).toEqual(settings);
  });

  it('accepts a session id and keeps nothing between its requests', async () => {
    const client = test.client({ session_id: 'mine' });
    await client.command({ query: 'SET max_threads = 7' });
    const result = await client.query({
      query: `SELECT getSetting('max_threads') = 7 AS kept`,
      format: 'JSONEachRow',
    });
    expect(await result.json()).toEqual([{ kept: 0 }]);
  });
});

describe('parameters', () => {
  const echo = async (type: string, value: unknown): Promise<unknown> => {
    const result = await test.client().query({
      query: `SELECT {value:${type}} AS value`,
      query_params: { value },
      format: 'JSONEachRow',
    });
    return (await result.json<{ value: unknown }>())[0]?.value;
  };

  it.each([
    'plain',
    `it's "quoted" \`thus\``,
    'back\\slash \\n \\\\',
    'line\nfeed, carriage\rreturn, tab\t',
    'nul\0inside',
    'Füße 漢字 🙂',
    '',
    '{other:String} -- ; DROP TABLE t /* */',
    "\\'",
    'x'.repeat(10_000),
  ])('passes the text %j through unchanged', async (text) => {
    expect(await echo('String', text)).toBe(text);
  });

  it('passes numbers, lists, maps, nothing and instants', async () => {
    expect(await echo('Float64', 0.1)).toBe(0.1);
    expect(await echo('Array(String)', [`a'b`, 'c\\d', 'e\nf', ''])).toEqual([`a'b`, 'c\\d', 'e\nf', '']);
    expect(await echo('Array(Array(Int32))', [[1, -2], []])).toEqual([[1, -2], []]);
    expect(await echo('Map(String, UInt8)', { "k'": 1 })).toEqual({ "k'": 1 });
    expect(await echo('Nullable(String)', null)).toBeNull();
    expect(await echo(`DateTime64(3, 'UTC')`, new Date('2026-03-29T01:30:00.123Z'))).toBe(
      '2026-03-29 01:30:00.123',
    );
  });

  it('passes identifiers', async () => {
    await test.client().command({ query: 'CREATE OR REPLACE TABLE `odd ``name` (a UInt8) ENGINE = Memory' });
    const result = await test.client().query({
      query: 'SELECT count() AS n FROM {table:Identifier}',
      query_params: { table: 'odd `name' },
      format: 'JSONEachRow',
    });
    expect(await result.json()).toEqual([{ n: 0 }]);
  });

  it('takes parameters that are too long for a URL from a multipart body', async () => {
    const ids = Array.from({ length: 50_000 }, (_, i) => `candidate-${i}`);
    const result = await test.client().query({
      query: 'SELECT length({ids:Array(String)}) AS n, {ids:Array(String)}[-1] AS last',
      query_params: { ids },
      use_multipart_params: true,
      format: 'JSONEachRow',
    });
    expect(await result.json()).toEqual([{ n: 50_000, last: 'candidate-49999' }]);
  });

  it('keeps parameters of queries that run at the same time apart', async () => {
    const client = test.client({ max_open_connections: 30 });
    const ask = async (i: number) => {
      const result = await client.query({
        query: 'SELECT {i:UInt32} AS i, {s:String} AS s FROM numbers(1 + {i:UInt32} % 3)',
        query_params: { i, s: `text ${i}` },
        format: 'JSONEachRow',
      });
      const rows = await result.json<{ i: number; s: string }>();
      return rows.length === 1 + (i % 3) && rows.every((row) => row.i === i && row.s === `text ${i}`);
    };
    const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => ask(i)));
    expect(answers.filter((right) => !right)).toEqual([]);
  });
});

describe('plain HTTP', () => {
  it('answers probes without a password', async () => {
    for (const path of ['ping', 'replicas_status']) {
      const answer = await fetch(`${test.engine.url}/${path}`);
      expect([answer.status, await answer.text()]).toEqual([200, 'Ok.\n']);
    }
  });

  it('takes the query from the URL, the body, or one behind the other', async () => {
    expect(await (await test.raw('?query=SELECT%201')).text()).toBe('1\n');
    expect(await (await test.raw('', { method: 'POST', body: 'SELECT 2' })).text()).toBe('2\n');
    expect(await (await test.raw('?query=SELECT', { method: 'POST', body: '3' })).text()).toBe('3\n');
  });

  it('takes a statement of several megabytes, and parameters of a hundred kilobytes in the URL', async () => {
    const long = 'x'.repeat(3_000_000);
    const ask = (body: string) => test.raw('?max_query_size=67108864', { method: 'POST', body });
    const answer = await ask(`SELECT length('${long}'), 2 FORMAT CSV`);
    expect(await answer.text()).toBe('3000000,2\n');
    // Without quotes around it, a statement that is cut off would still be one, with another answer.
    const commented = await ask(`SELECT 1 /* ${long} */ + 1`);
    expect(await commented.text()).toBe('2\n');
    const parameter = 'y'.repeat(100_000);
    const query = encodeURIComponent('SELECT length({text:String})');
    expect(await (await test.raw(`?query=${query}&param_text=${parameter}`)).text()).toBe('100000\n');
  });

  it('takes the format from the statement, the header or the URL', async () => {
    const ask = async (search: string, headers: Record<string, string> = {}) =>
      (await test.raw(search, { headers })).text();
    expect(await ask(`?query=${encodeURIComponent('SELECT 1 AS a FORMAT JSONEachRow')}`)).toBe('{"a":1}\n');
    expect(await ask('?query=SELECT%201&default_format=CSVWithNames')).toBe('"1"\n1\n');
    expect(await ask('?query=SELECT%20%27x%27', { 'X-ClickHouse-Format': 'CSV' })).toBe('"x"\n');
  });

  it('reports query id, format and summary in headers', async () => {
    const answer = await test.raw('?query=SELECT%201&query_id=my-own', { method: 'POST' });
    expect(answer.headers.get('x-clickhouse-query-id')).toBe('my-own');
    expect(answer.headers.get('x-clickhouse-format')).toBe('TabSeparated');
    expect(answer.headers.get('x-clickhouse-timezone')).toBe('UTC');
    expect(JSON.parse(answer.headers.get('x-clickhouse-summary') ?? '')).toMatchObject({ result_rows: '1' });
  });

  it('sends gzip only to those who ask and can read it', async () => {
    const search = '?query=SELECT%201&enable_http_compression=1';
    const { promise, resolve, reject } = withResolvers<Buffer>();
    const { get } = await import('node:http');
    get(
      `${test.engine.url}/${search}`,
      { headers: { 'Accept-Encoding': 'gzip', 'X-ClickHouse-Key': test.engine.password } },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve(Buffer.concat(parts)));
      },
    ).on('error', reject);
    expect(gunzipSync(await promise).toString()).toBe('1\n');
  });

  it('lets GET only read', async () => {
    const answer = await test.raw(
      `?query=${encodeURIComponent('CREATE TABLE no (a UInt8) ENGINE = Memory')}`,
    );
    expect(answer.headers.get('x-clickhouse-exception-code')).toBe('164');
  });

  it('knows no other path', async () => {
    expect((await test.raw('nowhere')).status).toBe(404);
  });
});

function withResolvers<T>() {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
