import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  cancelled,
  closed,
  responded,
  retracted,
  scheduled,
  scorecardDeleted,
  scorecardSubmitted,
} from '@hearback/domain/testing';
import {
  after,
  counts,
  DAY,
  HOUR,
  interview,
  type MetricsUnderTest,
  startMetrics,
  withdrawn,
  NO_FEEDBACK,
  NO_SCORECARDS,
} from '../../testing/metrics-under-test.js';

let test: MetricsUnderTest;
beforeAll(async () => {
  test = await startMetrics();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

describe('time to response', () => {
  it('given nobody answered yet, then every quantile is "more than" the longest wait', async () => {
    await test.given(
      interview('a'),
      interview('b', undefined, { time: '2026-03-04T12:00:00Z', endedAt: '2026-03-04T12:00:00Z' }),
    );
    const more = { seconds: 5 * HOUR, reached: false };
    expect(await test.rowsOf('time-to-response', '2026-03-04T15:00:00Z')).toEqual([
      { ...counts({ n: 2, applications: 2, waiting: 2 }), median: more, p75: more, p90: more },
    ]);
  });

  it('given waits of 1 h and 3 h and one who waits for 4 h, then the curve counts the one who waits', async () => {
    // S: 1 -> 2/3 at 1 h -> 1/3 at 3 h; the third waits. Median: S <= 0.5 at 3 h. p75 needs 0.25: more than 4 h.
    await test.given(interview('a', 1), interview('b', 3), interview('c'));
    expect(await test.rowsOf('time-to-response', '2026-03-04T14:00:00Z')).toEqual([
      {
        ...counts({ n: 3, applications: 3, met: 2, waiting: 1 }),
        median: { seconds: 3 * HOUR, reached: true },
        p75: { seconds: 4 * HOUR, reached: false },
        p90: { seconds: 4 * HOUR, reached: false },
      },
    ]);
  });

  it('given everybody withdrew, then they count as ended, and no quantile is reached', async () => {
    const withdrawn = closed({ applicationId: 'a', outcome: 'withdrawn', time: '2026-03-05T10:00:00Z' });
    await test.given(interview('a'), [withdrawn]);
    const more = { seconds: DAY, reached: false };
    expect(await test.rowsOf('time-to-response', '2026-03-09T10:00:00Z')).toEqual([
      { ...counts({ n: 1, applications: 1, ended: 1 }), median: more, p75: more, p90: more },
    ]);
  });

  it('given an answer later than the instant asked about, then the candidate still waits', async () => {
    await test.given(interview('a', 48));
    const [before] = await test.rowsOf('time-to-response', '2026-03-06T09:59:59.999Z');
    expect(before).toMatchObject({
      met: 0,
      waiting: 1,
      median: { seconds: 2 * DAY - 0.001, reached: false },
    });
    const [at] = await test.rowsOf('time-to-response', '2026-03-06T10:00:00Z');
    expect(at).toMatchObject({ met: 1, waiting: 0, median: { seconds: 2 * DAY, reached: true } });
  });

  it('given an answer that was retracted later, then it counts until then and not after', async () => {
    const [done, answer] = interview('a', 1);
    if (done === undefined || answer === undefined) throw new Error('two events');
    const taken = retracted(answer, { applicationId: 'a', time: '2026-03-06T00:00:00Z' });
    await test.given([done, answer, taken]);
    expect((await test.rowsOf('time-to-response', '2026-03-05T00:00:00Z'))[0]).toMatchObject({
      met: 1,
      waiting: 0,
    });
    expect((await test.rowsOf('time-to-response', '2026-03-06T00:00:00Z'))[0]).toMatchObject({
      met: 0,
      waiting: 1,
    });
  });

  it('given a cancellation that came late, then the interview owed an answer until then', async () => {
    await test.given(interview('a'), [cancelled({ applicationId: 'a', time: '2026-03-05T00:00:00Z' })]);
    expect(await test.rowsOf('time-to-response', '2026-03-04T23:00:00Z')).toHaveLength(1);
    expect(await test.rowsOf('time-to-response', '2026-03-05T00:00:00Z')).toEqual([]);
  });

  it('given groups by team and week, then each has its own row, by the day its clock started', async () => {
    await test.given(
      interview('a', 1, { teamId: 'red' }),
      interview('b', 2, { teamId: 'blue' }),
      interview('c', undefined, {
        teamId: 'blue',
        time: '2026-03-09T10:00:00Z',
        endedAt: '2026-03-09T10:00:00Z',
      }),
    );
    const rows = await test.rowsOf('time-to-response', '2026-03-09T11:00:00Z', { by: ['team', 'week'] });
    expect(rows.map(({ team, week, n, met }) => ({ team, week, n, met }))).toEqual([
      { team: 'blue', week: '2026-W10', n: 1, met: 1 },
      { team: 'blue', week: '2026-W11', n: 1, met: 0 },
      { team: 'red', week: '2026-W10', n: 1, met: 1 },
    ]);
  });

  it('given days, then from is inclusive and to is exclusive', async () => {
    await test.given(interview('a', 1));
    const asOf = '2026-03-09T11:00:00Z';
    expect(
      await test.rowsOf('time-to-response', asOf, { filter: { from: '2026-03-04', to: '2026-03-05' } }),
    ).toHaveLength(1);
    expect(await test.rowsOf('time-to-response', asOf, { filter: { from: '2026-03-05' } })).toEqual([]);
    expect(await test.rowsOf('time-to-response', asOf, { filter: { to: '2026-03-04' } })).toEqual([]);
  });

  it('given no team and no stage, then the interview is shown as unassigned', async () => {
    await test.given(interview('a', 1, { teamId: undefined, stage: undefined }));
    const [row] = await test.rowsOf('time-to-response', '2026-03-09T11:00:00Z', { by: ['team', 'stage'] });
    expect(row).toMatchObject({ team: 'unassigned', stage: 'unassigned', n: 1 });
  });
});

describe('time to feedback', () => {
  it('given no feedback was ever sent, then it is not measured, not bad', async () => {
    await test.given(interview('a', 1));
    const [row] = await test.rowsOf('time-to-feedback', '2026-03-09T11:00:00Z');
    const notMeasured = NO_FEEDBACK;
    expect(row).toMatchObject({ n: 1, waiting: 1, median: notMeasured, p75: notMeasured, p90: notMeasured });
  });

  it('given feedback in any application, then it is measured from that instant on', async () => {
    const feedback = responded({ applicationId: 'b', kind: 'feedback', time: '2026-03-06T10:00:00Z' });
    await test.given(interview('a', 1), interview('b'), [feedback]);
    expect((await test.rowsOf('time-to-feedback', '2026-03-06T09:00:00Z'))[0]?.median).toHaveProperty(
      'notMeasured',
    );
    expect((await test.rowsOf('time-to-feedback', '2026-03-06T10:00:00Z'))[0]).toMatchObject({
      n: 2,
      met: 1,
      median: { seconds: 2 * DAY, reached: true },
      p90: { seconds: 2 * DAY, reached: false },
    });
  });
});

describe('on the business clock', () => {
  it('given a night and a weekend in between, then only working time counts', async () => {
    // From Wednesday 10:00: until Thursday 10:00 8 h, until Saturday 7 + 8 + 8 h; the third waits until Monday 09:00.
    await test.given(interview('a', 24), interview('b', 3 * 24), interview('c'));
    const [row] = await test.rowsOf('time-to-response', '2026-03-09T09:00:00Z', { clock: 'business' });
    expect(row).toEqual({
      ...counts({ n: 3, applications: 3, met: 2, waiting: 1 }),
      median: { seconds: 23 * HOUR, reached: true },
      p75: { seconds: 23 * HOUR, reached: false },
      p90: { seconds: 23 * HOUR, reached: false },
    });
  });

  it('given an answer in the night after the interview, then it took the rest of the day', async () => {
    await test.given(interview('a', 10));
    const [row] = await test.rowsOf('time-to-response', after(48), { clock: 'business' });
    expect(row).toMatchObject({ median: { seconds: 7 * HOUR, reached: true } });
  });
});

describe('time to decision', () => {
  it('given feedback, an invitation and a decision, then only the decision stops the clock', async () => {
    const next = scheduled({
      applicationId: 'a',
      interviewId: 'int-2',
      stage: 'Final',
      time: after(3),
      startsAt: after(500),
      endsAt: after(501),
    });
    const told = responded({ applicationId: 'a', kind: 'feedback', time: after(2) });
    await test.given(interview('a', 30), [told, next]);
    const [row] = await test.rowsOf('time-to-decision', after(72));
    const at30 = { seconds: 30 * HOUR, reached: true };
    expect(row).toEqual({
      ...counts({ n: 1, applications: 1, met: 1 }),
      median: at30,
      p75: at30,
      p90: at30,
    });
    expect(await test.rowsOf('time-to-response', after(72))).toMatchObject([
      { met: 1, inferred: 0, median: { seconds: 2 * HOUR, reached: true } },
    ]);
  });

  it('given a hiring without a message, then it says the decision, inferred', async () => {
    const hired = closed({ applicationId: 'a', outcome: 'hired', time: after(5) });
    await test.given(interview('a'), [hired]);
    expect(await test.rowsOf('time-to-decision', after(5))).toMatchObject([
      { n: 1, met: 1, inferred: 1, median: { seconds: 5 * HOUR, reached: true } },
    ]);
    expect(await test.rowsOf('time-to-decision', after(4))).toMatchObject([{ met: 0, inferred: 0 }]);
  });

  it('given a decision during the interview, then it is early and took no time', async () => {
    const told = responded({ applicationId: 'a', time: after(-0.5) });
    await test.given(interview('a', undefined, { startedAt: after(-1) }), [told]);
    expect(await test.rowsOf('time-to-decision', after(1))).toMatchObject([
      { met: 1, early: 1, median: { seconds: 0, reached: true } },
    ]);
  });
});

describe('scorecard latency', () => {
  const interviewers = [
    { id: 'emp-1', scorecardRequired: true },
    { id: 'emp-2', scorecardRequired: true },
    { id: 'shadow', scorecardRequired: false },
  ];
  const submitted = (hours: number, interviewerId = 'emp-1', applicationId = 'a') =>
    scorecardSubmitted({ applicationId, interviewerId, time: after(hours), submittedAt: after(hours) });

  it('given no interviewer who owes one, then it is not measured', async () => {
    await test.given(interview('a', 1));
    const notMeasured = NO_SCORECARDS;
    expect(await test.rowsOf('scorecard-latency', after(1))).toEqual([
      { ...counts({}), median: notMeasured, p75: notMeasured, p90: notMeasured },
    ]);
  });

  it('given two who owe one, then each has a clock, an edit moves none, and shadows owe nothing', async () => {
    await test.given(interview('a', 1, { interviewers }), [
      submitted(2),
      submitted(9),
      submitted(1, 'shadow'),
    ]);
    expect(await test.rowsOf('scorecard-latency', after(24))).toEqual([
      {
        ...counts({ n: 2, applications: 1, met: 1, waiting: 1 }),
        median: { seconds: 2 * HOUR, reached: true },
        p75: { seconds: DAY, reached: false },
        p90: { seconds: DAY, reached: false },
      },
    ]);
  });

  it('given the candidate withdrew, then the scorecard is owed all the same', async () => {
    await test.given(interview('a', undefined, { interviewers }), [withdrawn('a', after(1))]);
    expect(await test.rowsOf('scorecard-latency', after(24))).toMatchObject([{ n: 2, waiting: 2, ended: 0 }]);
  });

  it('given a deletion, then the clock runs on from that instant, and before it stood still', async () => {
    const deleted = scorecardDeleted({ applicationId: 'a', time: after(3) });
    await test.given(interview('a', undefined, { interviewers: interviewers.slice(0, 1) }), [
      submitted(2),
      deleted,
      submitted(6),
    ]);
    expect(await test.rowsOf('scorecard-latency', after(2.9))).toMatchObject([
      { met: 1, median: { seconds: 2 * HOUR, reached: true } },
    ]);
    expect(await test.rowsOf('scorecard-latency', after(3))).toMatchObject([
      { met: 0, waiting: 1, median: { seconds: 3 * HOUR, reached: false } },
    ]);
    expect(await test.rowsOf('scorecard-latency', after(7))).toMatchObject([
      { met: 1, median: { seconds: 6 * HOUR, reached: true } },
    ]);
  });

  it('given one from before the end, then it is early; on the business clock too', async () => {
    await test.given(interview('a', undefined, { interviewers, startedAt: after(-1) }), [
      submitted(-0.5),
      submitted(24, 'emp-2'),
    ]);
    expect(await test.rowsOf('scorecard-latency', after(48), { clock: 'business' })).toEqual([
      {
        ...counts({ n: 2, applications: 1, met: 2, early: 1 }),
        median: { seconds: 0, reached: true },
        p75: { seconds: 8 * HOUR, reached: true },
        p90: { seconds: 8 * HOUR, reached: true },
      },
    ]);
  });
});
