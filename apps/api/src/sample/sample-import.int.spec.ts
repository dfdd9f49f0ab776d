import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../clickhouse/store.js';
import type { ImportService } from '../ingestion/import/import.service.js';
import { parseEnvironment } from '../platform/environment.js';
import type { Projector } from '../projection/projector.js';
import { SampleImport } from './sample-import.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearback-sample-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const COUNTS = { events: 0, recorded: 0, duplicate: 0, rejected: 0, ignored: 0, failed: 0 };

/** How many imports a start makes on a store that holds events. */
async function importsOnStart(): Promise<number> {
  let started = 0;
  const progress = () => ({ state: 'done', bytes: 0, counts: COUNTS });
  const imports = {
    start: ({ stream }: { stream: { destroy: () => void } }) => {
      stream.destroy();
      started += 1;
      return { progress, done: Promise.resolve(progress()) };
    },
  } as unknown as ImportService;
  const store = {
    ready: () => Promise.resolve(),
    rows: () => Promise.resolve([{ n: 5 }]),
  } as unknown as Store;
  const projector = { lag: () => Promise.resolve(0n) } as unknown as Projector;
  const environment = parseEnvironment({ HEARBACK_DATA: directory });
  await new SampleImport(environment, store, projector, imports).runIfEmpty();
  return started;
}

it.each([
  ['half done', '{"state":"running"}', 1],
  ['cut off while it was written', '', 1],
  ['done', '{"state":"done"}', 0],
])('given a marker that is %s, then the start goes on from there', async (_, marker, imports) => {
  const file = join(directory, 'sample-import.json');
  await writeFile(file, marker);
  expect(await importsOnStart()).toBe(imports);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ state: 'done' });
  expect(await importsOnStart()).toBe(0);
});
