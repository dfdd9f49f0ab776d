import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { CommandBus } from '@nestjs/cqrs';
import { RecordEvents, type RecordResult } from '../record-events.command.js';
import { completed, openDoor, textOf, type Door } from '../testing/door.js';

let door: Door;
beforeEach(async () => {
  door = await openDoor();
});
afterEach(() => door.close());

const post = (route: string, body: unknown): request.Test =>
  request(door.server).post(`/api/v1/${route}`).type('application/json').send(JSON.stringify(body));
const erase = async (candidateId: string): Promise<string> =>
  ((await post('erasures', { candidateId }).expect(200)).body as { status: string }).status;
const merge = async (fromCandidateId: string, intoCandidateId: string): Promise<string> =>
  ((await post('merges', { fromCandidateId, intoCandidateId }).expect(200)).body as { status: string })
    .status;
const send = async (...events: readonly object[]): Promise<readonly RecordResult[]> => {
  const sent = request(door.server).post('/api/v1/events').type('application/cloudevents-batch+json');
  const response = await sent.send(JSON.stringify(events)).expect(202);
  return (response.body as { results: RecordResult[] }).results;
};
const statuses = (results: readonly RecordResult[]): string[] => results.map(({ status }) => status);
const logged = async (): Promise<{ type: string; source: string; data: Record<string, string> }[]> =>
  (await door.logged()).map(
    ({ value }) =>
      JSON.parse(textOf(value)) as { type: string; source: string; data: Record<string, string> },
  );

describe('POST /api/v1/erasures', () => {
  it('records it once, under the pseudonym and with a mark, and gives the id another pseudonym from then on', async () => {
    await send(completed());
    expect([await erase('cand-77'), await erase('cand-77'), await erase('cand-77')]).toEqual([
      ...['recorded', 'known', 'known'],
    ]);
    await send(completed({ id: 'evt-2' }));
    const records = await door.logged();
    const [before, erased, after] = await logged();
    expect(records).toHaveLength(3);
    expect(erased).toMatchObject({ type: 'hearback.candidate.erased.v1', source: 'urn:hearback:people' });
    expect(erased?.data['candidateId']).toBe(before?.data['candidateId']);
    expect(after?.data['candidateId']).not.toBe(before?.data['candidateId']);
    expect(records.map(({ headers }) => headers['hearback-mark'] !== undefined)).toEqual([
      false,
      true,
      false,
    ]);
    expect(JSON.stringify(await logged())).not.toContain('cand-77');
  });

  it('answers many at once with one recorded', async () => {
    await send(completed());
    const all = await Promise.all([1, 2, 3, 4].map(() => erase('cand-77')));
    expect(all.sort()).toEqual(['known', 'known', 'known', 'recorded']);
    expect(await logged()).toHaveLength(2);
  });

  it('records nothing of a candidate of whom nothing is known, and erases by the pseudonym as well', async () => {
    expect(await erase('nobody')).toBe('known');
    await send(completed());
    const pseudonym = (await logged())[0]!.data['candidateId']!;
    expect([await erase(pseudonym), await erase('cand-77')]).toEqual(['recorded', 'known']);
  });
});

describe('POST /api/v1/merges', () => {
  it('records it once, under the pseudonyms', async () => {
    await send(completed(), completed({ id: 'e-2' }, { applicationId: 'app-2', candidateId: 'cand-78' }));
    expect([await merge('cand-78', 'cand-77'), await merge('cand-78', 'cand-77')]).toEqual([
      'recorded',
      'known',
    ]);
    const [into, from, merged] = await logged();
    expect(merged).toMatchObject({
      type: 'hearback.candidate.merged.v1',
      source: 'urn:hearback:people',
      data: { fromCandidateId: from?.data['candidateId'], intoCandidateId: into?.data['candidateId'] },
    });
    expect(await logged()).toHaveLength(3);
  });

  it('stays a repeat after the erasure of the candidate who was merged', async () => {
    await send(completed());
    expect(await merge('cand-77', 'cand-78')).toBe('recorded');
    expect(await erase('cand-77')).toBe('recorded');
    expect(await merge('cand-77', 'cand-78')).toBe('nothing-to-merge');
    expect(await logged()).toHaveLength(3);
  });

  it('takes the time at which it turned out', async () => {
    await send(completed());
    const body = { fromCandidateId: 'cand-77', intoCandidateId: 'b', time: '2026-02-01T09:00:00+01:00' };
    await post('merges', body).expect(200, /recorded/);
    expect((await logged())[1]).toMatchObject({ time: '2026-02-01T08:00:00.000Z' });
    const future = { fromCandidateId: 'cand-77', intoCandidateId: 'c', time: '2026-04-01T09:00:00Z' };
    await post('merges', future).expect(400, /time: .*future/);
  });
});

describe('a request that can not be', () => {
  it.each([
    ['erasures', {}, ['candidateId']],
    ['erasures', { candidateId: '', more: 1 }, ['candidateId', '']],
    [
      'merges',
      { fromCandidateId: 'a\nb', time: 'yesterday' },
      ['fromCandidateId', 'intoCandidateId', 'time'],
    ],
    ['merges', { fromCandidateId: 'a', intoCandidateId: 'a', time: 'x' }, ['time', 'intoCandidateId']],
    ['erasures', 7, ['']],
  ])('to %s with %j names every problem', async (route, body, paths) => {
    const response = await post(route, body).expect(400);
    expect(response.headers['content-type']).toMatch('application/problem+json');
    const { problems } = response.body as { problems: { path: string }[] };
    expect(problems.map(({ path }) => path)).toEqual(paths);
  });

  it('through a proxy, or not as JSON, is refused with the remedy', async () => {
    await send(completed());
    const erasure = { candidateId: 'cand-77' };
    await post('erasures', erasure)
      .set('x-forwarded-for', '127.0.0.1')
      .expect(403, /npx hearback erase/);
    const form = request(door.server).post('/api/v1/erasures').type('text/plain');
    await form.send(JSON.stringify(erasure)).expect(415);
    await post('erasures', undefined).expect(400, /not JSON/);
    expect(await logged()).toHaveLength(1);
  });
});

describe('what only Hearback may send', () => {
  const score = completed(
    { id: '2026-W09/payments', source: 'urn:hearback:scores', type: 'hearback.score.published.v1' },
    { teamId: 'payments', week: '2026-W09', score: 100, n: 1, applications: 1, definitionVersion: 1 },
  );
  const erased = completed({ id: 'e-1', type: 'hearback.candidate.erased.v1' });
  const merged = completed(
    { id: 'm-1', type: 'hearback.candidate.merged.v1' },
    { fromCandidateId: 'cand-77', intoCandidateId: 'x' },
  );

  it('is refused from a client with the reason and the remedy, erases nobody, and is kept as a dead letter', async () => {
    await send(completed());
    const results = await send(score, erased, merged, completed({ id: 'p', source: 'urn:hearback:people' }));
    expect(results).toMatchObject([
      { status: 'rejected', reason: 'reserved', problems: [{ path: 'source' }, { path: 'type' }] },
      {
        reason: 'reserved',
        problems: [{ message: expect.stringContaining('POST /api/v1/erasures') as unknown }],
      },
      {
        reason: 'reserved',
        problems: [{ message: expect.stringContaining('POST /api/v1/merges') as unknown }],
      },
      { reason: 'reserved', problems: [{ path: 'source' }], id: 'p', source: 'urn:hearback:people' },
    ]);
    expect(statuses(await send(completed()))).toEqual(['duplicate']);
    const [first, ...kept] = await door.logged();
    expect(first?.headers['hearback-refused']).toBeUndefined();
    expect(kept).toHaveLength(4);
    for (const { headers } of kept) {
      expect(textOf(headers['hearback-refused'])).toBe('reserved');
      expect(headers['hearback-mark']).toBeUndefined();
    }
  });

  it('is refused from an import, row by row', async () => {
    const mapping = `source: urn:hearback:scores
rules:
  - event: interview.completed
    time: "{At}"
    data: { applicationId: "{Id}", interviewId: i, endedAt: "{At}" }
`;
    const upload = request(door.server).post('/api/v1/imports').field('mapping', mapping);
    const file = Buffer.from('Id,At\na,2026-03-01T10:00:00Z\nb,2026-03-01T11:00:00Z\n');
    const { body } = (await upload.attach('file', file, 'rows.csv').expect(201)) as { body: { id: string } };
    expect(body).toMatchObject({ counts: { recorded: 0, rejected: 2 } });
    const rejected = await request(door.server).get(`/api/v1/imports/${body.id}/rejected`).expect(200);
    expect(rejected.text).toMatch(/reserved/);
  });

  it('is refused when a dead letter is sent again, as it came or mended', async () => {
    const bytes = Buffer.from(JSON.stringify(score));
    const headers = { 'hearback-mark': 'x', 'hearback-replay-of': 'topic/0/1' };
    const again = new RecordEvents([{ bytes, headers }], 'replay', { keepRejected: false });
    expect(await door.app.get(CommandBus).execute(again)).toMatchObject([{ reason: 'reserved' }]);
    expect(await logged()).toEqual([]);
  });

  it('leaves the sources of imports, the sample and simulations free', async () => {
    const free = [
      'urn:hearback:import:x',
      'urn:hearback:sample:hiring-log',
      'https://simulated.hearback.example/a',
    ];
    const results = await send(...free.map((source, index) => completed({ source, id: `f-${index}` })));
    expect(statuses(results)).toEqual(['recorded', 'recorded', 'recorded']);
  });
});

describe('a repeat', () => {
  it('stays one after the erasure of its candidate, and another content stays a conflict', async () => {
    await send(completed());
    await erase('cand-77');
    const again = await send(
      completed(),
      completed({}, { stage: 'Onsite' }),
      completed({}, { candidateId: 'else' }),
    );
    expect(again).toMatchObject([{ status: 'duplicate' }, { reason: 'conflict' }, { status: 'duplicate' }]);
  });

  it('from four clients at once is recorded for one of them', async () => {
    const all = await Promise.all([1, 2, 3, 4].map(() => send(completed(), completed({ id: 'evt-2' }))));
    for (const at of [0, 1])
      expect(all.map((results) => results[at]!.status).sort()).toEqual([
        ...['duplicate', 'duplicate', 'duplicate', 'recorded'],
      ]);
    expect(await logged()).toHaveLength(2);
  });

  it('of which four clients tell different contents at once is recorded for one, and conflicts for the others', async () => {
    const all = await Promise.all(['a', 'b', 'c', 'd'].map((stage) => send(completed({}, { stage }))));
    const results = all.flat();
    expect(statuses(results).sort()).toEqual(['recorded', 'rejected', 'rejected', 'rejected']);
    expect(results.filter((result) => 'reason' in result && result.reason === 'conflict')).toHaveLength(3);
    // Kept, so that they can be looked at.
    expect(await logged()).toHaveLength(4);
  });
});
