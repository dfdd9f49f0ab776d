import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { toCloudEvent, type HearbackEvent } from '@hearback/domain';
import {
  cancelled,
  completed,
  erased as candidateErased,
  responded,
  retracted,
  scheduled,
} from '@hearback/domain/testing';
import type { LoggedRecord } from '../event-log/event-log.js';
import { recordOf, recordsOf, startTestStore, type TestStore } from '../testing/test-store.js';

let test: TestStore;
beforeAll(async () => {
  test = await startTestStore();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

const NOW = '2026-03-10T00:00:00.000Z';
const rows = (query: string): Promise<Record<string, unknown>[]> => test.store.rows(query);

describe('a batch', () => {
  it('given events, then they are in the events view with their data, and folded', async () => {
    const projected = await test.project(
      recordsOf([scheduled(), completed(), responded({ kind: 'decision' })]),
    );
    expect(projected).toMatchObject({ events: 3, duplicates: 0, rejected: 0 });
    expect(
      await rows('SELECT type, application_id, toString(time) AS time FROM events ORDER BY time'),
    ).toEqual([
      { type: 'hearback.interview.scheduled.v1', application_id: 'app-1', time: '2026-03-02 09:00:00.000' },
      { type: 'hearback.interview.completed.v1', application_id: 'app-1', time: '2026-03-04 10:00:00.000' },
      { type: 'hearback.response.sent.v1', application_id: 'app-1', time: '2026-03-06 10:00:00.000' },
    ]);
    expect(
      await rows('SELECT kind, state, elapsed_seconds, team_id, stage FROM obligations ORDER BY kind'),
    ).toEqual([
      { kind: 'decision', state: 'met', elapsed_seconds: 172800, team_id: 'payments', stage: 'Onsite' },
      expect.objectContaining({ kind: 'feedback', state: 'waiting' }),
      { kind: 'response', state: 'met', elapsed_seconds: 172800, team_id: 'payments', stage: 'Onsite' },
    ]);
    expect(
      await rows('SELECT interview_id, status, assumed, toString(ended_at) AS ended_at FROM interviews'),
    ).toEqual([
      { interview_id: 'int-1', status: 'completed', assumed: 0, ended_at: '2026-03-04 10:00:00.000' },
    ]);
  });

  it('given the same batch again, remembered or after a restart, then nothing changes', async () => {
    const records = recordsOf([completed(), responded()]);
    await test.project(records);
    const before = await everything();
    expect(await test.project(records)).toMatchObject({ events: 0, duplicates: 2, rejected: 0 });
    test.forget();
    expect(await test.project(records)).toMatchObject({ events: 0, duplicates: 2, rejected: 0 });
    expect(await everything()).toEqual(before);
  });

  it('given a stop after the events and before what is folded from them, then the batch that comes again completes it', async () => {
    const records = recordsOf([completed()]);
    await test.project(records);
    for (const table of ['stored_interviews', 'stored_obligations']) {
      await test.client.command({ query: `TRUNCATE TABLE ${table}` });
    }
    test.forget();
    await test.project(records);
    expect(await rows('SELECT count() AS n FROM obligations')).toEqual([{ n: 3 }]);
    expect(await rows('SELECT count() AS n FROM interviews')).toEqual([{ n: 1 }]);
  });

  it('given a projector that knows less and writes later, then the row folded from more events stays', async () => {
    await test.project(recordsOf([completed(), responded({ kind: 'decision' })]));
    const before = await rows('SELECT * FROM stored_obligations FINAL ORDER BY obligation_id');
    const outdated = before.map((row) => ({ ...row, version: 1, outcome: '', stopped_at: null }));
    await test.client.insert({ table: 'stored_obligations', values: outdated, format: 'JSONEachRow' });
    expect(await rows('SELECT * FROM stored_obligations FINAL ORDER BY obligation_id')).toEqual(before);
  });

  it('given an interview that ceases to be owed anything, then its rows go', async () => {
    const done = completed();
    await test.project(recordsOf([done]));
    await test.project(recordsOf([retracted(done, { time: '2026-03-05T00:00:00Z' })], 1n));
    expect(await rows('SELECT count() AS n FROM obligations')).toEqual([{ n: 0 }]);
    expect(await rows('SELECT count() AS n FROM interviews')).toEqual([{ n: 0 }]);
  });

  it('given a no-show, then the interview says so', async () => {
    await test.project(recordsOf([scheduled(), cancelled({ by: 'candidate', noShow: true })]));
    expect(await rows('SELECT status FROM interviews')).toEqual([{ status: 'no_show' }]);
  });
});

describe('what others wrote straight to the log', () => {
  const NO_HEADERS = {};
  const written = (event: HearbackEvent, offset: bigint): LoggedRecord =>
    recordOf(JSON.stringify(toCloudEvent(event)), offset, NOW, NO_HEADERS);

  it('given candidate ids, then no copy of them is in the store, and the same one is the same candidate', async () => {
    await test.project([
      written(completed({ candidateId: 'joe@example.com' }), 0n),
      written(completed({ applicationId: 'app-2', candidateId: 'joe@example.com' }), 1n),
    ]);
    expect(
      await rows(`SELECT uniqExact(candidate_id) AS candidates, min(match(candidate_id, '^c_[0-9a-f]{32}$')) AS named
        FROM interviews`),
    ).toEqual([{ candidates: 1, named: 1 }]);
    expect(JSON.stringify(await everything())).not.toContain('joe@');
  });

  it('given the records again after the erasure of their candidate, then nothing is told twice or linked anew', async () => {
    const joe = (await test.pseudonyms.of(['joe@example.com'])).get('joe@example.com')!;
    const erased = candidateErased({ candidateId: joe, time: '2026-03-08T09:00:00Z' });
    const records = [written(completed({ candidateId: 'joe@example.com' }), 0n), ...recordsOf([erased], 1n)];
    await test.project(records);
    const before = await everything();
    expect(await test.project(records)).toMatchObject({ events: 0, duplicates: 2, rejected: 0 });
    expect(await everything()).toEqual(before);
    await test.project([written(completed({ applicationId: 'app-2', candidateId: 'joe@example.com' }), 2n)]);
    expect(await rows('SELECT uniqExact(candidate_id) AS candidates FROM interviews')).toEqual([
      { candidates: 2 },
    ]);
  });
});

describe('a bad message', () => {
  it('given one between good ones, then it is kept with reason, place and bytes, and the others go through', async () => {
    const bytes = new Uint8Array([0xff, 0x00, 0x80, 0x7b]);
    const [first, last] = recordsOf([completed(), responded()]);
    if (first === undefined || last === undefined) throw new Error('two records');
    const projected = await test.project([first, recordOf(bytes, 1n, NOW), { ...last, offset: 2n }]);
    expect(projected).toMatchObject({ events: 2, duplicates: 0, rejected: 1 });
    expect(
      await rows('SELECT reason, origin, topic, partition, offset, hex(bytes) AS bytes FROM rejected_events'),
    ).toEqual([
      { reason: 'not-json', origin: 'test', topic: 'test', partition: 0, offset: 1, bytes: 'FF00807B' },
    ]);
  });

  it('given every kind of fault, then each has its reason', async () => {
    const event = { specversion: '1.0', id: 'x', source: 's', time: NOW };
    const bad = [
      '',
      '{"a":1}',
      JSON.stringify({ ...event, type: 'hearback.coffee.brewed.v1', data: {} }),
      JSON.stringify({ ...event, type: 'hearback.interview.completed.v9', data: {} }),
      JSON.stringify({ ...event, type: 'hearback.interview.completed.v1', data: { applicationId: 'a' } }),
      JSON.stringify({
        ...event,
        time: '2027-01-01T00:00:00Z',
        type: 'hearback.application.closed.v1',
        data: {},
      }),
      JSON.stringify({ ...event, type: 'x', data: { filler: 'x'.repeat(1024 * 1024) } }),
    ];
    await test.project([
      ...bad.map((text, index) => recordOf(text, BigInt(index), NOW)),
      recordOf(null, 7n, NOW),
    ]);
    expect(await rows('SELECT offset, reason FROM rejected_events ORDER BY offset')).toEqual([
      { offset: 0, reason: 'not-json' },
      { offset: 1, reason: 'not-cloudevent' },
      { offset: 2, reason: 'unknown-type' },
      { offset: 3, reason: 'unsupported-version' },
      { offset: 4, reason: 'invalid-data' },
      { offset: 5, reason: 'time-out-of-range' },
      { offset: 6, reason: 'too-large' },
      { offset: 7, reason: 'not-json' },
    ]);
    const [fault] = await rows("SELECT detail FROM rejected_events WHERE reason = 'invalid-data'");
    const problems = JSON.parse(String(fault?.['detail'])) as { path: string }[];
    expect(problems.map(({ path }) => path)).toEqual(['data.interviewId', 'data.endedAt']);
  });

  it('given another content under a known identity, then the first stays and the other is a conflict', async () => {
    const first = responded({ id: 'same', kind: 'decision' });
    await test.project(recordsOf([completed(), first]));
    const other = responded({ id: 'same', kind: 'status_update' });
    expect(await test.project(recordsOf([other], 2n))).toMatchObject({
      events: 0,
      duplicates: 0,
      rejected: 1,
    });
    expect(await rows('SELECT reason FROM rejected_events')).toEqual([{ reason: 'conflict' }]);
    expect(await rows("SELECT state FROM obligations WHERE kind = 'decision'")).toEqual([{ state: 'met' }]);
  });

  it('given the same id in another application, then it is another event', async () => {
    const events = [
      responded({ id: 'same', applicationId: 'a' }),
      responded({ id: 'same', applicationId: 'b' }),
    ];
    expect(await test.project(recordsOf(events))).toMatchObject({ events: 2, rejected: 0 });
  });
});

async function everything(): Promise<unknown[]> {
  return Promise.all(
    ['stored_events', 'stored_rejections', 'stored_interviews', 'stored_obligations'].map((table) =>
      rows(`SELECT * FROM ${table} FINAL ORDER BY ALL`),
    ),
  );
}
