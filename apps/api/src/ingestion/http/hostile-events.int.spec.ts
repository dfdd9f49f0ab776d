import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LoopWatch } from '../../telemetry/loop-watch.js';
import { Meters } from '../../telemetry/meters.js';
import { completed, openDoor, type Door } from '../testing/door.js';
import type { EventsAnswer } from './events.controller.js';

const BATCH = 'application/cloudevents-batch+json';

let door: Door;
let url: string;
beforeAll(async () => {
  door = await openDoor();
  const { port } = door.server.address() as { port: number };
  url = `http://127.0.0.1:${port}/api/v1/events`;
});
afterAll(() => door.close());

const post = (body: string | Buffer, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { method: 'POST', body, headers: { 'content-type': BATCH, ...headers } });
const keys = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, n]));

/**
 * The CPU time of the longest stretch that kept the event loop while the work went on, in seconds. Client and server are
 * one process here.
 */
async function longestWhile(work: () => Promise<unknown>): Promise<number> {
  const watch = new LoopWatch(new Meters());
  watch.onApplicationBootstrap();
  await work();
  // It has looked once more.
  await new Promise((resolve) => setTimeout(resolve, 50));
  watch.onApplicationShutdown();
  return watch.longest();
}

describe('events that would keep the event loop', () => {
  it('given 16 KB that unpack to 5.6 million empty objects, then it is refused before it is unpacked', async () => {
    const bomb = gzipSync(`[${'{},'.repeat(5_600_000)}{}]`);
    expect(bomb.byteLength).toBeLessThan(32 * 1024);
    const response = await post(bomb, { 'content-encoding': 'gzip' });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ title: 'Too many events', limit: 10_000 });
  });

  it('given a body that unpacks to a thousand times its size, then it is refused', async () => {
    const bomb = gzipSync(JSON.stringify([{ id: ' '.repeat(8 * 1024 * 1024) }]));
    const response = await post(bomb, { 'content-encoding': 'gzip' });
    expect(response.status).toBe(413);
    expect(((await response.json()) as { detail: string }).detail).toMatch(/more than 200 times its size/);
  });

  it('given more than a million values, then it is refused', async () => {
    const response = await post(JSON.stringify(Array(1_001).fill(Array(1_000).fill(1))));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ title: 'Too much in the events' });
  });

  it('given 14 events of 70,000 keys beside a good one, then these are too large, it is recorded, and nothing takes long', async () => {
    const event = completed({ id: 'beside-keys' });
    const large = JSON.stringify({ ...completed({ id: 'keys' }), ...keys(70_000) });
    const body = `[${Array(14).fill(large).join()},${JSON.stringify(event)}]`;
    let answer: EventsAnswer | undefined;
    const longest = await longestWhile(async () => {
      answer = (await (await post(body)).json()) as EventsAnswer;
    });
    expect(answer).toMatchObject({ recorded: 1, rejected: 14 });
    expect(answer?.results[0]).toMatchObject({
      reason: 'too-large',
      problems: [{ message: expect.stringContaining('at most 10000 values') as unknown }],
    });
    // Decoded at once they take 18 s.
    expect(longest).toBeGreaterThan(0);
    expect(longest).toBeLessThan(1);
  });

  it('given an item that is no JSON, then it alone is rejected, and kept', async () => {
    const before = (await door.logged()).length;
    const response = await post(`[${JSON.stringify(completed({ id: 'beside' }))}, {"id": oops}]`);
    expect(response.status).toBe(202);
    expect(await response.json()).toMatchObject({
      recorded: 1,
      results: [{ status: 'recorded' }, { status: 'rejected', reason: 'not-json' }],
    });
    expect(await door.logged()).toHaveLength(before + 2);
  });

  it('given 10,000 events of as many candidates, then all are recorded, in slices between which others are answered', async () => {
    const events = Array.from({ length: 10_000 }, (_, n) =>
      completed({ id: `many-${n}` }, { applicationId: `app-${n}`, candidateId: `cand-${n}` }),
    );
    const body = JSON.stringify(events);
    let answered = 0;
    let isDone = false;
    const recording = post(body).then(async (response) => {
      isDone = true;
      return (await response.json()) as EventsAnswer;
    });
    while (!isDone) {
      await (await fetch(url.replace('/events', '/imports'))).text();
      answered += 1;
    }
    expect(await recording).toMatchObject({ recorded: 10_000 });
    expect(answered).toBeGreaterThan(10);
  });
});
