import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import {
  eventOf,
  fresh,
  rightEvent,
  startWhole,
  wrongEvent,
  type WholeService,
} from '../testing/whole-service.js';

const HOUR = 3_600_000;

let service: WholeService;
beforeAll(async () => {
  service = await startWhole();
});
afterAll(() => service.close());

const rejections = async (): Promise<unknown> =>
  (await service.row('SELECT count() AS n FROM stored_rejections FINAL'))['n'];

describe('sent again', () => {
  it('given one that today’s rules take, then it becomes an event, and the list says so', async () => {
    const name = fresh('a');
    const [id] = await service.soon(name);
    expect((await service.one(id!)).outcome).toBe('none');
    service.anHourLater();
    const run = await service.replay({ ids: [id] });
    expect(run).toMatchObject({
      state: 'done',
      dryRun: false,
      total: 1,
      done: 1,
      counts: { recorded: 1, duplicate: 0, rejected: 0, notKept: 0 },
      results: [{ id, outcome: 'recorded', event: { source: 'urn:test:letters', id: name } }],
    });
    await service.settled();
    expect(await service.eventsOf(name)).toBe(1);
    expect(await service.one(id!)).toMatchObject({
      outcome: 'recorded',
      reason: 'time-out-of-range',
      replays: [{ run: run.id, outcome: 'recorded', isMended: false, event: { id: name } }],
    });
    expect((await service.list('?outcome=recorded')).rows.map((row) => row.id)).toContain(id);
    expect((await service.list('?outcome=none')).rows.map((row) => row.id)).not.toContain(id);
  });

  it('given the same twice, one after the other and at once, then the event is there once and the others are duplicates', async () => {
    const name = fresh('twice');
    const [id] = await service.soon(name);
    service.anHourLater();
    const runs = await Promise.all([1, 2, 3].map(() => service.replay({ ids: [id] })));
    runs.push(await service.replay({ ids: [id] }));
    expect(runs.map(({ results }) => results[0]?.outcome).sort()).toEqual([
      'duplicate',
      'duplicate',
      'duplicate',
      'recorded',
    ]);
    await service.settled();
    expect(await service.eventsOf(name)).toBe(1);
    expect(await service.log.lag('nobody')).toBeGreaterThan(0n);
  });

  it('given one that is rejected again, then it says why, and no dead letter is added however often', async () => {
    await service.send(wrongEvent(fresh('wrong')));
    const [letter] = (await service.list('?limit=1')).rows;
    const before = await rejections();
    const records = await service.log.lag('nobody');
    for (let times = 0; times < 3; times += 1) {
      expect(await service.replay({ ids: [letter!.id] })).toMatchObject({
        counts: { rejected: 1 },
        results: [
          {
            id: letter!.id,
            outcome: 'rejected',
            reason: 'invalid-data',
            problems: [expect.objectContaining({ path: 'data.endedAt' })],
          },
        ],
      });
    }
    await service.settled();
    expect(await rejections()).toBe(before);
    expect(await service.log.lag('nobody')).toBe(records);
    const again = await service.one(letter!.id);
    expect(again).toMatchObject({ outcome: 'rejected' });
    expect(again.replays).toHaveLength(3);
    expect((await service.list('?outcome=rejected')).rows.map(({ id }) => id)).toContain(letter!.id);
  });

  it('given a dry run, then it tells what would become of each, and nothing is kept', async () => {
    const name = fresh('dry');
    const [id] = await service.soon(name);
    service.anHourLater();
    const records = await service.log.lag('nobody');
    expect(await service.replay({ ids: [id], dryRun: true })).toMatchObject({
      dryRun: true,
      results: [{ id, outcome: 'recorded' }],
    });
    expect(await service.log.lag('nobody')).toBe(records);
    expect(await service.one(id!)).toMatchObject({ outcome: 'none', replays: [] });
    expect((await service.replay({ ids: [id] })).results[0]?.outcome).toBe('recorded');
  });

  it('given a filter with all, then only what it chooses is sent', async () => {
    const origin = fresh('other');
    const encoder = new TextEncoder();
    const headers = { 'hearback-origin': `import:${origin}` };
    const value = (event: object): Uint8Array => encoder.encode(JSON.stringify(event));
    const [one, two] = [fresh('f'), fresh('f')];
    const at = new Date(service.now.getTime() + HOUR);
    await service.append({ value: value(eventOf(at, one)), headers });
    await service.append({ value: value(eventOf(at, two)), headers: { 'hearback-origin': 'import:x' } });
    service.anHourLater();
    const run = await service.replay({ all: true, filter: { origin: `import:${origin}` } });
    expect(run).toMatchObject({ total: 1, counts: { recorded: 1 } });
    await service.settled();
    expect([await service.eventsOf(one), await service.eventsOf(two)]).toEqual([1, 0]);
    expect(
      await service.replay({ all: true, filter: { origin: ['import'], outcome: 'none' }, dryRun: true }),
    ).toMatchObject({ total: 1, counts: { recorded: 1 } });
  });
});

describe('mended by hand', () => {
  const mend = (id: string, event: object, query = ''): request.Test =>
    request(service.url)
      .post(`/api/v1/dead-letters/${encodeURIComponent(id)}/replay${query}`)
      .set('content-type', 'application/cloudevents+json')
      .send(JSON.stringify(event));

  it('given what was wrong put right, then the dead letter is resolved by it', async () => {
    const name = fresh('mended');
    await service.send(wrongEvent(name));
    const [letter] = (await service.list('?limit=1')).rows;
    const dry = await mend(letter!.id, rightEvent(name), '?dryRun=true').expect(200);
    expect(dry.body).toMatchObject({ outcome: 'recorded' });
    expect((await service.one(letter!.id)).outcome).toBe('none');
    const wrong = await mend(letter!.id, wrongEvent(name)).expect(200);
    expect(wrong.body).toMatchObject({ outcome: 'rejected', reason: 'invalid-data' });
    service.anHourLater();
    const right = await mend(letter!.id, rightEvent(name)).expect(200);
    expect(right.body).toEqual({
      id: letter!.id,
      outcome: 'recorded',
      event: { source: 'urn:test:letters', id: name },
    });
    await service.settled();
    expect(await service.eventsOf(name)).toBe(1);
    expect(await service.one(letter!.id)).toMatchObject({
      outcome: 'recorded',
      replays: [
        { outcome: 'recorded', isMended: true },
        { outcome: 'rejected', isMended: true },
      ],
    });
    expect((await mend(letter!.id, rightEvent(name)).expect(200)).body).toMatchObject({
      outcome: 'duplicate',
    });
  });

  it('given nothing, another kind of body, or a dead letter that is none, then that is told', async () => {
    const [letter] = (await service.list('?limit=1')).rows;
    const path = `/api/v1/dead-letters/${encodeURIComponent(letter!.id)}/replay`;
    const empty = await request(service.url).post(path).set('content-type', 'application/json').expect(400);
    expect(empty.body).toMatchObject({ detail: expect.stringContaining('The body is empty') });
    await request(service.url).post(path).set('content-type', 'text/plain').send('{}').expect(415);
    await mend('hearback.events.v1/0/999999', rightEvent('x')).expect(404);
  });
});

describe('wrong use', () => {
  it.each([
    [{}, 'ids: say which: ids of dead letters, or all: true with a filter'],
    [{ ids: ['a'], all: true }, 'all: give either ids or all: true'],
    [{ ids: ['a'], filter: {} }, 'filter: a filter goes with all: true'],
    [{ all: true, filter: { reason: ['bad'], outcome: 'x' } }, 'filter.outcome: must be any of none'],
    [{ all: true, filter: { reasons: ['not-json'] } }, 'no parameter is called reasons'],
    [{ all: true, dryRun: 'yes' }, 'dryRun'],
    [{ ids: [] }, 'ids'],
  ])('given %j, then 400 tells all that is wrong with it', async (body, detail) => {
    const run = (await service.replay(body, 400)) as unknown as { detail: string };
    expect(run.detail).toContain(detail);
  });

  it('given ids that are none, then 404 names them and nothing is sent', async () => {
    const [id] = await service.soon(fresh('known'));
    service.anHourLater();
    const answer = (await service.replay({ ids: [id, 'no/0/1'] }, 404)) as unknown as { detail: string };
    expect(answer.detail).toContain('"no/0/1"');
    expect((await service.one(id!)).outcome).toBe('none');
  });

  it('given a replay that is none, then 404', async () => {
    await request(service.url).get('/api/v1/dead-letters/replays/none').expect(404);
  });
});
