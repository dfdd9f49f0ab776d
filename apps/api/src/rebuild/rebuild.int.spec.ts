import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Store } from '../clickhouse/store.js';
import { Projector } from '../projection/projector.js';
import { startInProcess, type HearbackInProcess } from '../testing/hearback-in-process.js';
import { Rebuild } from './rebuild.js';
import { ask, ended, extraTables, rebuilt, record, rowsOf } from './testing/filled.js';

let hearback: HearbackInProcess;
let recorded: number;
beforeAll(async () => {
  hearback = await startInProcess();
  recorded = await record(hearback);
  await hearback.settled();
});
afterAll(() => hearback.close());

const change = (query: string): Promise<unknown> =>
  hearback.clickHouse.command({ query, clickhouse_settings: { mutations_sync: '1', wait_end_of_query: 1 } });
const groupOfNow = (): Promise<string> => hearback.app.get(Projector).group();

describe('a rebuild', () => {
  it.each(['log', 'events'] as const)(
    'given all events in the %s, then every table has the same rows, under a new generation, and nothing is left over',
    async (source) => {
      const [before, group] = [await rowsOf(hearback.clickHouse), await groupOfNow()];
      expect(before['stored_events']).toHaveLength(recorded);
      expect(before['stored_rejections']).toHaveLength(2);
      const view = await rebuilt(hearback, source);
      expect(view).toMatchObject({ phase: 'done', source, comparison: { equal: true, arrivedMeanwhile: 0 } });
      expect(view.comparison?.tables.map(({ oldRows, newRows }) => oldRows - newRows)).toEqual([
        0, 0, 0, 0, 0, 0,
      ]);
      expect(await rowsOf(hearback.clickHouse)).toEqual(before);
      expect(await groupOfNow()).not.toBe(group);
      expect(await hearback.app.get(Projector).lag()).toBe(0n);
      expect(await extraTables(hearback.clickHouse)).toEqual([]);
    },
  );

  it('given events that come in all the time, then all of them are there afterwards, as if folded from the start', async () => {
    await hearback.app.get(Rebuild).begin('log', false);
    let phases = 0;
    const more = await record(hearback, { seed: 2, onEach: () => (phases += 1) });
    const view = await ended(hearback.app.get(Rebuild));
    recorded += more + (await record(hearback, { seed: 3, weeks: 2 }));
    await hearback.settled();
    expect(view.phase).toBe('done');
    expect(phases).toBeGreaterThan(3);
    const after = await rowsOf(hearback.clickHouse);
    expect(after['stored_events']).toHaveLength(recorded);
    expect((await rebuilt(hearback)).comparison).toMatchObject({ equal: true });
    expect(await rowsOf(hearback.clickHouse)).toEqual(after);
  });

  it('given rows that were deleted and changed by hand, then the comparison finds them, says why, and the swap mends them', async () => {
    // Rows that are missing when the store is compared would be brought back without a rebuild.
    await hearback.app.get(Projector).verify();
    const before = await rowsOf(hearback.clickHouse);
    const [{ id: gone } = { id: '' }] = await ask<{ id: string }>(
      hearback.clickHouse,
      `SELECT application_id AS id FROM stored_obligations FINAL WHERE kind = 'response' ORDER BY id LIMIT 1`,
    );
    await change(`ALTER TABLE stored_obligations DELETE WHERE application_id = '${gone}'`);
    await change(`ALTER TABLE stored_events DELETE WHERE application_id = '${gone}'`);
    await change(`ALTER TABLE stored_interviews UPDATE stage = 'Scribble' WHERE application_id = '${gone}'`);
    const { comparison } = await rebuilt(hearback);
    const of = (table: string) => comparison?.tables.find((compared) => compared.table === table);
    const lost = (table: string): number =>
      before[table]!.filter((row) => (row as { application_id: string }).application_id === gone).length;
    expect(comparison?.equal).toBe(false);
    expect(of('stored_events')).toMatchObject({ onlyNew: lost('stored_events'), onlyOld: 0, changed: 0 });
    expect(of('stored_obligations')).toMatchObject({ onlyNew: lost('stored_obligations'), onlyOld: 0 });
    expect(of('stored_obligations')?.differences[0]).toMatchObject({
      key: { application_id: gone },
      old: null,
      new: { application_id: gone },
      why: expect.stringContaining('the old table had lost') as unknown,
    });
    expect(of('stored_interviews')).toMatchObject({ changed: lost('stored_interviews') });
    expect(of('stored_interviews')?.differences[0]).toMatchObject({
      old: { stage: 'Scribble' },
      why: expect.stringMatching(/^It differs in stage, .*changed by hand/) as unknown,
    });
    expect(of('stored_touchpoints')?.differences).toEqual([]);
    expect(await rowsOf(hearback.clickHouse)).toEqual(before);
  });

  it('given readers all the time, then none sees an error, or old and new side by side', async () => {
    // What is old is marked in every table; the fresh rows are not.
    for (const table of ['interviews', 'obligations', 'touchpoints']) {
      await change(`ALTER TABLE stored_${table} UPDATE url = 'old' WHERE 1`);
    }
    await change(`ALTER TABLE stored_events UPDATE recorded_time = '1999-01-01 00:00:00' WHERE 1`);
    const marked = ['interviews', 'obligations', 'touchpoints'].map(
      (table) => `(SELECT countIf(url = 'old') > 0 FROM stored_${table}) AS ${table}`,
    );
    const query = `SELECT ${marked.join(', ')},
      (SELECT countIf(recorded_time < '2000-01-01') > 0 FROM stored_events) AS events`;
    const store = hearback.app.get(Store);
    const seen = { old: 0, new: 0, mixed: 0, failed: 0 };
    const stop = new AbortController();
    const reader = async (): Promise<void> => {
      while (!stop.signal.aborted) {
        try {
          const [row] = await store.rows<Record<string, number>>(query);
          const values = new Set(Object.values(row ?? {}));
          seen[values.size > 1 ? 'mixed' : values.has(1) ? 'old' : 'new'] += 1;
        } catch {
          seen.failed += 1;
        }
      }
    };
    const readers = [reader(), reader(), reader(), reader()];
    for (let round = 0; round < 3; round += 1) {
      expect(await rebuilt(hearback, round === 1 ? 'events' : 'log')).toMatchObject({ phase: 'done' });
      if (round === 0) await store.rows('SELECT 1');
    }
    stop.abort();
    await Promise.all(readers);
    expect(seen).toMatchObject({ mixed: 0, failed: 0 });
    expect(seen.old).toBeGreaterThan(5);
    expect(seen.new).toBeGreaterThan(5);
  });

  it('given one under way, then a second one is refused, and it can be abandoned, which changes nothing', async () => {
    const [before, group] = [await rowsOf(hearback.clickHouse), await groupOfNow()];
    const rebuild = hearback.app.get(Rebuild);
    await rebuild.begin('events', false);
    await expect(rebuild.begin(undefined, false)).rejects.toMatchObject({
      status: 409,
      detail: expect.stringMatching(/under way since .*--abandon/) as unknown,
    });
    expect(await rebuild.abandon()).toMatchObject({ phase: 'abandoned' });
    await expect(rebuild.abandon()).rejects.toMatchObject({ status: 409 });
    expect(await rowsOf(hearback.clickHouse)).toEqual(before);
    expect(await groupOfNow()).toBe(group);
    expect(await extraTables(hearback.clickHouse)).toEqual([]);
  });
});
