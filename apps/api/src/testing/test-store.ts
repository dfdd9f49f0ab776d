import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClickHouseClient } from '@clickhouse/client';
import { decodeBytes, reservation, toCloudEvent, type HearbackEvent } from '@hearback/domain';
import { createStoreClient } from '../clickhouse/client.js';
import { openClickHouse, type ClickHouseEndpoint } from '../clickhouse/endpoint.js';
import { Store } from '../clickhouse/store.js';
import { MARK_HEADER, markOf } from '../ingestion/marks/mark.js';
import { Pseudonyms } from '../ingestion/pseudonyms.js';
import type { LoggedRecord } from '../event-log/event-log.js';
import { systemClock, type Clock } from '../platform/clock.js';
import { parseEnvironment } from '../platform/environment.js';
import { defaultOrganisation, type Organisation } from '../platform/organisation.js';
import { ProjectEvents, type Projected } from '../projection/project-events.command.js';
import { ProjectEventsHandler } from '../projection/project-events.handler.js';
import { toMetadata } from '../projection/integrity/projected-counts.js';
import { READERS } from '../projection/target.js';
import { StoredOrganisation } from '../projection/stored-organisation.js';
import { copyStoreTemplate } from './store-template.js';

/** The real engine in a directory of its own, with the schema and a projector, but no log and no HTTP. */
export interface TestStore {
  readonly store: Store;
  readonly client: ClickHouseClient;
  readonly endpoint: ClickHouseEndpoint;
  /** The data directory. */
  readonly directory: string;
  readonly organisation: Organisation;
  readonly pseudonyms: Pseudonyms;
  /** Projects records as one batch that begins at `firstOffset`. */
  project(records: readonly LoggedRecord[]): Promise<Projected>;
  /** A projector that remembers nothing: as after a restart. */
  forget(): void;
  /** Empties every table. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** What holds events, or rows that follow from them. */
const CLEARED = new Set([
  'stored_events',
  'stored_rejections',
  'stored_replays',
  'stored_interviews',
  'stored_obligations',
  'stored_touchpoints',
  'stored_applications',
  'generations',
]);

/** Emptying a table that is empty takes as long as emptying one that is not, and most are. */
async function filledTables(client: ClickHouseClient): Promise<readonly string[]> {
  const parts = await client.query({
    query: 'SELECT DISTINCT table FROM system.parts WHERE database = currentDatabase() AND active',
    format: 'JSONEachRow',
  });
  return (await parts.json<{ table: string }>()).map(({ table }) => table);
}

/** @param now what retention is judged by; the messages of tests are of these days */
export async function startTestStore(
  organisation: Organisation = defaultOrganisation,
  now: Clock = () => new Date('2026-03-10T10:00:00.000Z'),
): Promise<TestStore> {
  const directory = await mkdtemp(join(tmpdir(), 'hearback-store-'));
  await copyStoreTemplate(directory);
  const endpoint = await openClickHouse(parseEnvironment({ HEARBACK_DATA: directory }));
  const client = createStoreClient(endpoint.url);
  const store = new Store(client, endpoint);
  store.onModuleInit();
  await store.ready();
  await new StoredOrganisation(client, organisation, systemClock).write();
  const pseudonyms = new Pseudonyms(join(directory, 'candidate-keys'));
  const newProjector = (): ProjectEventsHandler =>
    new ProjectEventsHandler(client, organisation, pseudonyms, undefined, READERS, now);
  let projector = newProjector();
  let metadata: string | undefined;
  return {
    store,
    client,
    endpoint,
    directory,
    organisation,
    pseudonyms,
    project: async (records) => {
      const marked = await asRecorded(records, pseudonyms);
      const context = { ...CONTEXT, metadata: () => Promise.resolve(metadata) };
      const batch = { topic: 'test', partition: 0, records: marked };
      const projected = await projector.execute(new ProjectEvents(batch, context));
      metadata = toMetadata(projected.counts);
      return projected;
    },
    forget: () => {
      projector = newProjector();
    },
    clear: async () => {
      for (const table of await filledTables(client))
        if (CLEARED.has(table)) await client.command({ query: `TRUNCATE TABLE ${table}` });
      projector = newProjector();
      metadata = undefined;
    },
    close: async () => {
      await store.onApplicationShutdown();
      await pseudonyms.onApplicationShutdown();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** With the mark that the service gives to what only it may send. */
async function asRecorded(
  records: readonly LoggedRecord[],
  { marks }: Pseudonyms,
): Promise<readonly LoggedRecord[]> {
  const key = await marks.key();
  return records.map((record) => {
    const origin = Buffer.from(record.headers['hearback-origin'] ?? []).toString();
    const decoded = decodeBytes(record.value ?? new Uint8Array(), new Date(record.appendedAt).toISOString());
    if (origin !== 'test' || !('event' in decoded) || reservation(decoded.event) === undefined) return record;
    const mark = new TextEncoder().encode(markOf(key, record.value ?? new Uint8Array()));
    return { ...record, headers: { ...record.headers, [MARK_HEADER]: mark } };
  });
}

const CONTEXT = {
  heartbeat: () => Promise.resolve(),
  metadata: () => Promise.resolve(undefined),
  signal: new AbortController().signal,
};

/** Records as the door would have appended them. */
export function recordsOf(events: readonly HearbackEvent[], firstOffset = 0n): LoggedRecord[] {
  return events.map((event, index) =>
    recordOf(JSON.stringify(toCloudEvent(event)), firstOffset + BigInt(index), event.recordedTime),
  );
}

export function recordOf(
  value: string | Uint8Array | null,
  offset: bigint,
  recordedTime: string,
  headers: Readonly<Record<string, string>> = {
    'hearback-recorded-time': recordedTime,
    'hearback-origin': 'test',
  },
): LoggedRecord {
  const encoder = new TextEncoder();
  return {
    offset,
    appendedAt: Date.parse(recordedTime),
    key: null,
    value: typeof value === 'string' ? encoder.encode(value) : value,
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, encoder.encode(text)])),
  };
}
