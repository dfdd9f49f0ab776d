import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { KeysUnavailable } from '../candidate-keys.js';
import { Pseudonyms } from '../pseudonyms.js';
import { RemotePseudonyms } from '../remote-pseudonyms.js';
import { completed, openDoor, textOf, type Door } from '../testing/door.js';

const TOKEN = 'a token of 16 or more'.replaceAll(' ', '-');
const variables = { HEARBACK_KEYS_TOKEN: TOKEN };

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const keysOf = ({ server }: Pick<Door, 'server'>, token = TOKEN): RemotePseudonyms =>
  // Time enough: how long it takes on a busy machine says nothing.
  new RemotePseudonyms({ url: urlOf(server), token }, 120_000);

let owner: Door;
beforeEach(async () => {
  owner = await openDoor({ variables });
});
afterEach(() => owner.close());

describe('the candidate keys of another process', () => {
  it('given the same candidates asked for by three processes at the same moment, then all get the same names', async () => {
    const ids = Array.from({ length: 5_000 }, (_, index) => `cand-${index}`);
    const askers = [keysOf(owner), owner.app.get(Pseudonyms), keysOf(owner)];
    const [one, here, two] = await Promise.all(askers.map((keys) => keys.of([...ids, ...ids])));
    expect(one?.size).toBe(5_000);
    expect(new Set(one?.values()).size).toBe(5_000);
    expect(one).toEqual(here);
    expect(two).toEqual(here);
    for (const name of one!.values()) expect(name).toMatch(/^c_[0-9a-f]{32}$/);
    // What was handed out stays itself.
    const names = [...one!.values()];
    expect([...(await keysOf(owner).of(names)).values()]).toEqual(names);
  });

  it('given a process with a door of its own and the keys of the owner, then both doors name the candidate alike', async () => {
    const other = await openDoor({
      variables: { ...variables, HEARBACK_KEYS_URL: urlOf(owner.server) },
    });
    try {
      const send = ({ server }: Door) =>
        request(server).post('/api/v1/events').type('application/cloudevents+json').send(completed());
      await Promise.all([send(owner).expect(202), send(other).expect(202)]);
      const [named, alike] = await Promise.all([owner.logged(), other.logged()]);
      const nameIn = (text: string) =>
        (JSON.parse(text) as { data: { candidateId: string } }).data.candidateId;
      expect(nameIn(textOf(named[0]?.value))).toBe(nameIn(textOf(alike[0]?.value)));
      // One that has no keys serves none, so that no chain and no circle comes of it.
      await expect(keysOf(other).of(['x'])).rejects.toThrow(/does not serve keys/);
    } finally {
      await other.close();
    }
  });

  it('given an erasure by one process, then the name stays itself and the candidate gets another, for all of them', async () => {
    const [one, two] = [keysOf(owner), keysOf(owner)];
    const before = (await one.of(['cand-1'])).get('cand-1')!;
    await Promise.all([two.erase([before]), one.erase([before])]);
    const [after, again] = await Promise.all([one.of(['cand-1', before]), two.of(['cand-1'])]);
    expect(after.get('cand-1')).not.toBe(before);
    expect(again.get('cand-1')).toBe(after.get('cand-1'));
    expect(after.get(before)).toBe(before);
    await one.erase([]);
  });

  it('given another token, or none, then nothing is told and nothing is erased', async () => {
    const name = (await keysOf(owner).of(['cand-1'])).get('cand-1')!;
    const wrong = keysOf(owner, 'another-token-of-16');
    const refused = await wrong.of(['cand-1']).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(KeysUnavailable);
    expect(String(refused)).toMatch(/refuses the token. HEARBACK_KEYS_TOKEN must be the same/);
    expect(String(refused)).not.toContain('another-token');
    await expect(wrong.erase([name])).rejects.toThrow(KeysUnavailable);
    expect(await wrong.state()).toBe('refused');
    for (const route of ['pseudonyms', 'erasures'])
      await request(owner.server)
        .post(`/internal/keys/${route}`)
        .send({ ids: ['cand-1'] })
        .expect(401);
    await request(owner.server).get('/internal/keys').set('authorization', `Basic ${TOKEN}`).expect(401);
    expect((await keysOf(owner).of(['cand-1'])).get('cand-1')).toBe(name);
  });

  it('given an owner without a token, then it serves nobody', async () => {
    const closed = await openDoor();
    try {
      await request(closed.server)
        .get('/internal/keys')
        .set('authorization', 'Bearer undefined')
        .expect(404, /HEARBACK_KEYS_TOKEN/);
      await expect(keysOf(closed).of(['x'])).rejects.toThrow(/needs a HEARBACK_KEYS_TOKEN too/);
    } finally {
      await closed.close();
    }
  });

  it('given a body that is none, then every problem of it is told', async () => {
    const post = (body: string | object) =>
      request(owner.server)
        .post('/internal/keys/pseudonyms')
        .set('authorization', `Bearer ${TOKEN}`)
        .type('application/json')
        .send(body);
    await post('{').expect(400);
    const answer = await post({ ids: ['a', '', 3], more: 1 }).expect(400);
    expect((answer.body as { problems: { path: string }[] }).problems.map(({ path }) => path)).toEqual([
      'ids.1',
      'ids.2',
      '',
    ]);
    await post({ ids: Array.from({ length: 2_001 }, (_, index) => `c${index}`) }).expect(400);
  });
});

describe('an owner of the keys that is away', () => {
  it('given nobody at its address, then it is an outage that names the address, and the door says so', async () => {
    const away = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => away.once('listening', resolve));
    const url = urlOf(away);
    await new Promise((resolve) => away.close(resolve));
    const keys = new RemotePseudonyms({ url, token: TOKEN });
    await expect(keys.of(['cand-1'])).rejects.toThrow(
      /HEARBACK_KEYS_URL, 127\.0\.0\.1:\d+\) does not answer/,
    );
    expect(await keys.state()).toBe('away');
    // Nobody is asked about nobody.
    expect((await keys.of([])).size).toBe(0);

    const door = await openDoor({ variables: { ...variables, HEARBACK_KEYS_URL: url } });
    try {
      const refused = await request(door.server)
        .post('/api/v1/events')
        .type('application/cloudevents+json')
        .send(completed())
        .expect(503);
      expect(refused.body).toMatchObject({ title: 'Candidate keys unavailable' });
      expect(refused.headers['retry-after']).toBe('5');
      expect(await door.logged()).toEqual([]);
    } finally {
      await door.close();
    }
  });

  it('given something else at its address, then its answer is not taken for names, and the token is not sent on', async () => {
    let asked: string[] = [];
    const other = createServer((incoming, response) => {
      asked.push(incoming.url ?? '');
      if (incoming.url?.startsWith('/redirecting') === true) response.writeHead(302, { location: '/stolen' });
      else response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"pseudonyms":["c_1","c_2"]}');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    try {
      const at = (path: string) => new RemotePseudonyms({ url: urlOf(other) + path, token: TOKEN });
      await expect(at('').of(['only one'])).rejects.toThrow(/is it Hearback/);
      asked = [];
      await expect(at('/redirecting').of(['x'])).rejects.toThrow(KeysUnavailable);
      expect(asked).toEqual(['/redirecting/internal/keys/pseudonyms']);
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  });
});
