import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStoreClient } from '../apps/api/dist/clickhouse/client.js';
import { Store } from '../apps/api/dist/clickhouse/store.js';
import { Pseudonyms } from '../apps/api/dist/ingestion/pseudonyms.js';
import { defaultOrganisation } from '../apps/api/dist/platform/organisation.js';
import { ProjectEvents } from '../apps/api/dist/projection/project-events.command.js';
import { ProjectEventsHandler } from '../apps/api/dist/projection/project-events.handler.js';
import { startEmbeddedClickHouse } from '../libs/embedded-clickhouse/dist/index.js';

const CONTEXT = {
  heartbeat: () => Promise.resolve(),
  metadata: () => Promise.resolve(undefined),
  signal: new AbortController().signal,
};

/** The engine with the schema in a folder of its own, and the projector in front of it: what a service runs on. */
export async function openStore() {
  const directory = await mkdtemp(join(tmpdir(), 'hearback-bench-'));
  const engine = await startEmbeddedClickHouse({ dataDirectory: join(directory, 'clickhouse') });
  const url = new URL(engine.url);
  url.username = engine.username;
  url.password = engine.password;
  const client = createStoreClient(url.href);
  const store = new Store(client, { url: url.href, shownAs: 'bench', close: () => engine.close() });
  store.onModuleInit();
  await store.ready();
  const pseudonyms = new Pseudonyms(join(directory, 'candidate-keys'));
  const organisation = defaultOrganisation;
  const projector = new ProjectEventsHandler(client, organisation, pseudonyms);
  return {
    store,
    client,
    organisation,
    project: (records) =>
      projector.execute(new ProjectEvents({ topic: 'bench', partition: 0, records }, CONTEXT)),
    /** Highest resident memory so far, in bytes, of the engine's process. */
    engineMemory: () => peakMemoryOf(engine.pid()),
    close: async () => {
      await store.onApplicationShutdown();
      await pseudonyms.onApplicationShutdown();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** @returns {Promise<number>} bytes */
export async function peakMemoryOf(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) * 1024;
}
