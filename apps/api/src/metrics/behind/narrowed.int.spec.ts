import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { closed, completed, promised, rated, responded, scheduled } from '@hearback/domain/testing';
import request from 'supertest';
import { serveStore } from '../../testing/http-of-store.js';
import { recordsOf, startTestStore, type TestStore } from '../../testing/test-store.js';
import { MetricsModule } from '../metrics.module.js';
import type { BehindPage } from './list-behind.query.js';

const NOW = '2026-06-01T00:00:00.000Z';
const INTERVIEW = { startedAt: '2026-03-02T10:00:00Z', endedAt: '2026-03-02T11:00:00Z' };

let test: TestStore;
let http: Awaited<ReturnType<typeof serveStore>>;
beforeAll(async () => {
  test = await startTestStore();
  http = await serveStore(test, [MetricsModule], NOW);
});
afterAll(async () => {
  await http.close();
  await test.close();
});
beforeEach(() => test.clear());

const ask = (path: string, status = 200): request.Test =>
  request(http.server).get(`/api/v1/metrics/${path}`).expect(status);
async function pageOf(path: string): Promise<BehindPage> {
  return (await ask(path)).body as BehindPage;
}

describe('of what is behind a figure, only what enters it in some way', () => {
  beforeEach(async () => {
    const applications = ['a', 'b', 'c', 'd'];
    await test.project(
      recordsOf([
        ...applications.map((applicationId) => completed({ applicationId })),
        ...applications.map((applicationId) => promised({ applicationId })),
        ...['b', 'd'].map((applicationId) =>
          responded({ applicationId, time: '2026-03-05T12:00:00Z', interviewId: undefined }),
        ),
      ]),
    );
  });
  const of = 'promise-kept-rate/obligations';

  it('given one way, then those rows and their number; given several, then all of these', async () => {
    const kept = await pageOf(`${of}?counted=kept`);
    expect([kept.total, kept.rows.map(({ applicationId }) => applicationId)]).toEqual([2, ['b', 'd']]);
    expect((await pageOf(`${of}?counted=kept&counted=broken`)).total).toBe(4);
    expect((await pageOf(`${of}?counted=moved`)).rows).toEqual([]);
  });

  it('given pages of one, then together they are the whole list', async () => {
    const first = await pageOf(`${of}?counted=broken&limit=1`);
    const second = await pageOf(`${of}?counted=broken&limit=1&cursor=${first.next}`);
    const rows = [...first.rows, ...second.rows];
    expect(rows.map(({ applicationId }) => applicationId)).toEqual(['a', 'c']);
    expect([first.total, second.total, second.next]).toEqual([2, 2, undefined]);
  });

  it('given CSV, then only these rows as well', async () => {
    const { text } = await ask(`${of}?counted=kept&format=csv`);
    expect(text.trim().split('\r\n')).toHaveLength(3);
  });

  it('given what was read between the lines, then the rows that were, as many as the figure counts', async () => {
    await test.project(
      recordsOf([
        scheduled({ applicationId: 'e', interviewId: 'i-e' }),
        completed({ applicationId: 'f', ...INTERVIEW }),
        responded({ applicationId: 'f', time: '2026-03-02T10:30:00Z' }),
        completed({ applicationId: 'g', ...INTERVIEW }),
        closed({ applicationId: 'g', outcome: 'hired', time: '2026-03-03T09:00:00Z' }),
      ]),
    );
    const { rows } = (await ask('time-to-response')).body as { rows: Record<string, number>[] };
    for (const [flag, applications] of [
      ['assumed', ['e']],
      ['inferred', ['g']],
      ['early', ['f']],
    ] as const) {
      const page = await pageOf(`time-to-response/obligations?counted=${flag}`);
      expect([flag, page.rows.map(({ applicationId }) => applicationId)]).toEqual([flag, applications]);
      expect([flag, page.total]).toEqual([flag, rows[0]?.[flag]]);
    }
  });

  it('given a word that means nothing, then it is refused with those that there are', async () => {
    const refused = await ask(`${of}?counted=kpet`, 400);
    expect((refused.body as { detail: string }).detail).toContain('must be any of numerator, denominator');
  });
});

describe('of what candidates said', () => {
  it('given too few to tell, then no narrowing tells how many said what', async () => {
    await test.project(
      recordsOf(
        ['a', 'b'].flatMap((id) => [completed({ applicationId: id }), rated({ applicationId: id, nps: 3 })]),
      ),
    );
    const of = 'candidate-rating/obligations';
    const detractors = await pageOf(`${of}?counted=detractor`);
    expect([detractors.total, detractors.rows]).toEqual([0, []]);
    expect(await pageOf(`${of}?counted=promoter`)).toMatchObject({ total: 0, rows: [] });
    expect((await pageOf(`${of}?counted=withheld`)).total).toBe(2);
  });
});
