import { readFileSync } from 'node:fs';
import { cp, mkdtemp, open, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, record, rowsOf } from '../../rebuild/testing/filled.js';
import { startInProcess } from '../../testing/hearback-in-process.js';
import { startServing, type Serving } from '../../testing/serving.js';
import { CLICKHOUSE } from '../../clickhouse/clickhouse.token.js';
import type { ClickHouseClient } from '@clickhouse/client';
import { Projector } from '../projector.js';
import { fromMetadata } from './projected-counts.js';
import { PROJECTED, type ProjectedTable } from '../tables.js';

/** A data directory with something in every table, whose engine has ended. */
let filled: string;
let rows: Record<string, unknown[]>;
const parts = new Map<ProjectedTable, string>();
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'hearback-integrity-'));
  filled = join(root, 'filled');
  const hearback = await startInProcess({}, { directory: filled });
  await record(hearback, { weeks: 3 });
  await hearback.settled();
  rows = await rowsOf(hearback.clickHouse);
  for (const table of PROJECTED) {
    const [part] = await ask<{ path: string }>(
      hearback.clickHouse,
      `SELECT path FROM system.parts WHERE active AND database = currentDatabase() AND table = '${table}' ORDER BY rows DESC LIMIT 1`,
    );
    parts.set(table, part!.path.slice(join(filled, 'clickhouse').length + 1));
  }
  await hearback.close();
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** A copy of the filled directory, and a part of one of its tables. */
async function copyWith(table: ProjectedTable): Promise<{ directory: string; part: string }> {
  const directory = await mkdtemp(join(root, 'copy-'));
  await cp(filled, directory, { recursive: true });
  return { directory, part: join(directory, 'clickhouse', parts.get(table)!) };
}

interface Readiness {
  readonly status: string;
  readonly store: string;
  readonly detail?: string;
}

const ready = async ({ url }: Serving): Promise<Readiness> =>
  (await (await fetch(`${url}/health/ready`)).json()) as Readiness;

/** Until the projector is at work, what was asked of the service on the way and answered. */
async function carrying(serving: Serving): Promise<void> {
  while ((await serving.app.get(Projector).lag()) === undefined)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

const until = async (what: string, condition: () => Promise<boolean>): Promise<void> => {
  for (const deadline = Date.now() + 120_000; !(await condition());) {
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

const generations = (serving: Serving): Promise<unknown[]> =>
  ask(serving.app.get<ClickHouseClient>(CLICKHOUSE), 'SELECT name FROM generations');

describe('an embedded store', () => {
  it.each(['stored_events', 'stored_obligations', 'stored_applications'] as const)(
    'given a part of %s that is gone, then no figures are given until it is filled again by itself',
    async (table) => {
      const { directory, part } = await copyWith(table);
      await rm(part, { recursive: true });
      const serving = await startServing({}, { directory });
      try {
        await until('a filled store', async () => {
          const { status, store, detail } = await ready(serving);
          if (status === 'ready') return true;
          const figure = await fetch(`${serving.url}/api/v1/metrics/waiting-now`);
          const { status: after } = await ready(serving);
          // It may have become ready in between.
          if (after !== 'ready') {
            expect(figure.status).toBe(503);
            if (store === 'rebuilding') expect(detail).toMatch(/of \d+ records so far/);
          }
          return false;
        });
        expect(await rowsOf(serving.app.get<ClickHouseClient>(CLICKHOUSE))).toEqual(rows);
        expect(await generations(serving)).toHaveLength(2);
        expect((await fetch(`${serving.url}/api/v1/metrics/waiting-now`)).status).toBe(200);
      } finally {
        await serving.close();
      }
    },
  );

  it.each([
    ['cut off', (file: string) => truncate(file, 20)],
    [
      'with other bytes in it',
      async (file: string) => {
        const handle = await open(file, 'r+');
        await handle.write(Buffer.alloc(20), 0, 20, 60);
        await handle.close();
      },
    ],
  ])('given a file of a part %s, then it is filled again by itself', async (_, damage) => {
    const { directory, part } = await copyWith('stored_events');
    const [file] = (await readdir(part)).filter((name) => /^data\.(bin|cmrk\d)$/.test(name));
    await damage(join(part, file!));
    const serving = await startServing({}, { directory });
    try {
      await until('a filled store', async () => (await ready(serving)).status === 'ready');
      expect(await rowsOf(serving.app.get<ClickHouseClient>(CLICKHOUSE))).toEqual(rows);
      expect(await generations(serving)).toHaveLength(2);
    } finally {
      await serving.close();
    }
  });

  it('given an engine that dies and has lost a part when it comes back, then it is found and filled again', async () => {
    const { directory, part } = await copyWith('stored_events');
    const serving = await startServing({}, { directory });
    try {
      await carrying(serving);
      expect((await ready(serving)).status).toBe('ready');
      await rm(part, { recursive: true });
      const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8');
      for (const pid of children.trim().split(/\s+/).map(Number))
        if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(directory)) process.kill(pid, 'SIGKILL');
      await until('a second generation', async () =>
        generations(serving).then(
          (all) => all.length === 2,
          () => false,
        ),
      );
      await until('a filled store', async () => (await ready(serving)).status === 'ready');
      expect(await rowsOf(serving.app.get<ClickHouseClient>(CLICKHOUSE))).toEqual(rows);
    } finally {
      await serving.close();
    }
  });

  it('given a store of a version before, without counts, then it is ready as it is, and counted from then on', async () => {
    const { directory } = await copyWith('stored_events');
    const before = await startInProcess({}, { directory });
    const projector = before.app.get(Projector);
    await projector.pause();
    const [{ position } = { position: 0n }] = await before.log.spans(await projector.group());
    // As that version leaves it: a position alone, and a table of applications that is new.
    await before.log.moveTo(await projector.group(), new Map([[0, position]]));
    await before.clickHouse.command({ query: 'TRUNCATE TABLE stored_applications' });
    await before.close();
    const serving = await startServing({}, { directory });
    try {
      await carrying(serving);
      expect((await ready(serving)).status).toBe('ready');
      expect(await generations(serving)).toHaveLength(1);
      expect(await rowsOf(serving.app.get<ClickHouseClient>(CLICKHOUSE))).toEqual(rows);
      const [span] = (await serving.app.get(Projector).positions()) ?? [];
      expect(fromMetadata(span?.metadata)?.events.count).toBe(rows['stored_events']?.length);
    } finally {
      await serving.close();
    }
  });

  it('given nothing missing, then it is ready without being filled again', async () => {
    const { directory } = await copyWith('stored_events');
    for (let start = 1; start <= 2; start += 1) {
      const serving = await startServing({}, { directory });
      try {
        await carrying(serving);
        expect(await ready(serving)).toMatchObject({ status: 'ready', store: 'reachable' });
        expect(await generations(serving)).toHaveLength(1);
        expect((await serving.meters()).get('hearback_store_complete')).toBe(1);
      } finally {
        await serving.close();
      }
    }
  });
});
