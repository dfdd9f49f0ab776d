import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedClickHouse, type EmbeddedClickHouse } from '@hearback/embedded-clickhouse';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createStoreClient } from '../../clickhouse/client.js';
import { ask, record, rowsOf } from '../../rebuild/testing/filled.js';
import { startInProcess } from '../../testing/hearback-in-process.js';
import { startServing } from '../../testing/serving.js';

let root: string;
let engine: EmbeddedClickHouse;
let url: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'hearback-server-'));
  engine = await startEmbeddedClickHouse({ dataDirectory: join(root, 'server'), password: 'secret' });
  url = `http://default:secret@127.0.0.1:${new URL(engine.url).port}`;
});
afterAll(async () => {
  await engine.close();
  await rm(root, { recursive: true, force: true });
});

it('given a part that is gone from a server, then no figures are given and the command is named, which fills it again', async () => {
  const directory = join(root, 'data');
  const first = await startInProcess({ CLICKHOUSE_URL: url }, { directory });
  await record(first, { weeks: 2 });
  await first.settled();
  const before = await rowsOf(first.clickHouse);
  await first.close();
  const client = createStoreClient(url);
  const [part] = await ask<{ name: string }>(
    client,
    `SELECT name FROM system.parts WHERE active AND database = currentDatabase() AND table = 'stored_events' LIMIT 1`,
  );
  await client.command({ query: `ALTER TABLE stored_events DETACH PART '${part!.name}'` });

  const serving = await startServing({ CLICKHOUSE_URL: url }, { directory });
  const get = async (path: string, init?: RequestInit): Promise<{ status: number; body: unknown }> => {
    const response = await fetch(serving.url + path, init);
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
  };
  /** The first answer that says so. */
  const becomes = async (state: string): Promise<unknown> => {
    for (;;) {
      const answer = (await get('/health/ready')) as { status: number; body: { store: string } };
      if (answer.body.store === state) return answer;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  try {
    expect(await becomes('incomplete')).toMatchObject({
      status: 503,
      body: {
        status: 'not ready',
        detail: expect.stringMatching(
          /stored_events: \d+ of \d+ events .* are missing.*hearback rebuild/,
        ) as unknown,
      },
    });
    for (const path of ['/api/v1/metrics/waiting-now', '/api/v1/waiting', '/api/v1/teams'])
      expect(await get(path)).toMatchObject({ status: 503, body: { title: 'Store incomplete' } });
    const sql = { method: 'POST', body: 'SELECT count() FROM events' };
    expect((await get('/api/v1/sql', sql)).status).toBe(503);

    expect((await get('/api/v1/rebuild', { method: 'POST' })).status).toBe(202);
    await becomes('reachable');
    expect(await rowsOf(client)).toEqual(before);
    expect((await get('/api/v1/metrics/waiting-now')).status).toBe(200);
  } finally {
    await serving.close();
    await client.close();
  }
});
