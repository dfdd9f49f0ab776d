import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { completed } from '../../ingestion/testing/door.js';
import { RawConnection } from '../../testing/raw-connection.js';
import { startServing, type Serving } from '../../testing/serving.js';
import type { HttpLimits } from './http-limits.js';

const LIMITS: Partial<HttpLimits> = {
  headersMs: 600,
  connections: 30,
  bodySilenceMs: 1_800,
  bodyMs: 2_500,
  importSilenceMs: 1_500,
  importSpanMs: 2_000,
  importSpanBytes: 1_000,
  bodyBytes: 1024 * 1024,
  freeBytesPerBody: 16 * 1024,
};
const MAPPING = `
source: urn:acme:export
rules:
  - event: interview.completed
    time: "{End}"
    data: { applicationId: "{A}", interviewId: i, endedAt: "{End}" }
`;
const HEADER = 'A,End\n';
const ROW = 'A1,2026-03-01T10:00:00Z\n';

const post = (length: number | 'chunked', path = '/api/v1/events'): string =>
  [
    `POST ${path} HTTP/1.1`,
    'Host: localhost',
    'Content-Type: application/cloudevents-batch+json',
    length === 'chunked' ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`,
    '\r\n',
  ].join('\r\n');
/** The beginning of an import whose file has no end. */
const upload = (): string => {
  const head = post('chunked', '/api/v1/imports').replace(
    /application\/\S+/,
    'multipart/form-data; boundary=b',
  );
  const part = (name: string, more = ''): string =>
    `--b\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`;
  return head + chunk(`${part('mapping')}${MAPPING}\r\n${part('file', '; filename="rows.csv"')}${HEADER}`);
};
const chunk = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
const problemIn = (received: string): unknown => JSON.parse(received.slice(received.indexOf('\r\n\r\n')));

const open: RawConnection[] = [];
afterEach(() => {
  for (const connection of open.splice(0)) connection.end();
});
let serving: Serving;
async function connected(): Promise<RawConnection> {
  const connection = await RawConnection.open(serving.url);
  open.push(connection);
  return connection;
}
const record = (id: string): Promise<Response> =>
  fetch(`${serving.url}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(completed({ id })),
  });

describe('requests that take their time', () => {
  beforeAll(async () => {
    serving = await startServing({}, {}, LIMITS);
    await serving.settled();
  });
  afterAll(() => serving.close());

  it('given headers that come byte by byte, then 408, and the connection is closed', async () => {
    const connection = await connected();
    await connection.send('GET /api/v1/teams HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
    void connection.drip('x', 50);
    expect(await connection.status()).toBe(408);
    await connection.closed;
    expect(problemIn(connection.received)).toMatchObject({
      status: 408,
      detail: 'The request did not come in in time.',
    });
  });

  it('given a connection over which nothing comes, then it is closed', async () => {
    const connection = await connected();
    await connection.closed;
    expect(connection.isClosed).toBe(true);
  });

  it.each([
    ['announces its length', post(1_000)],
    ['comes in chunks', post('chunked')],
  ])('given a body that %s and stops, then 408 and the remedy', async (_, head) => {
    const connection = await connected();
    await connection.send(head);
    expect(await connection.status()).toBe(408);
    await connection.closed;
    expect(connection.received.toLowerCase()).toContain('content-type: application/problem+json');
    expect(problemIn(connection.received)).toMatchObject({
      title: 'Request Timeout',
      detail: expect.stringMatching(/nothing of it came for 1.8 s. Send it again/) as unknown,
    });
  });

  it('given a body that comes byte by byte, then 408 once it takes too long as a whole', async () => {
    const connection = await connected();
    await connection.send(post(100_000));
    void connection.drip('[', 50);
    expect(await connection.status()).toBe(408);
    expect(connection.received).toContain('it took longer than 2.5 s');
  });

  it('given a route that reads no body, then the rest of one is not waited for without end either', async () => {
    const connection = await connected();
    await connection.send(post(1_000).replace('POST /api/v1/events', 'GET /api/v1/teams'));
    expect(await connection.status()).toBe(200);
    await connection.closed;
    expect(connection.isClosed).toBe(true);
  });

  it('given an import that stops, then 408, and it is no longer running', async () => {
    const connection = await connected();
    await connection.send(upload() + chunk(ROW));
    expect(await connection.status()).toBe(408);
    expect(connection.received).toContain('nothing of it came for 1.5 s');
    await importEnds('failed');
  });

  it('given an import that comes byte by byte, then 408', async () => {
    const connection = await connected();
    await connection.send(upload());
    void connection.drip(chunk('x'), 100);
    expect(await connection.status()).toBe(408);
    expect(connection.received).toContain('less than 1 KiB of it came in 2 s');
  });

  it('given an import that takes longer than other bodies may, and goes on, then it is done', async () => {
    const connection = await connected();
    await connection.send(upload());
    const until = Date.now() + 3_500;
    while (Date.now() < until) {
      await connection.send(chunk(ROW.repeat(20)));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await connection.send(`${chunk('\r\n--b--\r\n')}0\r\n\r\n`);
    expect(await connection.status()).toBe(201);
  });

  it('given unfinished bodies that hold all there is, then 503 for more of them, small ones are taken, and later large ones', async () => {
    const part = Buffer.alloc(700 * 1024, '[');
    const large = await Promise.all([connected(), connected(), connected(), connected()]);
    await Promise.all(large.map((connection) => connection.send(post(900 * 1024))));
    const sending = large.map((connection) => connection.send(part));
    const refused = await Promise.race(
      large.map(async (connection) => (await connection.status(), connection)),
    );
    expect(await refused.status()).toBe(503);
    expect(refused.received.toLowerCase()).toContain('retry-after: 5');
    expect(refused.received).toContain('"title":"Too much at once"');
    expect((await record('small-beside-large')).status).toBe(202);

    // Nothing more of the others comes: they lose their places, and what they hold.
    await Promise.all(large.map(({ closed }) => closed));
    await Promise.all(sending);
    const events = JSON.stringify(Array.from({ length: 2_000 }, (_, n) => completed({ id: `large-${n}` })));
    expect(events.length).toBeGreaterThan(500 * 1024);
    const again = async (): Promise<number> =>
      (
        await fetch(`${serving.url}/api/v1/events`, {
          method: 'POST',
          headers: { 'content-type': 'application/cloudevents-batch+json' },
          body: events,
        })
      ).status;
    let status = await again();
    while (status === 503) status = await again();
    expect(status).toBe(202);
  });

  it('given more connections than there may be, then those that do nothing give way', async () => {
    const idle = await Promise.all(Array.from({ length: 60 }, () => connected()));
    for (let n = 0; n < 5; n += 1) expect((await record(`beside-idle-${n}`)).status).toBe(202);
    await Promise.all(idle.map(({ closed }) => closed));
  });

  it('given as many slow bodies as there may be connections, then the one waited for longest gives way', async () => {
    // With time enough for bodies: none is to be ended for another reason.
    await serving.close();
    serving = await startServing({}, {}, { connections: LIMITS.connections! });
    const slow: RawConnection[] = [];
    while (slow.length < 30) {
      const connection = await connected();
      await connection.send(post(100_000).replace('\r\n\r\n', '\r\nExpect: 100-continue\r\n\r\n'));
      // Once it says so, the request is under way, and its connection no longer one without.
      expect(await connection.status()).toBe(100);
      slow.push(connection);
    }
    // Over connections of its own: one that is kept has its place already.
    for (let status = 0; status !== 200;) {
      const other = await connected();
      await other.send('GET /api/v1/teams HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
      status = await other.status().catch(() => 0);
    }
    expect(slow.map(({ received }) => received).join()).toContain('There are too many connections');
  });

  it('keeps connections for longer than load balancers do', async () => {
    const { headers } = await fetch(`${serving.url}/health/live`);
    expect(headers.get('keep-alive')).toBe('timeout=75');
  });

  async function importEnds(state: string): Promise<void> {
    for (;;) {
      const answer = await fetch(`${serving.url}/api/v1/imports`);
      const { imports } = (await answer.json()) as { imports: { state: string }[] };
      if (imports[0]?.state === state) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
});

describe('a service that stops', () => {
  beforeAll(async () => {
    serving = await startServing({}, {}, { drainMs: 10_000 });
    await serving.settled();
  });

  it('finishes requests under way, ends streams, imports and connections that wait, and takes nothing new', async () => {
    const [idle, silent, halfway, uploading, endless] = await Promise.all([
      connected(),
      connected(),
      connected(),
      connected(),
      connected(),
    ]);
    const body = JSON.stringify([completed({ id: 'while-stopping' })]);
    await idle.send('GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await endless.send('GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await halfway.send(post(body.length) + body.slice(0, 20));
    await uploading.send(upload() + chunk(ROW));
    expect(await Promise.all([idle.status(), endless.status()])).toEqual([200, 200]);
    await importIsRunning();

    let isStopped = false;
    const begun = performance.now();
    const stopping = serving.close().then(() => (isStopped = true));
    await Promise.all([idle.closed, silent.closed, endless.closed]);
    expect(endless.received).toMatch(/0\r\n\r\n$/);
    await expect(RawConnection.open(serving.url)).rejects.toThrow(/ECONNREFUSED/);
    expect(isStopped).toBe(false);

    expect(await uploading.status()).toBe(503);
    expect(uploading.received).toContain('The service was stopped. Run the import again');
    expect(isStopped).toBe(false);
    await halfway.send(body.slice(20));
    expect(await halfway.status()).toBe(202);
    await halfway.closed;
    expect(halfway.received).toContain('"recorded":1');
    for (const { received } of [halfway, uploading])
      expect(received.toLowerCase()).toContain('connection: close');
    await stopping;
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  async function importIsRunning(): Promise<void> {
    for (;;) {
      const answer = await fetch(`${serving.url}/api/v1/imports`);
      const { imports } = (await answer.json()) as { imports: { state: string }[] };
      if (imports[0]?.state === 'running') return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
});

describe('a request that never ends', () => {
  it('is cut off when a stopping service has waited for it', async () => {
    serving = await startServing({}, {}, { drainMs: 300 });
    const connection = await connected();
    await connection.send(post(1_000));
    await fetch(`${serving.url}/health/live`);
    await serving.close();
    await connection.closed;
    expect(connection.received).toBe('');
  });
});
