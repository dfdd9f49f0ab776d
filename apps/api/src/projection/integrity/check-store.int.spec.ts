import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, record } from '../../rebuild/testing/filled.js';
import { startInProcess, type HearbackInProcess } from '../../testing/hearback-in-process.js';
import { Projector } from '../projector.js';
import { PROJECTED } from '../tables.js';
import { checkStore, type CountedPrefix } from './check-store.js';
import { fromMetadata, placeHash } from './projected-counts.js';

let hearback: HearbackInProcess;
beforeAll(async () => {
  hearback = await startInProcess();
  await record(hearback, { weeks: 2 });
  await hearback.settled();
  for (const table of PROJECTED) await command(`SYSTEM STOP MERGES ${table}`);
});
afterAll(() => hearback.close());

const command = (query: string): Promise<unknown> => hearback.clickHouse.command({ query });

async function prefixes(): Promise<CountedPrefix[]> {
  const positions = (await hearback.app.get(Projector).positions()) ?? [];
  return positions.map((span) => {
    const counts = fromMetadata(span.metadata);
    if (counts === undefined) throw new Error('The position has no counts.');
    return { ...span, counts };
  });
}

const check = async (isAlone = true): Promise<readonly string[]> =>
  checkStore(hearback.clickHouse, await prefixes(), { parts: true, isAlone });

const partsOf = (table: string): Promise<{ name: string; rows: number }[]> =>
  ask(
    hearback.clickHouse,
    `SELECT name, rows FROM system.parts WHERE active AND database = currentDatabase() AND table = '${table}' ORDER BY name`,
  );

describe('the comparison of the store with the log', () => {
  it('given all rows, then it finds nothing', async () => {
    expect(await check()).toEqual([]);
  });

  it('given the counts, then they are those of the tables', async () => {
    const [{ counts }] = (await prefixes()) as [CountedPrefix];
    const [stored] = await ask<{ events: number; rejections: number }>(
      hearback.clickHouse,
      'SELECT (SELECT count() FROM stored_events FINAL) AS events, (SELECT count() FROM stored_rejections FINAL) AS rejections',
    );
    expect({ events: counts.events.count, rejections: counts.rejections.count }).toEqual(stored);
    expect(counts.rejections.count).toBeGreaterThan(0);
  });

  it.each(PROJECTED)(
    'given %s without one of its parts, then it names the table, and nothing once it is back',
    async (table) => {
      const [part] = await partsOf(table);
      await command(`ALTER TABLE ${table} DETACH PART '${part!.name}'`);
      try {
        const found = await check();
        expect(found.some((problem) => problem.startsWith(`${table}: `))).toBe(true);
        expect(found.at(-1)).toContain('the engine has put 1 parts aside');
      } finally {
        await command(`ALTER TABLE ${table} ATTACH PARTITION tuple()`);
      }
      expect(await check()).toEqual([]);
    },
  );

  it('given as many events as there should be, but other ones, then it says so', async () => {
    const others = (await prefixes()).map(({ counts, ...prefix }) => {
      const { count, sum } = counts.events;
      return {
        ...prefix,
        counts: { ...counts, events: { count, sum: sum + placeHash(7n) - placeHash(8n) } },
      };
    });
    expect(await checkStore(hearback.clickHouse, others, { parts: false, isAlone: true })).toEqual([
      'stored_events: other events of partition 0 than those that were brought in',
    ]);
  });

  it('given an application whose batch was not finished, then it is no finding', async () => {
    const all = await prefixes();
    const [last] = await ask<{ offset: number; application_id: string }>(
      hearback.clickHouse,
      `SELECT offset, application_id FROM stored_events FINAL WHERE application_id != '' ORDER BY offset DESC LIMIT 1`,
    );
    const before = all.map((prefix) => ({ ...prefix, position: BigInt(last!.offset) }));
    await command('SYSTEM START MERGES stored_interviews');
    const lost = `ALTER TABLE stored_interviews DELETE WHERE application_id = '${last!.application_id}'`;
    await hearback.clickHouse.command({ query: lost, clickhouse_settings: { mutations_sync: '2' } });
    const found = await checkStore(hearback.clickHouse, before, { parts: false, isAlone: true });
    expect(found.filter((problem) => problem.startsWith('stored_interviews'))).toEqual([]);
    expect((await check())[0]).toMatch(/^stored_interviews: missing or outdated rows of 1 applications/);
  });

  it('given others who write meanwhile, then what is missing for good is found all the same', async () => {
    expect((await check(false))[0]).toMatch(/^stored_interviews: missing or outdated rows of 1 applications/);
  });
});
