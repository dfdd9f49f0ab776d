import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { Store } from '../clickhouse/store.js';
import type { OrganisationOverview } from '../overview/organisation-overview.query.js';
import { parseEnvironment } from '../platform/environment.js';
import { defaultOrganisation } from '../platform/organisation.js';
import { Projector } from '../projection/projector.js';
import { readable } from '../testing/hearback-in-process.js';
import { copyStoreTemplate } from '../testing/store-template.js';
import { Patience } from './patience.js';
import { Service } from './service.js';
import { showMetric } from './show-metric.js';
import { simulate } from './simulate.js';

const OPTIONS = {
  teams: '3',
  weeks: '6',
  seed: '14',
  interviewsPerWeek: '8',
  until: '2026-03-02T12:00:00Z',
  json: true,
};

let directory: string;
let app: INestApplication;
let service: Service;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearback-simulate-'));
  await copyStoreTemplate(join(directory, 'data'));
  const environment = parseEnvironment({ HEARBACK_DATA: join(directory, 'data') });
  app = await NestFactory.create(AppModule.of({ environment, organisation: defaultOrganisation }), {
    logger: ['error', 'fatal'],
    bodyParser: false,
    forceCloseConnections: true,
  });
  await app.listen(0, '127.0.0.1');
  const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
  service = new Service(`http://127.0.0.1:${port}`);
  await readable(app.get(Store));
});
afterAll(async () => {
  await app.close();
  await rm(directory, { recursive: true, force: true });
});

let printed: string[];
let told: string[];
beforeEach(() => {
  [printed, told] = [[], []];
  jest.spyOn(console, 'log').mockImplementation((line: unknown) => void printed.push(String(line)));
  jest.spyOn(console, 'error').mockImplementation((line: unknown) => void told.push(String(line)));
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
});
afterEach(() => {
  jest.restoreAllMocks();
});

const run = async (
  options: Partial<typeof OPTIONS & { out: string }> = {},
): Promise<Record<string, unknown>> => {
  await simulate(service, new Patience(0), { ...OPTIONS, ...options });
  return JSON.parse(printed.at(-1) ?? '') as Record<string, unknown>;
};
const overview = (): Promise<OrganisationOverview> => service.get('/api/v1/organisation');
const settled = async (): Promise<void> => {
  const projector = app.get(Projector);
  while ((await projector.lag()) !== 0n) await new Promise((resolve) => setTimeout(resolve, 100));
};

it('sends what the door takes, all of it known the second time, and the store tells that it is made up', async () => {
  expect((await overview()).simulatedData).toBeNull();

  const first = await run();
  expect(first).toMatchObject({ seed: 14, until: '2026-03-02T12:00:00.000Z', rejected: 0 });
  expect(first['recorded']).toBeGreaterThan(300);
  expect(first['duplicates']).toBeGreaterThan(0);
  expect(first['merged']).toBeGreaterThan(0);

  const second = await run();
  const sent = Number(first['recorded']) + Number(first['duplicates']);
  expect(second).toMatchObject({ recorded: 0, duplicates: sent, rejected: 0, merged: 0 });

  await settled();
  const { simulatedData, sampleData, events } = await overview();
  expect(sampleData).toBeNull();
  expect(simulatedData).toEqual({
    events: first['recorded'],
    firstAt: events.firstAt,
    lastAt: events.lastAt,
    remove: expect.stringContaining(join(directory, 'data')) as unknown,
  });

  await run();
  expect(told).toContainEqual(expect.stringMatching(/^There are [\d,]+ simulated events already/));
  await showMetric(service, 'time-to-response', {}, true);
  expect(told.at(-1)).toMatch(/^Note: the store holds simulated data/);
});

it('writes the same events to a file instead', async () => {
  const file = join(directory, 'simulated.jsonl');
  const { applications, events } = await run({ out: file });
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  expect(lines).toHaveLength(Number(events));
  expect(applications).toBeGreaterThan(50);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ specversion: '1.0' });
});

it('given a file that cannot be written, then that is said', async () => {
  await expect(run({ out: join(directory, 'no', 'such', 'folder') })).rejects.toThrow("can't be written");
});
