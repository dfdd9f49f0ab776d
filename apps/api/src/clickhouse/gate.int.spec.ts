import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClickHouseClient } from '@clickhouse/client';
import { startTestStore, type TestStore } from '../testing/test-store.js';
import { Gate, gated } from './gate.js';

const TABLES = ['one', 'two', 'three'];

let test: TestStore;
beforeAll(async () => {
  test = await startTestStore();
  for (const table of TABLES) {
    for (const name of [table, `${table}_fresh`]) {
      await test.client.command({ query: `CREATE TABLE ${name} (of String) ENGINE = MergeTree ORDER BY ()` });
      await test.client.command({ query: `INSERT INTO ${name} VALUES ('${name}')` });
    }
  }
});
afterAll(() => test.close());

const EXCHANGE = `EXCHANGE TABLES ${TABLES.map((table) => `${table} AND ${table}_fresh`).join(', ')}`;
const QUERY = `SELECT ${TABLES.map((table) => `(SELECT any(endsWith(of, '_fresh')) FROM ${table}) AS ${table}`).join(', ')}`;

/** Reads while the tables are exchanged, and tells how many answers came of both sides. */
async function readWhileExchanging(
  reader: ClickHouseClient,
  exchange: (work: () => Promise<unknown>) => Promise<unknown>,
): Promise<{ read: number; mixed: number }> {
  const seen = { read: 0, mixed: 0 };
  let isOver = false;
  const read = async (): Promise<void> => {
    while (!isOver) {
      const result = await reader.query({ query: QUERY, format: 'JSONEachRow' });
      const [row] = await result.json<Record<string, number>>();
      seen.read += 1;
      if (new Set(Object.values(row ?? {})).size > 1) seen.mixed += 1;
    }
  };
  const readers = [read(), read(), read()];
  for (let times = 0; times < 60; times += 1) await exchange(() => test.client.command({ query: EXCHANGE }));
  isOver = true;
  await Promise.all(readers);
  return seen;
}

describe('the gate', () => {
  it('given no gate, when tables are exchanged, then a query sees some of before and some of after', async () => {
    const seen = await readWhileExchanging(test.client, (work) => work());
    expect(seen.mixed).toBeGreaterThan(0);
  });

  it('given the gate, then no query does, and all go on', async () => {
    const gate = new Gate();
    const seen = await readWhileExchanging(gated(test.client, gate), async (work) => {
      await gate.alone(work);
      await pause(5);
    });
    expect(seen.mixed).toBe(0);
    expect(seen.read).toBeGreaterThan(20);
  });

  it('given a visitor who stays, then others are let in again after a while, and it is passed once it is quiet', async () => {
    const gate = new Gate();
    let leave: () => void = () => undefined;
    const inside = gate.pass(() => new Promise<void>((resolve) => (leave = resolve)));
    const order: string[] = [];
    const alone = gate.alone(() => Promise.resolve(order.push('alone')));
    await gate.pass(() => Promise.resolve(order.push('another')));
    expect(order).toEqual(['another']);
    leave();
    await Promise.all([inside, alone]);
    expect(order).toEqual(['another', 'alone']);
  });

  it('given work inside, then what it asks passes, and what outlives it does not count as inside', async () => {
    const gate = new Gate();
    let later: Promise<unknown> = Promise.resolve();
    const order: string[] = [];
    await gate.pass(async () => {
      await gate.pass(() => Promise.resolve());
      later = pause(20).then(() => gate.pass(() => Promise.resolve(order.push('later'))));
    });
    await gate.alone(async () => {
      await gate.pass(() => Promise.resolve());
      await pause(60);
      order.push('alone');
    });
    await later;
    expect(order).toEqual(['alone', 'later']);
  });

  it('given a failure inside, then it is told, and the gate opens', async () => {
    const gate = new Gate();
    await expect(gate.alone(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(gate.pass(() => Promise.reject(new Error('neither')))).rejects.toThrow('neither');
    expect(await gate.alone(() => Promise.resolve(1))).toBe(1);
  });
});
