import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestEngine, type TestEngine } from './testing/test-engine.js';

let test: TestEngine;
beforeAll(async () => {
  test = await startTestEngine({ readerGrants: ['SELECT ON shop.orders'] });
  const client = test.client();
  for (const query of [
    'CREATE DATABASE shop ENGINE = Atomic',
    'CREATE TABLE shop.secrets (a UInt8) ENGINE = MergeTree ORDER BY a',
    'INSERT INTO shop.secrets VALUES (7)',
    'CREATE VIEW shop.plain AS SELECT a FROM shop.secrets',
    'CREATE VIEW shop.orders DEFINER = CURRENT_USER SQL SECURITY DEFINER AS SELECT a AS n FROM shop.plain',
  ]) {
    await client.command({ query });
  }
});
afterAll(() => test.stop());

const ask = async (sql: string, search = '?database=shop&role=reader&readonly=1') => {
  const answer = await test.raw(search, { method: 'POST', body: sql });
  const code = answer.headers.get('x-clickhouse-exception-code');
  return code === null ? await answer.text() : Number(code);
};

describe('a request with role=reader', () => {
  it('reads what was granted, through views that read for their maker', async () => {
    expect(await ask('SELECT n FROM orders')).toBe('7\n');
    expect(await ask('SELECT count() FROM shop.orders')).toBe('1\n');
  });

  it.each([
    'SELECT * FROM secrets',
    'SELECT * FROM shop.`secrets`',
    'SELECT * FROM plain',
    'SELECT n FROM orders WHERE n IN secrets',
    'SELECT n FROM orders WHERE n IN (SELECT a FROM secrets)',
    'WITH orders AS (SELECT a FROM secrets) SELECT * FROM orders',
    'SELECT (SELECT max(a) FROM secrets)',
    `SELECT * FROM file('/etc/hostname', 'LineAsString')`,
    `SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString', 's String')`,
    'DESCRIBE TABLE secrets',
  ])('is denied %s', async (sql) => {
    expect(await ask(sql)).toBe(497);
  });

  it('finds nothing that was not granted with merge and in the catalogue', async () => {
    expect(await ask(`SELECT * FROM merge('shop', 'secrets')`)).toBe(636);
    expect(await ask(`SELECT name FROM system.tables WHERE database = 'shop'`)).toBe('orders\n');
  });

  it.each(['INSERT INTO secrets VALUES (1)', 'DROP TABLE secrets', 'SET ROLE owner; SELECT 1'])(
    'changes nothing: %s',
    async (sql) => {
      expect(await ask(sql)).toEqual(expect.any(Number));
      expect(await test.rows('SELECT a FROM shop.secrets')).toEqual([[7]]);
    },
  );

  it('leaves other requests their rights', async () => {
    expect(await ask('SELECT * FROM secrets', '?database=shop')).toBe('7\n');
  });
});
