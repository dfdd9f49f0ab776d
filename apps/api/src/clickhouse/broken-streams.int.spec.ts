import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toCloudEvent } from '@hearback/domain';
import { completed } from '@hearback/domain/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parseEnvironment } from '../platform/environment.js';
import { startServing, type Serving } from '../testing/serving.js';
import { CLICKHOUSE_ENDPOINT } from './clickhouse.token.js';
import { openClickHouse, type ClickHouseEndpoint } from './endpoint.js';

const EVENTS = 1_000;

let directory: string;
let engine: ClickHouseEndpoint;
let proxy: Server;
let serving: Serving;
/** Bytes of the server's that a connection still lets through before it breaks. */
let limit = Infinity;
const sockets = new Set<Socket>();
let sent = '';

/** A server whose answers break off: the real engine, with a connection that is cut. */
function pass(client: Socket): void {
  const server = connect(Number(new URL(engine.url).port), '127.0.0.1');
  let through = 0;
  const end = (): void => {
    client.destroy();
    server.destroy();
  };
  for (const socket of [client, server]) {
    sockets.add(socket);
    socket.on('error', end).on('close', end);
  }
  client.on('data', (chunk: Buffer) => {
    sent += chunk.toString('latin1');
    server.write(chunk);
  });
  server.on('data', (chunk: Buffer) => {
    through = limit === Infinity ? 0 : through + chunk.length;
    if (through > limit) client.write(chunk.subarray(0, chunk.length - (through - limit)), end);
    else client.write(chunk);
  });
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearback-broken-streams-'));
  engine = await openClickHouse(parseEnvironment({ HEARBACK_DATA: directory }));
  proxy = createServer(pass);
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { username, password } = new URL(engine.url);
  const { port } = proxy.address() as AddressInfo;
  serving = await startServing({ CLICKHOUSE_URL: `http://${username}:${password}@127.0.0.1:${port}` });
  // The engine in the place of a server has this role from its start, and makes no others.
  Object.assign(serving.app.get<ClickHouseEndpoint>(CLICKHOUSE_ENDPOINT), { readerRole: 'reader' });
  const events = Array.from({ length: EVENTS }, (_, index) =>
    toCloudEvent(completed({ applicationId: `app-${index}` })),
  );
  const taken = await fetch(`${serving.url}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(events),
  });
  expect(taken.status).toBe(202);
  await serving.settled();
});
afterAll(async () => {
  await serving.close();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => proxy.close(resolve));
  await engine.close();
  await rm(directory, { recursive: true, force: true });
});
beforeEach(() => {
  limit = Infinity;
  sent = '';
});

/** What a client has in the end: all that was sent as an answer, a status, or a connection that broke. */
async function received(path: string, init: RequestInit = {}): Promise<string> {
  try {
    const response = await fetch(serving.url + path, init);
    const body = await response.text();
    return response.status === 200 ? body : String(response.status);
  } catch {
    return 'broken';
  }
}
const lines = (text: string): number => text.trim().split('\n').length;

describe('an answer of the store that breaks off in the middle', () => {
  it.each([
    ['a list as CSV', '/api/v1/metrics/waiting-now/obligations?format=csv', undefined],
    ['an answer of SQL', '/api/v1/sql', "SELECT *, repeat('x', 200) FROM interviews"],
    ['a page', '/api/v1/waiting?limit=500', undefined],
  ])('breaks %s off, or is a 503; it does not end as if it were whole', async (_, path, statement) => {
    const init = {
      ...(statement === undefined ? {} : { method: 'POST', body: statement }),
      headers: { 'content-type': 'text/plain' },
    };
    const whole = await received(path, init);
    expect(whole.length).toBeGreaterThan(60_000);
    for (const bytes of [10_000, 30_000, 50_000]) {
      limit = bytes;
      expect(['broken', '503']).toContain(await received(path, init));
      limit = Infinity;
    }
    expect(lines(await received(path, init))).toBe(lines(whole));
  });

  it('does not begin on a server before it is whole: it is asked to wait for the end', async () => {
    await received('/api/v1/teams');
    expect(sent).toMatch(/POST \/\?\S*wait_end_of_query=1/);
  });
});
