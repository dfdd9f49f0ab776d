import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sendEvents } from './send-events.js';
import { Patience } from './patience.js';
import { Service } from './service.js';

let directory: string;
let server: Server;
let bodies: string[];
let told: string[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearback-send-'));
  [bodies, told] = [[], []];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString());
      response.end(JSON.stringify({ results: [], recorded: 0, duplicates: 0, rejected: 0 }));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  jest.spyOn(console, 'log').mockImplementation(() => undefined);
  jest.spyOn(console, 'error').mockImplementation((line: unknown) => void told.push(String(line)));
});
afterEach(async () => {
  jest.restoreAllMocks();
  server.closeAllConnections();
  server.close();
  await rm(directory, { recursive: true, force: true });
});

const send = (file: string): Promise<void> => {
  const { port } = server.address() as AddressInfo;
  return sendEvents(new Service(`http://127.0.0.1:${port}`), new Patience(0), file, { json: true });
};

it('given large events, then no request is larger than the service takes, and each event is in one', async () => {
  const file = join(directory, 'large.jsonl');
  const line = (index: number): string => JSON.stringify({ index, text: 'x'.repeat(900_000) });
  await writeFile(file, Array.from({ length: 25 }, (_, index) => line(index)).join('\n'));
  await send(file);
  expect(bodies.every((body) => body.length < 16 * 1024 * 1024)).toBe(true);
  expect(
    bodies.flatMap((body) => (JSON.parse(body) as { index: number }[]).map(({ index }) => index)),
  ).toEqual(Array.from({ length: 25 }, (_, index) => index));
});

it('given an event that is too large, then its line is told and the others are sent', async () => {
  const file = join(directory, 'too-large.jsonl');
  await writeFile(file, `{"a":1}\n{"text":"${'x'.repeat(20 * 1024 * 1024)}"}\n{"b":1}\n`);
  await expect(send(file)).rejects.toThrow('1 event(s) were rejected');
  expect(told[0]).toMatch(/^line 2: too-large/);
  expect(bodies).toEqual(['[{"a":1},{"b":1}]']);
});

it('given a folder, then that is said', async () => {
  await expect(send(directory)).rejects.toThrow(`There is no file ${directory}, or it can't be read.`);
});
