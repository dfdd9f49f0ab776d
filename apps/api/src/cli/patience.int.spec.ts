import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importFile } from './import-file.js';
import { Patience } from './patience.js';
import { sendEvents } from './send-events.js';
import { Service } from './service.js';
import { simulate } from './simulate.js';

const STARTING = JSON.stringify({ detail: 'The analytics store can’t be reached at the moment.' });

let directory: string;
let file: string;
let server: Server;
let told: string[];
/** What is asked for, as `POST /api/v1/events`. */
let asked: string[];
/** How many requests find the service starting. */
let refusals: number;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearback-patience-'));
  file = join(directory, 'events.jsonl');
  await writeFile(file, '{"a":1}\n');
  [told, asked, refusals] = [[], [], 0];
  server = createServer((request, response) => {
    request.resume().on('end', () => answer(request, response));
  });
  jest.spyOn(console, 'log').mockImplementation(() => undefined);
  jest.spyOn(console, 'error').mockImplementation((line: unknown) => void told.push(String(line)));
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
});
afterEach(async () => {
  jest.restoreAllMocks();
  server.closeAllConnections();
  server.close();
  await rm(directory, { recursive: true, force: true });
});

function answer({ method, url }: IncomingMessage, response: ServerResponse): void {
  asked.push(`${method} ${url}`);
  const isPolled = method === 'GET' && url === '/api/v1/imports';
  if (!isPolled && refusals > 0) {
    refusals -= 1;
    response.writeHead(503).end(STARTING);
  } else if (url === '/api/v1/imports') {
    response.end(JSON.stringify(isPolled ? { imports: [] } : imported('done')));
  } else response.end(JSON.stringify({ results: [], recorded: 1, duplicates: 0, rejected: 0 }));
}

const imported = (state: string): Record<string, unknown> => ({
  state,
  rows: 1,
  counts: { events: 1, recorded: 1, duplicate: 0, rejected: 0, ignored: 0, failed: 0 },
  firstFailures: [],
});

const listen = (port = 0): Promise<void> =>
  new Promise((listening) => server.listen(port, '127.0.0.1', listening));
const portOf = (): number => (server.address() as AddressInfo).port;
const service = (port = portOf()): Service => new Service(`http://127.0.0.1:${port}`);
const send = (limitMs: number, port?: number): Promise<void> =>
  sendEvents(service(port), new Patience(limitMs), file, { json: true });
const importIt = (limitMs: number): Promise<void> =>
  importFile(service(), new Patience(limitMs), file, { mapping: file, json: true });

describe('given a service that is starting', () => {
  it('then events are sent again until it takes them, and the wait is told once', async () => {
    await listen();
    refusals = 2;
    await send(20_000);
    expect(asked).toEqual(Array(3).fill('POST /api/v1/events'));
    expect(told).toEqual(['The analytics store can’t be reached at the moment. Waiting up to 20 s for it …']);
  });

  it('then a simulation waits where it first asks', async () => {
    await listen();
    refusals = 1;
    const size = { teams: '1', weeks: '1', seed: '1', interviewsPerWeek: '2' };
    await simulate(service(), new Patience(20_000), { ...size, until: '2026-03-02T12:00:00Z', json: true });
    expect(asked.slice(0, 3)).toEqual([
      'GET /api/v1/organisation',
      'GET /api/v1/organisation',
      'POST /api/v1/events',
    ]);
    expect(told[0]).toMatch(/Waiting up to 20 s/);
  });

  it('then a file is uploaded again', async () => {
    await listen();
    refusals = 1;
    await importIt(20_000);
    expect(asked.filter((request) => request.startsWith('POST'))).toHaveLength(2);
  });

  it('that does not even listen yet, then that is waited for too', async () => {
    await listen();
    const port = portOf();
    await new Promise((closed) => server.close(closed));
    const sent = send(20_000, port);
    setTimeout(() => void listen(port), 300);
    await sent;
    expect(asked).toEqual(['POST /api/v1/events']);
    expect(told[0]).toMatch(/does not answer at http.*ECONNREFUSED.*Waiting up to 20 s/);
  });
});

describe('given a service that does not become ready', () => {
  it('then the error says how long that was waited for, and what to do', async () => {
    await listen();
    const port = portOf();
    await new Promise((closed) => server.close(closed));
    await expect(send(400, port)).rejects.toThrow(
      /does not answer at .*It was not ready within 0\.4 s\. Start it with: npm start/,
    );
  });

  it('then with no patience at all it is told at once', async () => {
    await listen();
    refusals = 1;
    await expect(send(0)).rejects.toThrow('The analytics store can’t be reached at the moment.');
    expect(asked).toHaveLength(1);
    expect(told).toEqual([]);
  });
});

it('given an import that broke off, then it is not run a second time unasked', async () => {
  server.removeAllListeners('request').on('request', (request, response: ServerResponse) => {
    request.resume().on('end', () => {
      asked.push(`${request.method} ${request.url}`);
      const body = { detail: 'The import broke off.', import: imported('failed') };
      response.writeHead(request.method === 'POST' ? 503 : 200).end(JSON.stringify({ ...body, imports: [] }));
    });
  });
  await listen();
  await expect(importIt(20_000)).rejects.toThrow('The import broke off.');
  expect(asked.filter((request) => request.startsWith('POST'))).toHaveLength(1);
});
