import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeEvent, type HearbackEvent } from '@hearback/domain';
import request from 'supertest';
import { contentHash, identityKey, identityOf } from '../../ingestion/event-identity.js';
import { REPLAY_OF, REPLAY_ORIGIN, REPLAY_RUN } from '../../projection/rejections/replay-row.js';
import { eventOf, fresh, startWhole, wrongEvent, type WholeService } from '../testing/whole-service.js';

const HOUR = 3_600_000;

let service: WholeService;
beforeAll(async () => {
  service = await startWhole();
});
afterAll(() => service.close());

describe('what the log says', () => {
  it('given a store that is emptied, then what was recorded is known again from the log', async () => {
    const name = fresh('rebuilt');
    const [id] = await service.soon(name);
    service.anHourLater();
    const run = await service.replay({ ids: [id] });
    await service.settled();
    const { directory, now } = service;
    for (const table of ['stored_replays', 'stored_rejections', 'stored_events', 'generations'])
      await service.clickHouse.command({ query: `TRUNCATE TABLE ${table}` });
    await service.app.close();
    service = await startWhole({}, directory);
    service.now = now;
    await service.settled();
    expect(await service.eventsOf(name)).toBe(1);
    expect(await service.one(id!)).toMatchObject({
      outcome: 'recorded',
      replays: [{ run: run.id, outcome: 'recorded', event: { id: name } }],
    });
    const found = await request(service.url).get(`/api/v1/dead-letters/replays/${run.id}`).expect(200);
    expect(found.body).toMatchObject({
      state: 'interrupted',
      done: 1,
      results: [{ id, outcome: 'recorded' }],
    });
  });

  it('given an end between the log and the note, then the projector notes it', async () => {
    const name = fresh('crash');
    const [id] = await service.soon(name);
    service.anHourLater();
    const headers = {
      'hearback-origin': REPLAY_ORIGIN,
      [REPLAY_OF]: id!,
      [REPLAY_RUN]: 'died',
    };
    const event = eventOf(service.now, name);
    const { event: decoded } = decodeEvent(event, service.now.toISOString()) as { event: HearbackEvent };
    const identity = { key: identityKey(identityOf(decoded)), content: contentHash(decoded) };
    const value = new TextEncoder().encode(JSON.stringify(event));
    await service.append({ value, headers, identity });
    expect(await service.one(id!)).toMatchObject({ outcome: 'recorded', replays: [{ run: 'died' }] });
    expect((await service.replay({ ids: [id] })).results[0]?.outcome).toBe('duplicate');
  });

  it('given a replay that only the projector can reject, then it belongs to its dead letter; a claim to be one of nothing is believed by nobody', async () => {
    const [id] = await service.soon(fresh('conflict'));
    const headers = { 'hearback-origin': REPLAY_ORIGIN, [REPLAY_RUN]: 'r' };
    const { total } = await service.list();
    const value = new TextEncoder().encode('{}');
    await service.append({ value, headers: { ...headers, [REPLAY_OF]: id! } });
    expect((await service.list()).total).toBe(total);
    expect(await service.one(id!)).toMatchObject({
      outcome: 'rejected',
      replays: [{ outcome: 'rejected', reason: 'not-cloudevent' }],
    });
    await service.append({ value, headers: { ...headers, [REPLAY_OF]: 'hearback.events.v1/0/88888888' } });
    expect((await service.list()).total).toBe(total + 1);
  });
});

describe('many', () => {
  it('given more than are answered at once, then it goes on in the background, and tells how far', async () => {
    const names = Array.from({ length: 450 }, () => fresh('many'));
    service.anHourLater();
    const at = new Date(service.now.getTime() + HOUR);
    const from = service.now.toISOString();
    await service.send(...names.map((name) => eventOf(at, name)), wrongEvent(fresh('many')));
    service.anHourLater();
    const started = await service.replay({ all: true, filter: { from } }, 202);
    expect(started).toMatchObject({ state: 'running', total: 451, results: [] });
    const path = `/api/v1/dead-letters/replays/${started.id}`;
    let run = started;
    while (run.state === 'running') {
      await new Promise((resolve) => setTimeout(resolve, 100));
      run = (await request(service.url).get(path).expect(200)).body as typeof run;
    }
    expect(run).toMatchObject({
      state: 'done',
      done: 451,
      counts: { recorded: 450, duplicate: 0, rejected: 1, notKept: 0 },
    });
    expect(run.results).toHaveLength(451);
    await service.settled();
    const { total } = await service.list(`?from=${from}&outcome=recorded`);
    expect(total).toBe(450);
    const page = await request(service.url).get(`${path}?from=400`).expect(200);
    expect((page.body as typeof run).results).toHaveLength(51);
  });
});
