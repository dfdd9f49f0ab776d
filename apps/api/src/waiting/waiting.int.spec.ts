import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { completed, merged, promised, responded, retracted, scheduled } from '@hearback/domain/testing';
import request from 'supertest';
import { parseOrganisation } from '../platform/organisation.js';
import { serveStore } from '../testing/http-of-store.js';
import { recordsOf, startTestStore, type TestStore } from '../testing/test-store.js';
import type { WaitingList } from './list-waiting.query.js';
import { WaitingModule } from './waiting.module.js';

/** A Wednesday; three business days later is 2026-03-09T10:00Z. */
const END = '2026-03-04T10:00:00.000Z';

let test: TestStore;
let http: Awaited<ReturnType<typeof serveStore>>;
beforeAll(async () => {
  test = await startTestStore(
    parseOrganisation('teams: { slow: { dueBusinessDays: { response: 30 } } }', 'test'),
  );
  http = await serveStore(test, [WaitingModule], '2026-03-10T10:00:00.000Z');
});
afterAll(async () => {
  await http.close();
  await test.close();
});
beforeEach(() => test.clear());

const held = (applicationId: string, time = END, teamId = 'payments'): ReturnType<typeof completed> =>
  completed({ applicationId, time, endedAt: time, teamId });
async function waiting(query = ''): Promise<WaitingList> {
  return (await request(http.server).get(`/api/v1/waiting${query}`).expect(200)).body as WaitingList;
}

describe('who waits', () => {
  it('given one past its due time, then both clocks, due time, last contact and promise are told', async () => {
    await test.project(
      recordsOf([
        held('a'),
        responded({
          applicationId: 'a',
          kind: 'status_update',
          automated: true,
          time: '2026-03-05T10:00:00Z',
        }),
        promised({ applicationId: 'a', time: '2026-03-05T12:00:00Z', dueAt: '2026-03-06T17:00:00Z' }),
        held('b', '2026-03-10T09:00:00.000Z'),
      ]),
    );
    expect(await waiting()).toEqual({
      asOf: '2026-03-10T10:00:00.000Z',
      total: 2,
      rows: [
        {
          applicationId: 'a',
          interviewId: 'int-1',
          team: 'payments',
          stage: 'Onsite',
          job: 'unassigned',
          startedAt: END,
          ageSeconds: 6 * 86_400,
          businessSeconds: 4 * 8 * 3600,
          dueAt: '2026-03-09T10:00:00.000Z',
          overdue: true,
          lastContactAt: '2026-03-05T10:00:00.000Z',
          promise: { dueAt: '2026-03-06T17:00:00.000Z', passed: true },
          assumed: false,
        },
        {
          applicationId: 'b',
          interviewId: 'int-1',
          team: 'payments',
          stage: 'Onsite',
          job: 'unassigned',
          startedAt: '2026-03-10T09:00:00.000Z',
          ageSeconds: 3600,
          businessSeconds: 3600,
          dueAt: '2026-03-13T09:00:00.000Z',
          overdue: false,
          assumed: false,
        },
      ],
    });
  });

  it('given the due time, then it is not overdue at that instant, but right after', async () => {
    await test.project(recordsOf([held('a')]));
    expect((await waiting('?asOf=2026-03-09T10:00:00Z')).rows[0]?.overdue).toBe(false);
    expect((await waiting('?asOf=2026-03-09T10:00:00.001Z')).rows[0]?.overdue).toBe(true);
  });

  it('given promises, then the one begun last is in force, by when it was moved to, until it was kept', async () => {
    const second = promised({
      applicationId: 'a',
      time: '2026-03-07T09:00:00Z',
      dueAt: '2026-03-12T09:00:00Z',
    });
    await test.project(
      recordsOf([
        held('a'),
        promised({ applicationId: 'a', time: '2026-03-04T12:00:00Z', dueAt: '2026-03-05T17:00:00Z' }),
        promised({ applicationId: 'a', time: '2026-03-05T12:00:00Z', dueAt: '2026-03-06T17:00:00Z' }),
        second,
        responded({ applicationId: 'a', kind: 'status_update', time: '2026-03-08T09:00:00Z' }),
      ]),
    );
    const promiseAt = async (asOf: string): Promise<unknown> =>
      (await waiting(`?asOf=${asOf}`)).rows[0]?.promise;
    expect(await promiseAt('2026-03-04T11:00:00Z')).toBeUndefined();
    expect(await promiseAt('2026-03-04T12:00:00Z')).toEqual({
      dueAt: '2026-03-05T17:00:00.000Z',
      passed: false,
    });
    expect(await promiseAt('2026-03-05T12:00:00Z')).toEqual({
      dueAt: '2026-03-06T17:00:00.000Z',
      passed: false,
    });
    expect(await promiseAt('2026-03-06T17:00:00.001Z')).toEqual({
      dueAt: '2026-03-06T17:00:00.000Z',
      passed: true,
    });
    expect(await promiseAt('2026-03-07T09:00:00Z')).toEqual({
      dueAt: '2026-03-12T09:00:00.000Z',
      passed: false,
    });
    expect(await promiseAt('2026-03-08T09:00:00Z')).toBeUndefined();
    await test.project(
      recordsOf([retracted(second, { applicationId: 'a', time: '2026-03-07T10:00:00Z' })], 100n),
    );
    expect(await promiseAt('2026-03-07T10:00:00Z')).toEqual({
      dueAt: '2026-03-06T17:00:00.000Z',
      passed: true,
    });
  });
});

describe('promises in force', () => {
  it('given one about an interview nobody has named, and an invitation, then it is in force until that', async () => {
    await test.project(
      recordsOf([
        held('a'),
        promised({
          applicationId: 'a',
          interviewId: 'int-9',
          time: '2026-03-04T12:00:00Z',
          dueAt: '2026-03-06T17:00:00Z',
        }),
        completed({
          applicationId: 'a',
          interviewId: 'int-2',
          teamId: 'payments',
          time: '2026-03-04T16:00:00Z',
          endedAt: '2026-03-04T16:00:00Z',
        }),
        scheduled({
          applicationId: 'a',
          interviewId: 'int-3',
          stage: 'Final',
          time: '2026-03-05T09:00:00Z',
          startsAt: '2026-03-19T09:00:00Z',
          endsAt: '2026-03-19T10:00:00Z',
        }),
      ]),
    );
    const told = async (asOf: string): Promise<unknown> =>
      (await waiting(`?asOf=${asOf}`)).rows.map(({ interviewId, promise }) => [interviewId, promise?.dueAt]);
    const due = '2026-03-06T17:00:00.000Z';
    expect(await told('2026-03-04T17:00:00Z')).toEqual([
      ['int-1', due],
      ['int-2', due],
    ]);
    // Invited on, the candidate has heard about both.
    expect(await told('2026-03-05T09:00:00Z')).toEqual([]);
  });
});

describe('whose they are', () => {
  it('given candidates that turned out to be one person, then both rows name that one from the merge on', async () => {
    const of = (applicationId: string, candidateId: string): ReturnType<typeof completed> =>
      completed({ applicationId, time: END, endedAt: END, teamId: 'payments', candidateId });
    await test.project(
      recordsOf([
        of('a', 'x'),
        of('b', 'y'),
        merged({ fromCandidateId: 'y', intoCandidateId: 'x', time: '2026-03-05T00:00:00Z' }),
      ]),
    );
    const candidates = async (asOf: string): Promise<number> => {
      const { rows } = await waiting(`?asOf=${asOf}`);
      expect(rows.map(({ candidateId }) => typeof candidateId)).toEqual(['string', 'string']);
      return new Set(rows.map(({ candidateId }) => candidateId)).size;
    };
    expect(await candidates('2026-03-04T23:59:59.999Z')).toBe(2);
    expect(await candidates('2026-03-05T00:00:00Z')).toBe(1);
  });
});

describe('the order and its pages', () => {
  const people = [
    held('app-0', END, 'slow'),
    held('app-1', '2026-03-04T12:00:00.000Z'),
    held('app-2', '2026-03-05T10:00:00.000Z', 'slow'),
  ];

  it.each([
    ['oldest', ['app-0', 'app-1', 'app-2']],
    ['overdue', ['app-1', 'app-0', 'app-2']],
  ])('given the order %s and pages of one, then everybody comes once', async (order, expected) => {
    await test.project(recordsOf(people));
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; page < 5; page += 1) {
      const list = await waiting(`?limit=1&order=${order}${cursor}`);
      seen.push(...list.rows.map(({ applicationId }) => applicationId));
      if (list.next === undefined) break;
      cursor = `&cursor=${list.next}`;
    }
    expect(seen).toEqual(expected);
  });

  it.each(['oldest', 'overdue'])(
    'given only those overdue in the order %s, then they come once over pages, and the total is of them alone',
    async (order) => {
      await test.project(recordsOf([...people, held('app-3', '2026-03-04T13:00:00.000Z')]));
      const first = await waiting(`?limit=1&overdue=true&order=${order}`);
      const second = await waiting(`?limit=1&overdue=true&order=${order}&cursor=${first.next}`);
      expect([first.total, second.total]).toEqual([2, 2]);
      const rows = [...first.rows, ...second.rows];
      expect(rows.map(({ applicationId, overdue }) => [applicationId, overdue])).toEqual([
        ['app-1', true],
        ['app-3', true],
      ]);
      expect(second.next).toBeUndefined();
    },
  );

  it('given pages of those overdue, then all are seen from the moment of the first', async () => {
    await test.project(recordsOf([...people, held('app-3', '2026-03-04T13:00:00.000Z')]));
    const first = await waiting('?limit=1&overdue=true&asOf=2026-03-10T09:00:00Z');
    const second = await waiting(`?limit=1&overdue=true&cursor=${first.next}`);
    expect(second.asOf).toBe('2026-03-10T09:00:00.000Z');
  });

  it('given a cursor of the other order, or another order, then 400 tells it', async () => {
    await test.project(recordsOf([held('a'), held('b')]));
    const { next } = await waiting('?limit=1');
    const refused = async (query: string): Promise<string> => {
      const response = await request(http.server).get(`/api/v1/waiting${query}`).expect(400);
      return (response.body as { detail: string }).detail;
    };
    expect(await refused(`?order=overdue&cursor=${next}`)).toContain('in the same order');
    expect(await refused(`?overdue=true&cursor=${next}`)).toContain('in the same order');
    expect(await refused('?overdue=yes')).toContain('must be true');
    expect(await refused('?order=newest')).toContain('must be oldest or overdue');
  });
});
