import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClickHouseClient } from '@clickhouse/client';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import request from 'supertest';
import { AppModule } from '../../app.module.js';
import { CLICKHOUSE } from '../../clickhouse/clickhouse.token.js';
import { Store } from '../../clickhouse/store.js';
import { EVENT_LOG } from '../../event-log/event-log.token.js';
import type { EventLog, RecordToAppend } from '../../event-log/event-log.js';
import { parseEnvironment } from '../../platform/environment.js';
import { defaultOrganisation } from '../../platform/organisation.js';
import { Projector } from '../../projection/projector.js';
import type { DeadLetterPage, DeadLetterWithReplays } from '../dead-letters.query.js';
import type { ReplayRun } from '../replays/replay-run.js';
import { readable } from '../../testing/hearback-in-process.js';

/** The whole service on real parts, asked over HTTP. */
export interface WholeService {
  readonly app: INestApplication;
  readonly url: string;
  readonly directory: string;
  readonly log: EventLog;
  readonly clickHouse: ClickHouseClient;
  /** What it takes for now; to be set. */
  now: Date;
  append(...records: readonly Partial<RecordToAppend>[]): Promise<void>;
  send(...events: readonly object[]): Promise<void>;
  list(query?: string): Promise<DeadLetterPage>;
  one(id: string): Promise<DeadLetterWithReplays>;
  replay(body: object, status?: number): Promise<ReplayRun>;
  /** A statement that gives one row. */
  row(query: string): Promise<Record<string, unknown>>;
  /** How many events of that id the store has. */
  eventsOf(id: string): Promise<unknown>;
  /** Ids of new dead letters, one for each event of these ids: an hour later they are right. */
  soon(...ids: readonly string[]): Promise<string[]>;
  anHourLater(): void;
  settled(): Promise<void>;
  /** Also deletes its directory; to start again on it, close the `app` alone. */
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

export async function startWhole(
  variables: Readonly<Record<string, string>> = {},
  existing?: string,
  // In the past, so that it can be moved on: a record from later than when the log took it would not be believed.
  begin: () => Date = () => new Date(Date.now() - 60 * DAY_MS),
): Promise<WholeService> {
  const directory = existing ?? (await mkdtemp(join(tmpdir(), 'hearback-letters-')));
  const environment = parseEnvironment({ HEARBACK_DATA: directory, ...variables });
  const time = { now: begin() };
  const module = AppModule.of({
    environment,
    organisation: defaultOrganisation,
    clock: () => time.now,
  });
  const app = await NestFactory.create(module, { bodyParser: false, logger: ['error', 'fatal'] });
  await app.listen(0, '127.0.0.1');
  const store = app.get(Store);
  await readable(store);
  const server = app.getHttpServer() as Server;
  const api = '/api/v1/dead-letters';
  const log = app.get<EventLog>(EVENT_LOG);
  const clickHouse = app.get<ClickHouseClient>(CLICKHOUSE);
  const settled = async (): Promise<void> => {
    // A broker that has just started does not know its groups yet.
    const lag = (): Promise<bigint | undefined> =>
      app
        .get(Projector)
        .lag()
        .catch(() => undefined);
    while ((await lag()) !== 0n) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  const service: WholeService = {
    app,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    directory,
    log,
    clickHouse,
    get now() {
      return time.now;
    },
    set now(now) {
      time.now = now;
    },
    append: async (...records) => {
      await log.append(
        records.map(({ key = '', value = new Uint8Array(), headers = {}, ...identified }) => ({
          key,
          value,
          headers: { 'hearback-recorded-time': time.now.toISOString(), ...headers },
          ...identified,
        })),
      );
      await settled();
    },
    send: async (...events) => {
      await request(server)
        .post('/api/v1/events')
        .set('content-type', 'application/cloudevents-batch+json')
        .send(JSON.stringify(events))
        .expect(202);
      await settled();
    },
    list: async (query = '') =>
      (
        await request(server)
          .get(api + query)
          .expect(200)
      ).body as DeadLetterPage,
    one: async (id) =>
      (
        await request(server)
          .get(`${api}/${encodeURIComponent(id)}`)
          .expect(200)
      ).body as DeadLetterWithReplays,
    replay: async (body, status = 200) =>
      (await request(server).post(`${api}/replay`).send(body).expect(status)).body as ReplayRun,
    row: async (query) => {
      const result = await clickHouse.query({ query, format: 'JSONEachRow' });
      return (await result.json<Record<string, unknown>>())[0] ?? {};
    },
    eventsOf: async (id) =>
      (await service.row(`SELECT count() AS n FROM stored_events FINAL WHERE id = '${id}'`))['n'],
    soon: async (...ids) => {
      const before = new Set((await service.list('?limit=200')).rows.map(({ id }) => id));
      await service.send(...ids.map((id) => eventOf(new Date(time.now.getTime() + HOUR_MS), id)));
      const { rows } = await service.list('?limit=200');
      return rows
        .map(({ id }) => id)
        .filter((id) => !before.has(id))
        .reverse();
    },
    anHourLater: () => {
      time.now = new Date(time.now.getTime() + HOUR_MS);
    },
    settled,
    close: async () => {
      await app.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
  return service;
}

let count = 0;
/** An id that no other event of the tests has. */
export const fresh = (name: string): string => `${name}-${(count += 1)}`;

/** A CloudEvent that is right; `data` overrides. */
export function rightEvent(id: string, data: object = {}, outer: object = {}): Record<string, unknown> {
  return {
    specversion: '1.0',
    id,
    source: 'urn:test:letters',
    type: 'hearback.interview.completed.v1',
    time: '2026-03-04T10:00:00.000Z',
    data: {
      applicationId: `app-${id}`,
      interviewId: 'int-1',
      endedAt: '2026-03-04T10:00:00.000Z',
      stage: 'Onsite',
      teamId: 'payments',
      ...data,
    },
    ...outer,
  };
}

/** One that is rejected as `invalid-data`, whatever the time. */
export function wrongEvent(id: string): Record<string, unknown> {
  return rightEvent(id, { endedAt: 'yesterday' });
}

/** One that is rejected when it is recorded before that instant, and taken after. */
export function eventOf(instant: Date, id: string): Record<string, unknown> {
  const time = instant.toISOString();
  return rightEvent(id, { endedAt: time }, { time });
}
