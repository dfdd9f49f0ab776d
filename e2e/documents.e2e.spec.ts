import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { removeDirectory, startHearback, type HearbackProcess } from './hearback-process.js';

let hearback: HearbackProcess;
beforeAll(async () => {
  hearback = await startHearback();
});
afterAll(async () => {
  await hearback.end();
  await removeDirectory(hearback.directory);
});

it('serves a valid OpenAPI 3.1 document of the routes that are promised', async () => {
  const document = await hearback.get<{ openapi: string; paths: Record<string, unknown> }>(
    '/api/openapi.json',
  );
  expect(document.openapi).toBe('3.1.0');
  expect(await new Validator().validate(document)).toEqual({ valid: true });
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining([
      '/api/v1/events',
      '/api/v1/imports',
      '/api/v1/imports/{id}',
      '/api/v1/metrics',
      '/api/v1/metrics/{name}',
      '/api/v1/metrics/{name}/obligations',
      '/api/v1/applications/{id}',
      '/api/v1/waiting',
      '/api/v1/teams',
      '/api/v1/teams/{id}/health',
      '/api/v1/stream',
      '/health/live',
      '/health/ready',
    ]),
  );
});

it('tells of every parameter of a question in the OpenAPI document', async () => {
  const { paths } = await hearback.get<{
    paths: Record<string, { get: { parameters: { name: string; in: string }[] } }>;
  }>('/api/openapi.json');
  const queryOf = (path: string): string[] =>
    paths[path]?.get.parameters.filter((each) => each.in === 'query').map(({ name }) => name) ?? [];
  const filter = ['team', 'stage', 'job', 'from', 'to', 'asOf'];
  expect(queryOf('/api/v1/waiting')).toEqual([...filter, 'limit', 'cursor', 'order', 'overdue']);
  const metric = [...filter, 'by', 'clock', 'obligation'];
  expect(queryOf('/api/v1/metrics/{name}')).toEqual(metric);
  expect(queryOf('/api/v1/metrics/{name}/obligations')).toEqual(
    expect.arrayContaining([...metric, 'counted']),
  );
});

it('serves the AsyncAPI document of its events', async () => {
  const document = await hearback.get<{ asyncapi: string; channels: object }>('/api/asyncapi.json');
  expect(document.asyncapi).toMatch(/^3\.0/);
  expect(JSON.stringify(document)).toContain('hearback.interview.completed.v1');
});

it('answers unknown routes of the API as a problem, and any other path with the dashboard', async () => {
  const unknown = await fetch(`${hearback.url}/api/v1/nothing`);
  expect(unknown.status).toBe(404);
  expect(unknown.headers.get('content-type')).toContain('application/problem+json');
  const page = await fetch(`${hearback.url}/some/deep/link`);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<div id="root"');
});

it('serves the scripts and styles of the dashboard packed, and to be kept for good', async () => {
  const page = await (await fetch(hearback.url)).text();
  const named = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path!);
  expect(named.some((path) => path.endsWith('.js')) && named.some((path) => path.endsWith('.css'))).toBe(
    true,
  );
  for (const path of named) {
    const asked = (encoding: string) =>
      fetch(`${hearback.url}${path}`, { headers: { 'accept-encoding': encoding } });
    const [packed, plain] = await Promise.all([asked('gzip'), asked('identity')]);
    expect([packed.status, plain.status]).toEqual([200, 200]);
    expect(packed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const text = await plain.text();
    expect(await packed.text()).toBe(text);
    if (text.length < 1000) continue;
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(Number(packed.headers.get('content-length'))).toBeLessThan(text.length / 2);
  }
  // The page itself names the files of its build: an old one must not be kept.
  expect((await fetch(hearback.url)).headers.get('cache-control')).toBe('public, max-age=0');
});
