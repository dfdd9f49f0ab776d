import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { startServing, type Serving } from '../testing/serving.js';

let directory: string;
let serving: Serving;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearback-paths-'));
  serving = await startServing({ HEARBACK_DATA: directory });
  await serving.settled();
});
afterEach(async () => {
  await serving.close();
  await rm(directory, { recursive: true, force: true });
});

it('given an import whose list of failed rows can not be written, then it says so without the path', async () => {
  await writeFile(join(directory, 'imports'), 'no folder');
  const form = new FormData();
  form.append(
    'mapping',
    'source: urn:example:a\nrules:\n  - event: interview.completed\n    time: "{at}"\n    data: { applicationId: "{id}", interviewId: "{id}", endedAt: "{at}" }\n',
  );
  form.append('file', new Blob(['id,at\na,never\n']), 'rows.csv');
  const response = await fetch(`${serving.url}/api/v1/imports`, { method: 'POST', body: form });
  const text = await response.text();

  expect([response.status, text]).toEqual([503, expect.stringContaining('broke off') as unknown]);
  expect(text).not.toContain(directory);
});

it('given a store that has lost its files, then figures and questions fail without the path', async () => {
  const event = {
    specversion: '1.0',
    id: 'one',
    source: 'urn:example:a',
    type: 'hearback.interview.completed.v1',
    time: '2026-03-02T11:05:00.000Z',
    data: { applicationId: 'a', interviewId: 'i', endedAt: '2026-03-02T11:05:00.000Z' },
  };
  const headers = { 'content-type': 'application/json' };
  await fetch(`${serving.url}/api/v1/events`, { method: 'POST', headers, body: JSON.stringify(event) });
  await serving.settled();
  const store = join(directory, 'clickhouse', 'store');
  for (const file of await readdir(store, { recursive: true }))
    if (/\.(bin|c?mrk\d)$/.test(file)) await rm(join(store, file));

  const asked = await Promise.all([
    fetch(`${serving.url}/api/v1/sql`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: 'SELECT * FROM events',
    }),
    fetch(`${serving.url}/api/v1/metrics/waiting-now`),
    fetch(`${serving.url}/api/v1/applications/a`),
    fetch(`${serving.url}/health/ready`),
  ]);
  const answers = await Promise.all(asked.map(async (answer) => `${answer.status} ${await answer.text()}`));

  expect(answers[0]).toMatch(/^503/);
  for (const answer of answers) expect(answer).not.toContain(directory);
});
