import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startServing, type Serving } from '../testing/serving.js';

let serving: Serving;
beforeAll(async () => {
  serving = await startServing({ ALLOWED_HOSTS: 'api', PUBLIC_URL: 'https://hearback.example.com' });
  await serving.settled();
});
afterAll(() => serving.close());

/** What comes back over a connection of its own for exactly these bytes. */
async function answerTo(
  ...lines: readonly string[]
): Promise<{ status: number; head: string; body: string }> {
  const { port } = new URL(serving.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  const [head = '', body = ''] = text.split('\r\n\r\n');
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]), head: head.toLowerCase(), body };
}

const get = (path: string, host: string, ...more: readonly string[]) =>
  answerTo(`GET ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...more);

describe('the host of a request', () => {
  it.each([
    '/',
    '/api/v1/teams',
    '/api/openapi.json',
    '/health/ready',
    '/metrics',
    '/assets/x.js',
    '/internal/keys',
  ])(
    'given another name for our address, then %s is refused, and says how to allow the name',
    async (path) => {
      const { status, head, body } = await get(path, 'rebound.evil.example:3000');
      expect(status).toBe(421);
      expect(head).toContain('content-type: application/problem+json');
      expect(body).toContain('PUBLIC_URL');
    },
  );

  it('given none, or two, then it is refused', async () => {
    expect((await answerTo('GET /api/v1/teams HTTP/1.0')).status).toBe(421);
    expect((await answerTo('GET /api/v1/teams HTTP/1.1', 'Connection: close')).status).toBe(400);
    expect((await get('/api/v1/teams', 'localhost', 'Host: evil.example')).status).not.toBe(200);
  });

  it.each(['127.0.0.1:3000', '10.0.0.7', '[::1]', 'localhost', 'api:3000', 'hearback.example.com'])(
    'given %s, then probes, metrics and questions are answered',
    async (host) => {
      for (const path of ['/health/live', '/metrics', '/api/v1/teams'])
        expect((await get(path, host)).status).toBe(200);
    },
  );
});

describe('the headers of an answer', () => {
  it.each(['/', '/api/v1/teams', '/api/v1/nothing', '/assets/nothing.js', '/metrics'])(
    'given %s, then a browser runs no foreign script with it, frames it nowhere and guesses no type',
    async (path) => {
      const { headers } = await fetch(serving.url + path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy.replace(/style-src [^;]*/, '')).not.toMatch(/unsafe|upgrade-insecure-requests/);
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect([headers.get('x-powered-by'), headers.get('strict-transport-security')]).toEqual([null, null]);
    },
  );
});

describe('the method of a request', () => {
  it.each([
    ['TRACE', '/api/v1/teams', 'GET, HEAD, OPTIONS'],
    ['TRACE', '/', 'GET, HEAD, OPTIONS'],
    ['PROPFIND', '/health/live', 'GET, HEAD, OPTIONS'],
    ['PUT', '/metrics', 'GET, HEAD, OPTIONS'],
    ['POST', '/teams/payments', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/api/v1/events', 'OPTIONS, POST'],
    ['GET', '/api/v1/sql', 'OPTIONS, POST'],
    ['PATCH', '/api/v1/rebuild', 'DELETE, GET, HEAD, OPTIONS, POST'],
    ['PUT', '/api/v1/scores/publish?week=2026-W01', 'GET, HEAD, OPTIONS, POST'],
    ['GET', '/api/v1/messages/send', 'OPTIONS, POST'],
    ['PUT', '/api/v1/messages/some-id', 'GET, HEAD, OPTIONS'],
    ['GET', '/api/v1/dead-letters/replay', 'OPTIONS, POST'],
    ['GET', '/API/v1/Dead-Letters/Replay/', 'OPTIONS, POST'],
    ['POST', '/api/openapi.json', 'GET, HEAD, OPTIONS'],
    ['FOO', '/api/v1/teams', 'GET, HEAD, OPTIONS'],
    ['CONNECT', 'localhost:80', 'GET, HEAD, OPTIONS'],
  ])('given %s %s, then 405 with what is possible', async (method, path, allowed) => {
    const { status, head, body } = await answerTo(
      `${method} ${path} HTTP/1.1`,
      'Host: localhost',
      'Connection: close',
    );
    expect(status).toBe(405);
    expect(head).toContain(`allow: ${allowed.toLowerCase()}`);
    expect(JSON.parse(body)).toMatchObject({ title: 'Method not allowed', status: 405 });
  });

  it.each(['GET', 'POST', 'TRACE', 'OPTIONS', 'FOO'])(
    'given %s of an unknown path, then 404',
    async (method) => {
      const { status } = await answerTo(
        `${method} /api/v1/nothing HTTP/1.1`,
        'Host: localhost',
        'Connection: close',
      );
      expect(status).toBe(404);
    },
  );

  it('given OPTIONS, then the same list; given HEAD, then the head alone', async () => {
    const options = await answerTo(
      'OPTIONS /api/v1/waiting HTTP/1.1',
      'Host: localhost',
      'Connection: close',
    );
    expect([options.status, options.head.includes('allow: get, head, options')]).toEqual([204, true]);
    const head = await answerTo('HEAD /api/v1/waiting HTTP/1.1', 'Host: localhost', 'Connection: close');
    expect([head.status, head.body]).toEqual([200, '']);
  });

  it('given a team that is called like a route of another method, then its scores are found', async () => {
    const { status, body } = await get('/api/v1/scores/publish', 'localhost');
    expect([status, JSON.parse(body)]).toEqual([200, { team: 'publish', name: 'publish', weeks: [] }]);
  });

  it('given OPTIONS of any path that the OpenAPI document names, then Allow has the methods it names', async () => {
    const { paths } = (await (await fetch(`${serving.url}/api/openapi.json`)).json()) as {
      paths: Record<string, object>;
    };
    for (const [path, operations] of Object.entries(paths)) {
      const named = Object.keys(operations).map((method) => method.toUpperCase());
      const { headers } = await fetch(serving.url + path.replaceAll(/\{\w+\}/g, 'x'), { method: 'OPTIONS' });
      const expected = [...named, 'OPTIONS', ...(named.includes('GET') ? ['HEAD'] : [])].sort();
      expect([path, headers.get('allow')?.split(', ')]).toEqual([path, expected]);
    }
  });

  it('given bytes that are no request, then 400', async () => {
    expect((await answerTo('no request at all')).status).toBe(400);
  });
});

it('the OpenAPI document names the answers that every route has, and the media type of each answer', async () => {
  type Responses = Record<string, { content?: object }>;
  const document = (await (await fetch(`${serving.url}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { responses: Responses; requestBody?: unknown }>>;
  };
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method} ${path}`,
      method,
      path,
      ...operation,
    })),
  );
  expect(operations.length).toBeGreaterThan(35);
  for (const { name, method, path, responses, requestBody } of operations) {
    const expected = ['400', '405', '421', '503'];
    if (path.includes('{')) expected.push('404');
    if (method !== 'get') expected.push('403');
    if (requestBody !== undefined) expected.push('413', '415');
    expect([name, Object.keys(responses)]).toEqual([name, expect.arrayContaining(expected)]);
    for (const [status, { content = {} }] of Object.entries(responses))
      expect([name, status, Object.keys(content)]).not.toEqual([name, status, []]);
  }
  const bodies = operations.filter(
    ({ method, requestBody }) => method === 'post' && requestBody !== undefined,
  );
  expect(bodies.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['/api/v1/events', '/api/v1/imports']),
  );
});

it('the OpenAPI document says what a body needs, and which weeks and reasons there are', async () => {
  type Schema = Record<string, unknown> & { properties?: Record<string, Schema> };
  interface Operation {
    requestBody?: { content: Record<string, { schema: Schema }> };
    responses: object;
    parameters: readonly { name: string; schema: Schema }[];
  }
  const { paths } = (await (await fetch(`${serving.url}/api/openapi.json`)).json()) as {
    paths: Record<string, { get: Operation; post: Operation }>;
  };
  const bodyOf = (path: string) =>
    Object.values(paths[`/api/v1/${path}`]!.post.requestBody!.content)[0]!.schema;
  expect(bodyOf('erasures')).toMatchObject({ required: ['candidateId'], additionalProperties: false });
  expect(bodyOf('merges').required).toEqual(['fromCandidateId', 'intoCandidateId']);
  expect(bodyOf('sql')).toMatchObject({ type: 'string', minLength: 1 });
  const replay = bodyOf('dead-letters/replay');
  expect([replay['oneOf'], replay.properties?.['ids']?.['maxItems']]).toEqual([
    [
      { required: ['ids'], properties: { all: false, filter: false } },
      { required: ['all'], properties: { ids: false } },
    ],
    10_000,
  ]);
  // Without an id in the path, a 404 is no answer that every route shares.
  expect(Object.keys(paths['/api/v1/dead-letters/replay']!.post.responses)).toContain('404');
  const parameterOf = (path: string, called: string) =>
    paths[`/api/v1/${path}`]!.get.parameters.find(({ name }) => name === called)?.schema;
  for (const path of ['messages', 'digests/{week}/message', 'scores/{team}/{week}']) {
    const { pattern } = parameterOf(path, 'week') as { pattern: string };
    expect(
      ['2026-W47', '1990-W01', '0', '', '2026-W54', '2026-W47 ', '1989-W01'].map((text) =>
        new RegExp(pattern, 'u').test(text),
      ),
    ).toEqual([true, true, false, false, false, false, false]);
  }
  expect(JSON.stringify(parameterOf('dead-letters', 'reason'))).toContain('"enum":["not-json",');
});

describe('CSV of a question in SQL', () => {
  const ask = async (parameters: string): Promise<string> => {
    const statement = "SELECT '=1+1' AS a, -5 AS b, '-5' AS c, [1] AS d";
    const headers = { 'content-type': 'text/plain' };
    return (
      await fetch(`${serving.url}/api/v1/sql?${parameters}`, { method: 'POST', headers, body: statement })
    ).text();
  };

  it('given texts that a spreadsheet would run, then they are harmless, and numbers stay', async () => {
    expect(await ask('format=CSV')).toBe(`"'=1+1",-5,"'-5","[1]"\n`);
    expect(await ask('')).toBe(`"a","b","c","d"\n"'=1+1",-5,"'-5","[1]"\n`);
  });

  it('given raw, or a format for programs, then they come as they are', async () => {
    expect(await ask('format=CSV&raw=true')).toBe(`"=1+1",-5,"-5","[1]"\n`);
    expect(await ask('format=TabSeparated')).toBe('=1+1\t-5\t-5\t[1]\n');
    for (const format of ['CSV', 'TabSeparated'])
      expect(JSON.parse(await ask(`format=${format}&raw=perhaps`))).toMatchObject({ status: 400 });
  });
});

describe('CSV of the rows that a figure counts', () => {
  // Control characters, like a tab in front, are refused in events.
  const FORMULAS = ['=1+1', '+1', '-1', '@SUM(A1)'];

  it('given names that a spreadsheet would run, then they are texts', async () => {
    const time = new Date(Date.now() - 20 * 86_400_000).toISOString();
    const events = FORMULAS.map((text, index) => ({
      specversion: '1.0',
      id: `formula-${index}`,
      source: 'urn:example:formulas',
      type: 'hearback.interview.completed.v1',
      time,
      data: {
        applicationId: `${text} ${index}`,
        interviewId: text,
        teamId: text,
        stage: text,
        endedAt: time,
      },
    }));
    const sent = await fetch(`${serving.url}/api/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(events),
    });
    expect(await sent.json()).toMatchObject({ recorded: FORMULAS.length });
    await serving.settled();
    const list = await (
      await fetch(`${serving.url}/api/v1/metrics/time-to-response/obligations?format=csv`)
    ).text();
    for (const [index, text] of FORMULAS.entries()) expect(list).toContain(`'${text} ${index}`);
    expect(list).not.toMatch(/(^|,|\n|")[=+\-@\t\r](?!\n)/);
  });
});

describe('instants and days far away', () => {
  it.each([
    '/api/v1/metrics/health?asOf=0000-05-05T05:26Z',
    '/api/v1/metrics/health/obligations?asOf=0000-05-05T05:26Z',
    '/api/v1/metrics/latency-score?from=0000-01-01&to=0001-01-01',
    '/api/v1/metrics/time-to-response/curve?asOf=1899-12-31T00:00Z',
    '/api/v1/waiting?asOf=0001-01-01T00:00Z',
    '/api/v1/applications/a?asOf=0000-01-01T00:00Z',
    '/api/v1/teams/a/health?asOf=0000-01-01T00:00Z',
    '/api/v1/dead-letters?from=0000-01-01',
    '/api/v1/dead-letters?to=9999-12-31T23:59:59Z',
    '/api/v1/messages?week=0000-W01',
    '/api/v1/scores/a/0000-W01',
  ])('given %s, then it is refused as a mistake of whoever asks', async (path) => {
    const response = await fetch(serving.url + path);
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(/1990|must be an ISO week/);
  });
});
