import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestEngine, until, type TestEngine } from './testing/test-engine.js';

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

describe('long queries', () => {
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
    // The long ones take hours: that it is answered at all is what is shown.
    await client.insert({ table: 'prompt', values: [{ a: 1 }], format: 'JSONEachRow' });
    expect(await running('long_one')).toBe(6);
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
