import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { feedbackRequested, responded, retracted, scheduled } from '@hearback/domain/testing';
import {
  after,
  counts,
  DAY,
  HOUR,
  interview,
  interviewAt,
  startMetrics,
  withdrawn,
  type MetricsUnderTest,
  NO_FEEDBACK,
  missing,
} from '../../testing/metrics-under-test.js';

const MS = 1 / 3_600_000;
/** The horizons in hours. */
const [RESPONSE, GHOSTING] = [14 * 24, 30 * 24];

let test: MetricsUnderTest;
beforeAll(async () => {
  test = await startMetrics();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

const feedback = (applicationId: string, hours: number) =>
  responded({ applicationId, kind: 'feedback', time: after(hours) });

describe('response rate', () => {
  it('given answers within, at and beyond the horizon, then exactly at it still counts', async () => {
    await test.given(
      interview('a', 1),
      interview('b', 14 * 24),
      interview('c', 14 * 24 + 0.001),
      interview('d'),
    );
    expect(await test.rowsOf('response-rate', '2026-04-01T00:00:00Z')).toEqual([
      { ...counts({ n: 4, applications: 4, met: 3, waiting: 1 }), rate: 0.5, numerator: 2 },
    ]);
  });

  it('given interviews of which none is old enough, then the rate is unknown, not zero', async () => {
    await test.given(interview('a', 1));
    expect((await test.rowsOf('response-rate', '2026-03-18T09:59:59.999Z'))[0]).toMatchObject({
      n: 0,
      rate: null,
    });
    expect((await test.rowsOf('response-rate', '2026-03-18T10:00:00Z'))[0]).toMatchObject({ n: 1, rate: 1 });
  });

  it('given a withdrawal within the horizon, then it is left out; after it, it was missed', async () => {
    await test.given(interview('a', 1), interview('b'), interview('c'), [
      withdrawn('b', '2026-03-18T10:00:00Z'),
      withdrawn('c', '2026-03-18T10:00:00.001Z'),
    ]);
    expect((await test.rowsOf('response-rate', '2026-04-01T00:00:00Z'))[0]).toMatchObject({
      n: 2,
      numerator: 1,
      rate: 0.5,
    });
  });
});

describe('feedback rate', () => {
  it('given no feedback was ever sent, then it is not measured', async () => {
    await test.given(interview('a', 1));
    const notMeasured = NO_FEEDBACK;
    expect(await test.rowsOf('feedback-rate', after(RESPONSE))).toEqual([
      { ...counts({ n: 1, applications: 1, waiting: 1 }), rate: notMeasured, numerator: notMeasured },
    ]);
  });

  it('given automated feedback only, then it is not measured either', async () => {
    const automated = responded({ applicationId: 'a', kind: 'feedback', automated: true, time: after(1) });
    await test.given(interview('a'), [automated]);
    expect((await test.rowsOf('feedback-rate', after(RESPONSE)))[0]?.rate).toHaveProperty('notMeasured');
  });

  it('given feedback at and beyond the horizon, other answers and a withdrawal, then one of three got it', async () => {
    await test.given(interview('a'), interview('b'), interview('c', 1), interview('d'), [
      feedback('a', RESPONSE),
      feedback('b', RESPONSE + MS),
      withdrawn('d', after(RESPONSE)),
    ]);
    expect(await test.rowsOf('feedback-rate', after(RESPONSE + 1))).toEqual([
      { ...counts({ n: 3, applications: 3, met: 2, waiting: 1 }), rate: 1 / 3, numerator: 1 },
    ]);
  });

  it('given feedback that is retracted, then as of before that it had been given', async () => {
    const told = feedback('a', 1);
    const taken = retracted(told, { applicationId: 'a', time: after(RESPONSE + 1) });
    await test.given(interview('a'), interview('b'), [told, taken, feedback('b', 2)]);
    expect(await test.rowsOf('feedback-rate', after(RESPONSE + 1 - MS))).toMatchObject([{ rate: 1 }]);
    expect(await test.rowsOf('feedback-rate', after(RESPONSE + 1))).toMatchObject([{ rate: 0.5 }]);
  });
});

describe('ghosting rate', () => {
  it('given nobody answered, then only from the horizon on is anybody ghosted', async () => {
    await test.given(interview('a'));
    expect(await test.rowsOf('ghosting-rate', after(GHOSTING - MS))).toEqual([
      { ...counts({}), rate: null, numerator: 0, withdrew: 0, withdrewRate: 0 },
    ]);
    expect(await test.rowsOf('ghosting-rate', after(GHOSTING))).toEqual([
      {
        ...counts({ n: 1, applications: 1, waiting: 1 }),
        rate: 1,
        numerator: 1,
        withdrew: 0,
        withdrewRate: 0,
      },
    ]);
  });

  it('given answers at and beyond the horizon, then the one beyond it came to somebody ghosted', async () => {
    await test.given(
      interview('a', GHOSTING),
      interview('b', GHOSTING + MS),
      interview('c'),
      interview('d', 1),
    );
    expect(await test.rowsOf('ghosting-rate', after(GHOSTING + 1))).toMatchObject([
      { n: 4, met: 3, waiting: 1, numerator: 2, rate: 0.5 },
    ]);
  });

  it('given withdrawals, then those within the horizon are left out of the rate, and all are told apart', async () => {
    await test.given(
      ...['a', 'b', 'c'].map((id) => interview(id)),
      interview('d', 1),
      interviewAt('e', after(24)),
      [withdrawn('a', after(GHOSTING)), withdrawn('b', after(GHOSTING + MS)), withdrawn('e', after(30))],
    );
    expect(await test.rowsOf('ghosting-rate', after(GHOSTING + 1))).toEqual([
      {
        ...counts({ n: 3, applications: 3, met: 1, waiting: 1, ended: 1 }),
        rate: 2 / 3,
        numerator: 2,
        withdrew: 3,
        withdrewRate: 3 / 5,
      },
    ]);
  });

  it('given everybody withdrew, then nobody was ghosted that we know of', async () => {
    await test.given(interview('a'), [withdrawn('a', after(1))]);
    expect(await test.rowsOf('ghosting-rate', after(GHOSTING))).toEqual([
      { ...counts({}), rate: null, numerator: 0, withdrew: 1, withdrewRate: 1 },
    ]);
  });

  it('given groups, then each has its own shares', async () => {
    await test.given(
      interview('a', undefined, { teamId: 'red', stage: 'Screen' }),
      interview('b', undefined, { teamId: 'blue', stage: 'Screen' }),
      interview('c', 1, { teamId: 'blue', stage: 'Final' }),
      [withdrawn('b', after(1))],
    );
    const by = ['team', 'stage'] as const;
    const rows = await test.rowsOf('ghosting-rate', after(GHOSTING), { by });
    expect(rows.map(({ team, stage, rate, withdrewRate }) => [team, stage, rate, withdrewRate])).toEqual([
      ['blue', 'Final', 0, 0],
      ['blue', 'Screen', null, 1],
      ['red', 'Screen', 1, 0],
    ]);
  });
});

describe('request answers', () => {
  const asked = (applicationId: string, hours: number, interviewId?: string) =>
    feedbackRequested({ applicationId, time: after(hours), interviewId });
  const more = (seconds: number) => ({ seconds, reached: false });
  const exactly = (seconds: number) => ({ seconds, reached: true });

  it('given nobody ever asked, then it is not measured; with requests, it is measured from the first on', async () => {
    await test.given(interview('a', 1), [asked('a', 10)]);
    const notMeasured = missing('feedback.requested');
    expect(await test.rowsOf('request-answer', after(10 - MS))).toEqual([
      {
        ...counts({}),
        rate: notMeasured,
        numerator: notMeasured,
        denominator: notMeasured,
        median: notMeasured,
        p75: notMeasured,
        p90: notMeasured,
      },
    ]);
    expect(await test.rowsOf('request-answer', after(10))).toEqual([
      {
        ...counts({ n: 1, applications: 1, waiting: 1 }),
        rate: null,
        numerator: 0,
        denominator: 0,
        median: more(0),
        p75: more(0),
        p90: more(0),
      },
    ]);
  });

  it('given feedback at and beyond the horizon, then the rate counts the one at it; the times count all', async () => {
    await test.given(interview('a'), interview('b'), interview('c', 12), [
      ...['a', 'b', 'c'].map((id) => asked(id, 10)),
      feedback('a', 10 + RESPONSE),
      feedback('b', 10 + RESPONSE + MS),
    ]);
    expect(await test.rowsOf('request-answer', after(10 + RESPONSE + 24))).toEqual([
      {
        ...counts({ n: 3, applications: 3, met: 2, waiting: 1 }),
        rate: 1 / 3,
        numerator: 1,
        denominator: 3,
        median: exactly(14 * DAY + 0.001),
        p75: more(15 * DAY),
        p90: more(15 * DAY),
      },
    ]);
  });

  it('given feedback at the very instant of the request, then the request is still open', async () => {
    await test.given(interview('a'), [asked('a', 10), feedback('a', 10)]);
    expect(await test.rowsOf('request-answer', after(11))).toMatchObject([{ n: 1, waiting: 1 }]);
  });

  it('given a request during the interview it names, then it is owed from the end on; sooner is early', async () => {
    const plan = scheduled({ applicationId: 'a', startsAt: after(-1), endsAt: undefined });
    await test.given([plan], interview('a', undefined, { startedAt: after(-1) }), [
      asked('a', -0.75, 'int-1'),
      responded({ applicationId: 'a', interviewId: 'int-1', kind: 'feedback', time: after(-0.5) }),
    ]);
    expect(await test.rowsOf('request-answer', after(-0.25))).toEqual([]);
    expect(await test.rowsOf('request-answer', after(0))).toMatchObject([
      { n: 1, met: 1, early: 1, median: exactly(0), rate: null },
    ]);
  });

  it('given a request about an interview that nobody has named yet, then it is owed at once, until it is named', async () => {
    await test.given(interview('a'), [
      asked('a', 10, 'int-9'),
      feedback('a', 12),
      scheduled({
        applicationId: 'a',
        interviewId: 'int-9',
        time: after(20),
        startsAt: after(90),
        endsAt: after(91),
      }),
    ]);
    expect(await test.rowsOf('request-answer', after(10))).toMatchObject([{ n: 1, waiting: 1 }]);
    expect(await test.rowsOf('request-answer', after(20 - MS))).toMatchObject([
      { n: 1, met: 1, median: exactly(2 * HOUR) },
    ]);
    expect(await test.rowsOf('request-answer', after(20))).toEqual([]);
    expect(await test.rowsOf('request-answer', after(92))).toMatchObject([{ n: 1, waiting: 1, assumed: 1 }]);
  });

  it('given everybody who asked withdrew, then none was answered that we could tell', async () => {
    await test.given(interview('a'), [asked('a', 10), withdrawn('a', after(12))]);
    expect(await test.rowsOf('request-answer', after(10 + RESPONSE))).toEqual([
      {
        ...counts({ n: 1, applications: 1, ended: 1 }),
        rate: null,
        numerator: 0,
        denominator: 0,
        median: more(2 * HOUR),
        p75: more(2 * HOUR),
        p90: more(2 * HOUR),
      },
    ]);
  });

  it('given a request that is retracted, then it was owed until then, and never if nobody else asked', async () => {
    const request = asked('a', 10);
    await test.given(interview('a'), [request, retracted(request, { applicationId: 'a', time: after(20) })]);
    expect(await test.rowsOf('request-answer', after(20 - MS))).toMatchObject([{ n: 1, waiting: 1 }]);
    expect(await test.rowsOf('request-answer', after(20))).toMatchObject([
      { n: 0, rate: missing('feedback.requested') },
    ]);
  });

  it('given the business clock and groups, then each row pairs its rate with its times', async () => {
    await test.given(
      interview('a', undefined, { teamId: 'red' }),
      interview('b', undefined, { teamId: 'blue' }),
      interview('c', undefined, { teamId: 'green' }),
      [asked('a', 0.5), asked('b', 1), asked('c', 400), feedback('a', 24), feedback('b', RESPONSE + 48)],
    );
    const rows = await test.rowsOf('request-answer', after(410), { by: ['team'], clock: 'business' });
    expect(rows.map(({ team, n, rate, median }) => [team, n, rate, median])).toEqual([
      // Wednesday 11:00 until Friday in sixteen days: 6 h, 12 days, 1 h more by 10:00.
      ['blue', 1, 0, exactly((6 + 11 * 8 + 1) * HOUR)],
      // Asked on Saturday at 02:00.
      ['green', 1, null, more(0)],
      ['red', 1, 1, exactly(7.5 * HOUR)],
    ]);
  });
});
