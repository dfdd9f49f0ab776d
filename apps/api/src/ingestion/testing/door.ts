import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Logger, Module, type DynamicModule, type INestApplication } from '@nestjs/common';
import { APP_FILTER, NestFactory } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { openEmbeddedEventLog } from '../../event-log/embedded/embedded-event-log.js';
import { EVENT_LOG } from '../../event-log/event-log.token.js';
import type { EventLog, LoggedRecord } from '../../event-log/event-log.js';
import { CLOCK } from '../../platform/clock.js';
import { ENVIRONMENT, parseEnvironment } from '../../platform/environment.js';
import { FreeSpaceModule } from '../../platform/free-space/free-space.module.js';
import { HTTP_LIMITS } from '../../platform/http/http-limits.js';
import { LimitedHttp } from '../../platform/http/limited-http.js';
import { ProblemFilter } from '../../platform/problem.filter.js';
import { IngestionModule } from '../ingestion.module.js';
import { KNOWN_EVENTS, type KnownEvents } from '../known-events.js';
import { PseudonymsModule } from '../pseudonyms.module.js';

/** When every request of these tests comes in. */
export const NOW = '2026-03-02T12:00:00.000Z';

export const knowsNothing: KnownEvents = { contentOf: () => Promise.resolve(new Map()) };

/** The ingestion alone, behind a real HTTP server and in front of a real log. */
export interface Door {
  readonly app: INestApplication;
  readonly server: Server;
  readonly directory: string;
  /** All that the log holds, oldest first. */
  logged(): Promise<LoggedRecord[]>;
  close(): Promise<void>;
}

export interface DoorOptions {
  readonly known?: KnownEvents;
  /** Instead of the real one. */
  readonly log?: EventLog;
  readonly directory?: string;
  /** Of the environment. */
  readonly variables?: Readonly<Record<string, string>>;
}

@Global()
@Module({})
class Surroundings {}

export async function openDoor({
  known = knowsNothing,
  log,
  directory,
  variables = {},
}: DoorOptions = {}): Promise<Door> {
  Logger.overrideLogger(false);
  const data = directory ?? (await mkdtemp(join(tmpdir(), 'hearback-door-')));
  const eventLog = log ?? (await openEmbeddedEventLog({ directory: join(data, 'event-log') }));
  const providers = [
    { provide: EVENT_LOG, useValue: eventLog },
    { provide: ENVIRONMENT, useValue: parseEnvironment({ HEARBACK_DATA: data, ...variables }) },
    { provide: KNOWN_EVENTS, useValue: known },
    { provide: CLOCK, useValue: () => new Date(NOW) },
  ];
  const module: DynamicModule = {
    module: Surroundings,
    imports: [CqrsModule.forRoot(), FreeSpaceModule, PseudonymsModule, IngestionModule],
    providers: [...providers, { provide: APP_FILTER, useClass: ProblemFilter }],
    exports: providers,
  };
  // The service's own: Node's server closes idle connections after 5 s, in the middle of what a slow client sends next.
  const http = new LimitedHttp(HTTP_LIMITS);
  const app = await NestFactory.create(module, http, { bodyParser: false, logger: false });
  await app.listen(0, '127.0.0.1');
  return {
    app,
    server: app.getHttpServer() as Server,
    directory: data,
    logged: () => readAll(eventLog),
    close: async () => {
      await app.close();
      await eventLog.close();
      if (directory === undefined) await rm(data, { recursive: true, force: true });
    },
  };
}

let groups = 0;

async function readAll(log: EventLog): Promise<LoggedRecord[]> {
  const group = `reader-${groups++}`;
  const records: LoggedRecord[] = [];
  const consumption = await log.consume(group, (batch) => {
    records.push(...batch.records);
    return Promise.resolve();
  });
  while ((await log.lag(group)) > 0n) await new Promise((resolve) => setTimeout(resolve, 5));
  await consumption.stop();
  return records;
}

export const textOf = (bytes: Uint8Array | null | undefined): string =>
  new TextDecoder().decode(bytes ?? new Uint8Array());

/** A valid event; `changes` go over its attributes, `data` over its data. */
export function completed(
  changes: Readonly<Record<string, unknown>> = {},
  data: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    specversion: '1.0',
    id: 'evt-1',
    source: 'https://ats.example.com/acme',
    type: 'hearback.interview.completed.v1',
    time: '2026-03-02T11:05:00Z',
    ...changes,
    data: {
      applicationId: 'app-1',
      interviewId: 'int-1',
      endedAt: '2026-03-02T11:00:00Z',
      candidateId: 'cand-77',
      ...data,
    },
  };
}
