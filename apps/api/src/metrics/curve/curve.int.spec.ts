import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { completed, responded } from '@hearback/domain/testing';
import request from 'supertest';
import { serveStore } from '../../testing/http-of-store.js';
import { withdrawn } from '../../testing/metrics-under-test.js';
import { recordsOf, startTestStore, type TestStore } from '../../testing/test-store.js';
import { MetricsModule } from '../metrics.module.js';
import type { CurveAnswer } from './get-curve.query.js';

const HOUR = 3600;
/** A Wednesday, in working hours. */
const END = '2026-03-04T10:00:00.000Z';
const at = (hours: number): string => new Date(Date.parse(END) + hours * HOUR * 1000).toISOString();

let test: TestStore;
let http: Awaited<ReturnType<typeof serveStore>>;
beforeAll(async () => {
  test = await startTestStore();
  http = await serveStore(test, [MetricsModule], at(24));
});
afterAll(async () => {
  await http.close();
  await test.close();
});
beforeEach(() => test.clear());

const held = (applicationId: string, teamId = 'payments'): ReturnType<typeof completed> =>
  completed({ applicationId, time: END, endedAt: END, teamId });
const ask = (path: string, status = 200): request.Test =>
  request(http.server).get(`/api/v1/metrics/${path}`).expect(status);
const curves = async (query = ''): Promise<CurveAnswer['rows']> =>
  ((await ask(`time-to-response/curve${query}`)).body as CurveAnswer).rows;

describe('the curve of those who still wait', () => {
  it('given answers, a withdrawal and one who waits, then it comes down at the answers only', async () => {
    await test.project(
      recordsOf([
        held('a'),
        held('b'),
        held('c'),
        held('d'),
        responded({ applicationId: 'a', time: at(2) }),
        responded({ applicationId: 'b', time: at(5) }),
        withdrawn('c', at(5)),
      ]),
    );
    expect(await curves()).toEqual([
      {
        n: 4,
        applications: 4,
        met: 2,
        waiting: 1,
        ended: 1,
        assumed: 0,
        inferred: 0,
        early: 0,
        longestSeconds: 24 * HOUR,
        curve: [
          { seconds: 0, waiting: 1, atRisk: 4 },
          { seconds: 2 * HOUR, waiting: 0.75, atRisk: 4 },
          { seconds: 5 * HOUR, waiting: 0.5, atRisk: 3 },
        ],
      },
    ]);
    const [row] = ((await ask('time-to-response')).body as { rows: { median: unknown }[] }).rows;
    expect(row?.median).toEqual({ seconds: 5 * HOUR, reached: true });
  });

  it('given the working clock, a group and an earlier instant, then each is asked for as of a figure', async () => {
    await test.project(
      recordsOf([held('a'), held('b', 'search'), responded({ applicationId: 'a', time: at(20) })]),
    );
    const rows = await curves('?by=team&clock=business');
    expect(rows.map(({ team, longestSeconds }) => [team, longestSeconds])).toEqual([
      ['payments', 7 * HOUR],
      ['search', 8 * HOUR],
    ]);
    expect(rows[0]?.curve).toEqual([
      { seconds: 0, waiting: 1, atRisk: 1 },
      { seconds: 7 * HOUR, waiting: 0, atRisk: 1 },
    ]);
    expect((await curves(`?team=payments&asOf=${at(3)}`))[0]).toMatchObject({
      waiting: 1,
      longestSeconds: 3 * HOUR,
      curve: [{ seconds: 0, waiting: 1, atRisk: 1 }],
    });
  });

  it('given no data, then no rows; given what no source reports, then not measured', async () => {
    expect(await curves()).toEqual([]);
    await test.project(recordsOf([held('a')]));
    const { rows } = (await ask('time-to-feedback/curve')).body as CurveAnswer;
    expect(rows).toMatchObject([{ n: 1, curve: { notMeasured: 'response.sent of kind feedback' } }]);
    expect(await curves('?team=nobody')).toEqual([]);
  });

  it('given a metric that is no wait, an unknown one or a bad parameter, then a problem tells it', async () => {
    const { detail } = (await ask('health/curve', 400)).body as { detail: string };
    expect(detail).toContain('time-to-response, time-to-decision');
    await ask('nothing/curve', 404);
    await ask('time-to-response/curve?by=colour', 400);
    await ask('time-to-response/curve?from=2026-03-05&to=2026-03-04', 400);
  });
});
