import { setTimeout as pause } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { toCloudEvent } from '@hearback/domain';
import { completed } from '@hearback/domain/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { CLICKHOUSE } from '../clickhouse/clickhouse.token.js';
import { Store } from '../clickhouse/store.js';
import { startServing, type Serving } from '../testing/serving.js';

let serving: Serving;
const gone = new AbortController();
afterEach(async () => {
  gone.abort();
  await serving.close();
});

async function send(applicationId: string): Promise<void> {
  const body = JSON.stringify(toCloudEvent(completed({ applicationId, interviewId: `i-${applicationId}` })));
  const headers = { 'content-type': 'application/cloudevents+json' };
  const answer = await fetch(`${serving.url}/api/v1/events`, { method: 'POST', headers, body });
  expect(answer.status).toBe(202);
}

interface Answer {
  readonly status: number;
  readonly body: { readonly title?: string; readonly detail?: string };
  readonly retryAfter: string | null;
}

async function answerOf(path: string, init: RequestInit = {}): Promise<Answer> {
  const answer = await fetch(`${serving.url}${path}`, init);
  const text = await answer.text();
  const body = text.startsWith('{') ? (JSON.parse(text) as Answer['body']) : {};
  return { status: answer.status, body, retryAfter: answer.headers.get('retry-after') };
}

const ask = (sql: string, signal?: AbortSignal): Promise<Answer> =>
  answerOf('/api/v1/sql', {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: sql,
    ...(signal === undefined ? {} : { signal }),
  });

const FIGURE = '/api/v1/metrics/waiting-now?asOf=2026-03-08T00:00:00Z';

async function running(part: string): Promise<number> {
  const rows = await serving.app
    .get(Store)
    .rows<{ n: number }>(
      `SELECT count() AS n FROM system.processes WHERE position(query, '${part}') > 0 AND position(query, 'processes') = 0`,
    );
  return rows[0]?.n ?? 0;
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Not in time: ${what}`);
    await pause(50);
  }
}

describe('given questions that the engine can not end', () => {
  it('then the engine is restarted; figures stay right or are refused, and the projection goes on by itself', async () => {
    serving = await startServing();
    await send('a');
    await serving.settled();
    const before = await answerOf(FIGURE);
    expect(before.status).toBe(200);

    // As if the list of functions had a gap: past the check of the statement, in the role of analysts.
    const client = serving.app.get<ClickHouseClient>(CLICKHOUSE);
    const endless = 'SELECT length(arrayFilter(x -> has(range(1000000), x + 1000000), range(1000000)))';
    for (let times = 0; times < 2; times += 1) {
      const asked = client.query({ query: endless, role: 'reader', abort_signal: gone.signal });
      asked.catch(() => undefined);
    }
    await until('both run', async () => (await running('arrayFilter')) === 2);
    expect((await ask('SELECT 1')).status).toBe(429);
    gone.abort();

    let isPaused = false;
    let firstRefusal = 0;
    let longest = 0;
    await until('questions pause', async () => {
      const figure = await answerOf(FIGURE);
      if (figure.status === 200) {
        expect(figure.body).toEqual(before.body);
        if (firstRefusal > 0) longest = Math.max(longest, Date.now() - firstRefusal);
        firstRefusal = 0;
      } else {
        expect(figure).toMatchObject({ status: 503, retryAfter: '5' });
        firstRefusal ||= Date.now();
      }
      isPaused ||= (await ask('SELECT 1')).body.title === 'Questions pause';
      return isPaused && figure.status === 200;
    });
    // Generous: a start of the engine on a machine that is busy otherwise.
    expect(longest).toBeLessThan(15_000);
    const refused = await ask('SELECT 1');
    expect(refused.status).toBe(503);
    expect(Number(refused.retryAfter)).toBeGreaterThan(10);
    expect(refused.body.detail).toMatch(/could not be stopped.*taken again in \d+ s/);

    await send('b');
    await serving.settled();
    await until('the new event counts', async () => {
      const after = await answerOf(FIGURE);
      return after.status === 200 && JSON.stringify(after.body) !== JSON.stringify(before.body);
    });
    expect((await answerOf('/health/ready')).status).toBe(200);
  });
});

describe('given an engine that answers pings and no questions', () => {
  it('then the service is not ready, and is again when it does', async () => {
    serving = await startServing();
    await serving.settled();
    const client = serving.app.get<ClickHouseClient>(CLICKHOUSE);
    const busy = new AbortController();
    // All places that figures have.
    const asked = Array.from({ length: 12 }, () =>
      client
        .query({
          query: 'SELECT max(sipHash64(number)) FROM numbers(1000000000000) SETTINGS max_threads = 1',
          abort_signal: busy.signal,
        })
        .catch(() => undefined),
    );
    await until('it is away', async () => {
      const ready = await answerOf('/health/ready');
      return ready.status === 503 && (ready.body as { store?: string }).store === 'away';
    });
    busy.abort();
    await Promise.all(asked);
    await until('it is back', async () => (await answerOf('/health/ready')).status === 200);
  });
});
