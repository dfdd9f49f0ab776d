import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { defaultOrganisation } from '../platform/organisation.js';
import { Projector } from '../projection/projector.js';
import { PROJECTED } from '../projection/tables.js';
import { startInProcess, type HearbackInProcess } from '../testing/hearback-in-process.js';
import { Rebuild } from './rebuild.js';
import type { RebuildState } from './rebuild-state.js';
import { freshTables, keepRebuild, latestRebuild } from './rebuild-states.js';
import { createFresh, idsOf } from './swap.js';
import { ask, ended, extraTables, rebuilt, record, rowsOf } from './testing/filled.js';

let directory: string;
let hearback: HearbackInProcess;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearback-rebuild-'));
  hearback = await startInProcess({}, { directory });
  await record(hearback, { weeks: 3 });
  await hearback.settled();
});
afterEach(async () => {
  await hearback.close();
  await rm(directory, { recursive: true, force: true });
});

const restart = async (settings: Parameters<typeof startInProcess>[1] = {}): Promise<void> => {
  await hearback.close();
  hearback = await startInProcess({}, { directory, ...settings });
};
const kept = async (): Promise<RebuildState> => {
  const latest = await latestRebuild(hearback.clickHouse);
  if (latest === undefined) throw new Error('nothing is kept');
  return latest.state;
};
const command = (query: string): Promise<unknown> => hearback.clickHouse.command({ query });

describe('a rebuild that is interrupted', () => {
  it.each([0, 1, 3, 6])(
    'given a crash after %d of 6 tables were swapped, then the start swaps the others before anybody reads',
    async (swapped) => {
      const before = await rowsOf(hearback.clickHouse);
      await rebuilt(hearback);
      const done = await kept();
      // The same rows once more, in fresh tables that are told from the old ones by a mark.
      const generation = 'g00000000';
      const names = freshTables(generation);
      await createFresh(hearback.clickHouse, names);
      for (const table of PROJECTED) await command(`INSERT INTO ${names[table]} SELECT * FROM ${table}`);
      for (const table of PROJECTED) await command(`TRUNCATE TABLE ${table}`);
      const ids = await idsOf(hearback.clickHouse);
      const fresh = Object.fromEntries(PROJECTED.map((table) => [table, ids.get(names[table]) ?? '']));
      await keepRebuild(hearback.clickHouse, { ...done, generation, phase: 'swapping', fresh });
      for (const table of PROJECTED.slice(0, swapped)) {
        await command(`EXCHANGE TABLES ${table} AND ${names[table]}`);
      }
      await restart();
      expect(await rowsOf(hearback.clickHouse)).toEqual(before);
      expect(await kept()).toMatchObject({ generation, phase: 'done' });
      expect(await hearback.app.get(Projector).group()).toBe(`hearback.projector.${generation}`);
      expect(await extraTables(hearback.clickHouse)).toEqual([]);
    },
  );

  it('given a restart after a rebuild, then the projector goes on in the group of the rebuild', async () => {
    const { generation } = await rebuilt(hearback);
    await rebuilt(hearback, 'events');
    const { generation: latest } = await hearback.app.get(Rebuild).view();
    expect(latest).not.toBe(generation);
    await restart();
    expect(await hearback.app.get(Projector).group()).toBe(`hearback.projector.${latest}`);
  });

  it.each(['log', 'events'] as const)(
    'given a stop while it fills its tables from the %s, then the next process goes on with the same ones',
    async (source) => {
      const before = await rowsOf(hearback.clickHouse);
      const { generation } = await hearback.app.get(Rebuild).begin(source, false);
      await restart();
      const view = await ended(hearback.app.get(Rebuild));
      expect(view).toMatchObject({ phase: 'done', generation, source, comparison: { equal: true } });
      expect(await rowsOf(hearback.clickHouse)).toEqual(before);
    },
  );

  it('given another configuration after the stop, then it begins anew with that one', async () => {
    const { generation } = await hearback.app.get(Rebuild).begin('events', false);
    await hearback.close();
    hearback = await startInProcess(
      {},
      { directory, organisation: { ...defaultOrganisation, inferResponses: false } },
    );
    let view = await hearback.app.get(Rebuild).view();
    while (view.generation === generation) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      view = await hearback.app.get(Rebuild).view();
    }
    view = await ended(hearback.app.get(Rebuild));
    expect(view).toMatchObject({ phase: 'done' });
    expect(view.generation).not.toBe(generation);
    const inferred = await ask(
      hearback.clickHouse,
      'SELECT count() AS n FROM stored_obligations FINAL WHERE inferred',
    );
    expect(inferred).toEqual([{ n: 0 }]);
    expect(await extraTables(hearback.clickHouse)).toEqual([]);
  });
});

describe('a rebuild that would lose something', () => {
  it('given an event that is only in the old table, then it is held and nothing is swapped, until that is accepted', async () => {
    await command(`INSERT INTO stored_events (application_id, subject, source, id, type, time, recorded_time, data, topic, partition, offset)
      SELECT application_id, subject, source, 'only here', type, time, recorded_time, data, topic, partition, offset
      FROM stored_events ORDER BY offset LIMIT 1`);
    const before = await rowsOf(hearback.clickHouse);
    const view = await rebuilt(hearback);
    expect(view).toMatchObject({
      phase: 'held',
      problem: expect.stringMatching(/^1 events .*--accept-missing.*--abandon/) as unknown,
    });
    const events = view.comparison?.tables.find(({ table }) => table === 'stored_events');
    expect(events).toMatchObject({ onlyOld: 1, onlyNew: 0, changed: 0 });
    expect(events?.differences[0]).toMatchObject({ key: { id: 'only here' }, new: null });
    expect(await rowsOf(hearback.clickHouse)).toEqual(before);
    await expect(hearback.app.get(Rebuild).begin('events', false)).rejects.toMatchObject({ status: 409 });

    await restart();
    expect(await hearback.app.get(Rebuild).view()).toMatchObject({ phase: 'held' });
    expect(await rebuilt(hearback, undefined, true)).toMatchObject({ phase: 'done' });
    expect((await rowsOf(hearback.clickHouse))['stored_events']).toHaveLength(
      before['stored_events']!.length - 1,
    );
  });
});
