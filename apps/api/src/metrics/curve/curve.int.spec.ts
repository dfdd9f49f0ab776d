import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { HearbackEvent, MetricAnswer } from '@hearback/domain';
import { responded } from '@hearback/domain/testing';
import request from 'supertest';
import { configurationVersion } from '../../platform/organisation.js';
import { serveStore } from '../../testing/http-of-store.js';
import {
  after,
  counts,
  HOUR,
  interview,
  withdrawn,
  NO_FEEDBACK,
  NO_SCORECARDS,
} from '../../testing/metrics-under-test.js';
import { recordsOf, startTestStore, type TestStore } from '../../testing/test-store.js';
import { MetricsModule } from '../metrics.module.js';
import { MOST_STEPS } from './curve-steps.js';
import type { CurveAnswer, CurveRow, CurveStep } from './get-curve.query.js';

/** A day after the interviews of these tests have ended. */
const NOW = after(24);

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

const given = (...events: readonly (readonly HearbackEvent[])[]): Promise<unknown> =>
  test.project(recordsOf(events.flat()));
const ask = (path: string, status = 200): request.Test =>
  request(http.server).get(`/api/v1/metrics/${path}`).expect(status);
const curves = async (query = '', name = 'time-to-response'): Promise<CurveAnswer['rows']> =>
  ((await ask(`${name}/curve${query}`)).body as CurveAnswer).rows;
function stepsOf(row: Pick<CurveRow, 'curve'> | undefined): readonly CurveStep[] {
  if (row === undefined || 'notMeasured' in row.curve) throw new Error('there is no curve');
  return row.curve;
}

describe('the curve of those who still wait', () => {
  it('given nobody answered, then all of them wait for as long as anybody was seen to', async () => {
    await given(interview('a'), interview('b'));
    expect((await ask('time-to-response/curve?team=payments')).body).toEqual({
      metric: 'time-to-response',
      version: 1,
      unit: 'seconds',
      clock: 'elapsed',
      asOf: NOW,
      configuration: configurationVersion(test.organisation),
      filter: { team: ['payments'] },
      rows: [
        {
          ...counts({ n: 2, applications: 2, waiting: 2 }),
          longestSeconds: 24 * HOUR,
          curve: [{ seconds: 0, waiting: 1, atRisk: 2 }],
        },
      ],
    });
  });

  it('given all were answered at once, then nobody waits from the start on', async () => {
    await given(interview('a', 0), interview('b', 0));
    expect(await curves()).toEqual([
      {
        ...counts({ n: 2, applications: 2, met: 2 }),
        longestSeconds: 0,
        curve: [{ seconds: 0, waiting: 0, atRisk: 2 }],
      },
    ]);
  });

  it('given one was answered at once and one in the end, then the first step is lower already', async () => {
    await given(interview('a', 0), interview('b', 3));
    expect((await curves())[0]?.curve).toEqual([
      { seconds: 0, waiting: 0.5, atRisk: 2 },
      { seconds: 3 * HOUR, waiting: 0, atRisk: 1 },
    ]);
  });

  it('given answers and a withdrawal at one time, then who withdrew was at risk until then', async () => {
    // 1 answer of 6, then 2 of 5 and a withdrawal, then 1 of the 2 that are left.
    await given(
      interview('a', 2),
      interview('b', 5),
      interview('c', 5),
      [...interview('d'), withdrawn('d', after(5))],
      interview('e', 9),
      interview('f'),
    );
    const [row] = await curves();
    expect(row).toEqual({
      ...counts({ n: 6, applications: 6, met: 4, waiting: 1, ended: 1 }),
      longestSeconds: 24 * HOUR,
      curve: [
        { seconds: 0, waiting: 1, atRisk: 6 },
        { seconds: 2 * HOUR, waiting: expect.closeTo(5 / 6, 12), atRisk: 6 },
        { seconds: 5 * HOUR, waiting: expect.closeTo(3 / 6, 12), atRisk: 5 },
        { seconds: 9 * HOUR, waiting: expect.closeTo(1.5 / 6, 12), atRisk: 2 },
      ],
    });
  });

  it('given the business clock and two teams, then each has its curve in working time', async () => {
    // From Wednesday 10:00: 7 h until 17:00, one more until Thursday 10:00.
    await given(interview('a', 20, { teamId: 'red' }), interview('b', undefined, { teamId: 'blue' }));
    expect(await curves('?by=team&clock=business')).toEqual([
      {
        team: 'blue',
        ...counts({ n: 1, applications: 1, waiting: 1 }),
        longestSeconds: 8 * HOUR,
        curve: [{ seconds: 0, waiting: 1, atRisk: 1 }],
      },
      {
        team: 'red',
        ...counts({ n: 1, applications: 1, met: 1 }),
        longestSeconds: 7 * HOUR,
        curve: [
          { seconds: 0, waiting: 1, atRisk: 1 },
          { seconds: 7 * HOUR, waiting: 0, atRisk: 1 },
        ],
      },
    ]);
  });

  it('given an earlier instant, then it is seen from there', async () => {
    await given(interview('a', 1), interview('b', 3));
    expect(await curves(`?asOf=${after(2.5)}`)).toEqual([
      {
        ...counts({ n: 2, applications: 2, met: 1, waiting: 1 }),
        longestSeconds: 2.5 * HOUR,
        curve: [
          { seconds: 0, waiting: 1, atRisk: 2 },
          { seconds: HOUR, waiting: 0.5, atRisk: 2 },
        ],
      },
    ]);
  });

  it('given more times than can be drawn, then some are left out, and what is told is exact', async () => {
    const n = 450;
    await given(...Array.from({ length: n }, (_, index) => interview(`app-${index}`, (index + 1) / 60)));
    const curve = stepsOf((await curves())[0]);
    expect(curve).toHaveLength(MOST_STEPS);
    expect([curve[0], curve.at(-1)]).toEqual([
      { seconds: 0, waiting: 1, atRisk: n },
      { seconds: n * 60, waiting: 0, atRisk: 1 },
    ]);
    const gaps = new Set<number>();
    for (const [index, { seconds, waiting, atRisk }] of curve.entries()) {
      const answered = seconds / 60;
      expect(waiting).toBeCloseTo((n - answered) / n, 9);
      if (index === 0) continue;
      expect(atRisk).toBe(n - answered + 1);
      gaps.add(answered - (curve[index - 1]?.seconds ?? 0) / 60);
    }
    expect([...gaps].sort()).toEqual([2, 3]);
  });
});

describe('without a curve', () => {
  it('given no data, then there are no rows', async () => {
    expect(await curves()).toEqual([]);
    await given(interview('a', 1));
    expect(await curves('?team=nobody')).toEqual([]);
    expect(await curves('?to=2026-03-04')).toEqual([]);
    expect(await curves(`?asOf=${after(-1)}`)).toEqual([]);
  });

  it('given what no source reports, then every row says which kind of event is missing', async () => {
    await given(interview('a', 1, { teamId: 'red' }), interview('b', 1, { teamId: 'blue' }));
    const of = { longestSeconds: 24 * HOUR, curve: NO_FEEDBACK };
    expect(await curves('?by=team', 'time-to-feedback')).toEqual([
      { team: 'blue', ...counts({ n: 1, applications: 1, waiting: 1 }), ...of },
      { team: 'red', ...counts({ n: 1, applications: 1, waiting: 1 }), ...of },
    ]);
    expect(await curves('', 'scorecard-latency')).toEqual([
      {
        ...counts({}),
        longestSeconds: 0,
        curve: NO_SCORECARDS,
      },
    ]);
    const none = { ...counts({}), longestSeconds: 0, curve: NO_SCORECARDS };
    expect(await curves('?by=team', 'scorecard-latency')).toEqual([
      { team: 'blue', ...none },
      { team: 'red', ...none },
    ]);
    expect(await curves('?team=nobody', 'scorecard-latency')).toEqual([]);
  });

  it('given no interview at all, then what no source reports has no row either', async () => {
    expect(await curves('', 'time-to-feedback')).toEqual([]);
  });

  it.each([
    ['health/curve', 400, 'time-to-response, time-to-decision, time-to-feedback, scorecard-latency'],
    ['request-answer/curve', 400, 'There is no curve of request-answer'],
    ['nothing/curve', 404, 'There is no metric "nothing"'],
    ['time-to-response/curve?by=colour', 400, 'must be any of team'],
    ['time-to-response/curve?from=2026-03-05&to=2026-03-04', 400, 'must be after from'],
    ['time-to-response/curve?asOf=2026-03-06T00:00:00Z', 400, 'lies in the future'],
    ['time-to-response/curve?clock=working', 400, 'must be elapsed or business'],
    ['time-to-response/curve?obligation=response', 400, 'is about one kind of obligation'],
    ['time-to-response/curve?teams=red', 400, 'no parameter is called teams'],
  ])('given %s, then a problem tells what is wrong', async (path, status, detail) => {
    const answer = await ask(path, status);
    expect(answer.type).toBe('application/problem+json');
    expect((answer.body as { detail: string }).detail).toContain(detail);
  });
});

describe('the curve and the figures', () => {
  /** The same sequence in each run. */
  function numbers(seed: number): () => number {
    let state = seed;
    return () => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) / 2 ** 32;
  }

  it.each(['elapsed', 'business'])(
    'given all sorts of waits on the %s clock, then the median is where the curve comes down to half',
    async (clock) => {
      const next = numbers(7);
      const story = (applicationId: string, teamId: string): readonly HearbackEvent[] => {
        // Half of all times are whole hours, so that many are the same.
        const hours = next() < 0.5 ? Math.floor(next() * 6) : next() * 20;
        const held = interview(applicationId, undefined, { teamId, startedAt: after(-1) });
        const fate = next();
        if (fate < 0.2) return held;
        if (fate < 0.35) return [...held, withdrawn(applicationId, after(hours))];
        if (fate < 0.4) return [...held, responded({ applicationId, time: after(-0.5) })];
        return [...held, responded({ applicationId, time: after(hours) })];
      };
      const events: HearbackEvent[] = [];
      for (let team = 0; team < 40; team += 1) {
        const size = 1 + Math.floor(next() * 14);
        for (let n = 0; n < size; n += 1) events.push(...story(`app-${team}-${n}`, `team-${team}`));
      }
      await given(events);
      const query = `?by=team&clock=${clock}`;
      const medians = ((await ask(`time-to-response${query}`)).body as MetricAnswer).rows;
      const reached = new Set<boolean>();
      for (const [index, { curve, longestSeconds, ...row }] of (await curves(query)).entries()) {
        const told = medians[index];
        expect(told).toMatchObject(row);
        const half = stepsOf({ curve }).find(({ waiting }) => waiting <= 0.5 + 1e-9);
        expect({ seconds: half?.seconds ?? longestSeconds, reached: half !== undefined }).toEqual(
          told?.['median'],
        );
        reached.add(half !== undefined);
      }
      expect(medians).toHaveLength(40);
      expect(reached.size).toBe(2);
    },
  );

  it('given obligations of other latencies, then each has its own curve', async () => {
    await given(interview('a', 2), [
      responded({ applicationId: 'a', kind: 'feedback', time: after(4), interviewId: 'int-1' }),
    ]);
    const ends = async (name: string): Promise<unknown> =>
      stepsOf((await curves('', name))[0]).map(({ seconds }) => seconds / HOUR);
    expect(await ends('time-to-response')).toEqual([0, 2]);
    expect(await ends('time-to-decision')).toEqual([0, 2]);
    expect(await ends('time-to-feedback')).toEqual([0, 4]);
  });
});
