import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import request from 'supertest';
import { decodeBytes } from '@hearback/domain';
import { EventLogUnavailable } from '../../event-log/errors.js';
import type { EventLog } from '../../event-log/event-log.js';
import { completed, NOW, openDoor, textOf, type Door } from '../testing/door.js';
import type { EventsAnswer } from './events.controller.js';

const STRUCTURED = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';

describe('POST /api/v1/events', () => {
  let door: Door;
  beforeEach(async () => {
    door = await openDoor();
  });
  afterEach(() => door.close());

  const post = (type: string, body: string | Buffer, headers: Record<string, string> = {}): request.Test =>
    request(door.server)
      .post('/api/v1/events')
      .set({ 'content-type': type, ...headers })
      .send(body);
  const send = async (event: unknown): Promise<EventsAnswer> => {
    const type = Array.isArray(event) ? BATCH : STRUCTURED;
    const response = await post(type, JSON.stringify(event)).expect(202);
    return response.body as EventsAnswer;
  };

  describe('what is recorded', () => {
    it('keeps a structured event in the log before it answers, stripped and under a pseudonym', async () => {
      const answer = await send(completed({}, { notes: 'shy but brilliant', teamId: 'payments' }));

      expect(answer).toEqual({
        results: [{ index: 0, status: 'recorded', id: 'evt-1', source: 'https://ats.example.com/acme' }],
        recorded: 1,
        duplicates: 0,
        rejected: 0,
      });
      const [record] = await door.logged();
      expect(textOf(record?.key)).toBe('app-1');
      expect(textOf(record?.headers['content-type'])).toBe(STRUCTURED);
      expect(textOf(record?.headers['hearback-recorded-time'])).toBe(NOW);
      expect(textOf(record?.headers['hearback-origin'])).toBe('http');
      expect(JSON.parse(textOf(record?.value))).toEqual({
        specversion: '1.0',
        id: 'evt-1',
        source: 'https://ats.example.com/acme',
        type: 'hearback.interview.completed.v1',
        subject: 'app-1',
        time: '2026-03-02T11:05:00.000Z',
        partitionkey: 'app-1',
        recordedtime: NOW,
        datacontenttype: 'application/json',
        data: {
          applicationId: 'app-1',
          interviewId: 'int-1',
          endedAt: '2026-03-02T11:00:00.000Z',
          candidateId: expect.stringMatching(/^c_[0-9a-f]{32}$/) as unknown,
          teamId: 'payments',
        },
      });
    });

    it('takes a batch and answers for each event in its place', async () => {
      const answer = await send([
        completed(),
        completed({ id: 'evt-2', type: 'hearback.interview.imagined.v1' }),
        completed({ id: 'evt-3' }, { interviewId: 'int-3' }),
      ]);

      expect(answer.results.map(({ index, status, id }) => [index, status, id])).toEqual([
        [0, 'recorded', 'evt-1'],
        [1, 'rejected', 'evt-2'],
        [2, 'recorded', 'evt-3'],
      ]);
      expect(answer).toMatchObject({ recorded: 2, duplicates: 0, rejected: 1 });
    });

    it('takes binary mode, with percent-encoded and quoted attributes', async () => {
      const { data, ...attributes } = completed();
      const response = await post('application/json', JSON.stringify(data), {
        'ce-specversion': '1.0',
        'ce-id': 'Z%C3%BCrich%201',
        'ce-source': '"urn:acme:\\"ats\\""',
        'ce-type': String(attributes['type']),
        'ce-time': String(attributes['time']),
      }).expect(202);

      const [record] = await door.logged();
      expect((response.body as EventsAnswer).recorded).toBe(1);
      expect(JSON.parse(textOf(record?.value))).toMatchObject({ id: 'Zürich 1', source: 'urn:acme:"ats"' });
    });

    it('takes plain JSON, one or several, and gzip', async () => {
      await post('application/json; charset=utf-8', JSON.stringify(completed())).expect(202);
      const two = [completed({ id: 'a' }), completed({ id: 'b' })];
      const response = await request(door.server)
        .post('/api/v1/events')
        .set({ 'content-type': 'application/json', 'content-encoding': 'gzip' })
        .serialize((body) => body as unknown as string)
        .send(gzipSync(JSON.stringify(two)) as unknown as object)
        .expect(202);

      expect((response.body as EventsAnswer).recorded).toBe(2);
      expect(await door.logged()).toHaveLength(3);
    });

    it('gives a candidate the same pseudonym every time, and leaves a pseudonym as it is', async () => {
      await send([completed(), completed({ id: 'evt-2' })]);
      const pseudonyms = (await door.logged()).map(candidateOf);
      await send(completed({ id: 'evt-3' }, { candidateId: pseudonyms[0] }));

      expect(new Set([...pseudonyms, ...(await door.logged()).map(candidateOf)]).size).toBe(1);
    });
  });

  describe('repetitions', () => {
    it('answers duplicate within a request and between requests, and keeps one', async () => {
      const first = await send([completed(), completed()]);
      const second = await send(completed());

      expect(first.results.map(({ status }) => status)).toEqual(['recorded', 'duplicate']);
      expect(second).toMatchObject({ recorded: 0, duplicates: 1 });
      expect(await door.logged()).toHaveLength(1);
    });

    it('takes the same id in another application for another event', async () => {
      const answer = await send([completed(), completed({}, { applicationId: 'app-2' })]);

      expect(answer.recorded).toBe(2);
    });

    it('rejects another content under a known id, and keeps it for the projector to judge', async () => {
      await send(completed());
      const answer = await send(completed({}, { teamId: 'payments' }));

      expect(answer.results[0]).toMatchObject({ status: 'rejected', reason: 'conflict', id: 'evt-1' });
      const records = await door.logged();
      expect(records).toHaveLength(2);
      expect(textOf(records[1]?.value)).not.toContain('cand-77');
    });
  });

  describe('what is rejected', () => {
    it.each([
      ['an unknown type', { type: 'hearback.interview.imagined.v1' }, {}, 'unknown-type', ['type']],
      [
        'an unknown version',
        { type: 'hearback.interview.completed.v9' },
        {},
        'unsupported-version',
        ['type'],
      ],
      ['a future time', { time: '2026-03-02T12:06:00Z' }, {}, 'time-out-of-range', ['time']],
      ['no id and a bad time', { id: null, time: 'noon' }, {}, 'not-cloudevent', ['id', 'time']],
      [
        'several wrong fields',
        {},
        { interviewId: 7, endedAt: 'yesterday' },
        'invalid-data',
        ['data.interviewId', 'data.endedAt'],
      ],
    ])(
      'rejects %s with its reason and the paths, and keeps it as it came',
      async (_, changes, data, reason, paths) => {
        const text = JSON.stringify(completed(changes, data), undefined, 2);
        const response = await post(STRUCTURED, text).expect(202);

        const [result] = (response.body as EventsAnswer).results;
        expect(result).toMatchObject({ status: 'rejected', reason });
        const { problems } = result as { problems: readonly { path: string }[] };
        expect([...new Set(problems.map(({ path }) => path))]).toEqual(paths);
        const [record] = await door.logged();
        expect(textOf(record?.value)).toBe(text);
        expect(textOf(record?.key)).toBe('app-1');
        expect(decodeBytes(record?.value ?? new Uint8Array(), NOW)).toMatchObject({ rejection: { reason } });
      },
    );

    it('answers 400 to what is not JSON, and keeps the whole', async () => {
      const response = await post(BATCH, '[{"id": "evt-1", ').expect(400);

      expect(response.headers['content-type']).toMatch('application/problem+json');
      expect(response.body).toMatchObject({ status: 400, reason: 'not-json', kept: true });
      expect((await door.logged()).map(({ value }) => textOf(value))).toEqual(['[{"id": "evt-1", ']);
    });

    it('answers 400 to an empty body and to bytes that are not UTF-8', async () => {
      await post(STRUCTURED, '').expect(400, /empty/);
      await request(door.server)
        .post('/api/v1/events')
        .set('content-type', STRUCTURED)
        .serialize((body) => body as unknown as string)
        .send(Buffer.from([0x22, 0xff, 0x22]))
        .expect(400);

      expect((await door.logged()).map(({ value }) => value)).toEqual([new Uint8Array([0x22, 0xff, 0x22])]);
    });

    it('answers 415 to other media types and encodings, naming the ones it takes', async () => {
      const response = await post('text/csv', 'a,b').expect(415);
      await post(STRUCTURED, '{}', { 'content-encoding': 'zstd' }).expect(415);

      expect(response.body).toMatchObject({ allowed: [STRUCTURED, BATCH, 'application/json'] });
      expect(await door.logged()).toEqual([]);
    });

    it('tells an event over 1 MiB from its neighbours, and does not keep it', async () => {
      const answer = await send([
        completed(),
        completed({ id: 'big' }, { padding: 'x'.repeat(1024 * 1024) }),
      ]);

      expect(answer.results.map((result) => 'reason' in result && result.reason)).toEqual([
        false,
        'too-large',
      ]);
      expect(await door.logged()).toHaveLength(1);
    });

    it('tells an event that is nested without end from its neighbours', async () => {
      const [good, bad] = [JSON.stringify(completed()), `${'['.repeat(50_000)}${']'.repeat(50_000)}`];
      const response = await post(BATCH, `[${bad},${good}]`).expect(202);

      expect(response.body).toMatchObject({
        results: [
          { reason: 'too-large', problems: [{ message: expect.stringContaining('nested') as unknown }] },
          { status: 'recorded' },
        ],
      });
      expect(await door.logged()).toHaveLength(1);
    });

    it('answers 413 to a body over 16 MiB, announced, streamed or unpacked', async () => {
      const big = `["${'x'.repeat(16 * 1024 * 1024)}"]`;
      await post(BATCH, big).expect(413, /several requests/);
      await request(door.server)
        .post('/api/v1/events')
        .set({ 'content-type': BATCH, 'content-encoding': 'gzip' })
        .serialize((body) => body as unknown as string)
        .send(gzipSync(big) as unknown as object)
        .expect(413);
      const address = door.server.address() as { port: number };
      const streamed = await fetch(`http://127.0.0.1:${address.port}/api/v1/events`, {
        method: 'POST',
        headers: { 'content-type': BATCH },
        body: new Blob([big]).stream(),
        duplex: 'half',
      });

      expect(streamed.status).toBe(413);
      expect(await door.logged()).toEqual([]);
    });

    it('answers 413 to more than 10,000 events', async () => {
      const response = await post(BATCH, `[${Array(10_001).fill('1').join(',')}]`).expect(413);

      expect(response.body).toMatchObject({ limit: 10_000 });
    });

    it('answers 404 as problem+json', async () => {
      const response = await request(door.server).get('/api/v1/nowhere').expect(404);

      expect(response.headers['content-type']).toMatch('application/problem+json');
      expect(response.body).toMatchObject({ status: 404, title: 'Not Found' });
    });
  });

  describe('outages', () => {
    const restart = async (options: Parameters<typeof openDoor>[0]): Promise<void> => {
      await door.close();
      door = await openDoor(options);
    };

    it('answers 503 with Retry-After when the log takes nothing, and acknowledges nothing', async () => {
      let isAway = true;
      const log = {
        append: () =>
          isAway
            ? Promise.reject(new EventLogUnavailable('disk full', {}, 'disk-full'))
            : Promise.resolve(['appended']),
        close: () => Promise.resolve(),
      } as unknown as EventLog;
      await restart({ log });

      const response = await post(STRUCTURED, JSON.stringify(completed())).expect(503);
      expect((response.body as { detail: string }).detail).toMatch(/disk .* is full.*Free space/);
      isAway = false;
      const again = await send(completed());

      expect(response.headers['retry-after']).toBe('5');
      expect(response.headers['content-type']).toMatch('application/problem+json');
      expect(again.recorded).toBe(1);
    });

    it('records, and recognises what was recorded before a restart, although the store does not say what it knows', async () => {
      const directory = await mkdtemp(join(tmpdir(), 'hearback-door-'));
      const known = { contentOf: () => Promise.reject(new Error('connect ECONNREFUSED')) };
      await restart({ directory, known });
      expect(await send(completed())).toMatchObject({ recorded: 1 });
      await restart({ directory, known });

      const answer = await send([completed(), completed({}, { teamId: 'payments' })]);

      expect(answer.results).toMatchObject([{ status: 'duplicate' }, { reason: 'conflict' }]);
      await restart({});
      await rm(directory, { recursive: true });
    });
  });
});

function candidateOf({ value }: { value: Uint8Array | null }): string {
  return (JSON.parse(textOf(value)) as { data: { candidateId: string } }).data.candidateId;
}
