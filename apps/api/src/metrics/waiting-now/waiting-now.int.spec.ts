import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { merged, rescheduled, responded, retracted, scheduled } from '@hearback/domain/testing';
import {
  after,
  counts,
  DAY,
  END,
  HOUR,
  interview,
  interviewAt,
  type MetricsUnderTest,
  startMetrics,
  withdrawn,
} from '../../testing/metrics-under-test.js';

const MS = 1 / 3_600_000;

let test: MetricsUnderTest;
beforeAll(async () => {
  test = await startMetrics();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

describe('waiting now', () => {
  it('given open and answered ones, then it counts the open, their candidates and the longest wait', async () => {
    await test.given(
      interview('a', undefined, { candidateId: 'x' }),
      interview('b', undefined, {
        candidateId: 'x',
        time: '2026-03-04T12:00:00Z',
        endedAt: '2026-03-04T12:00:00Z',
      }),
      interview('c'),
      interview('d', 1),
    );
    expect(await test.rowsOf('waiting-now', '2026-03-05T10:00:00Z')).toEqual([
      {
        ...counts({ n: 3, applications: 3, waiting: 3 }),
        candidates: 2,
        overdue: 0,
        oldestSeconds: DAY,
      },
    ]);
  });

  it('given more merges than a URL has room for, then the figure is there all the same', async () => {
    const merges = Array.from({ length: 10_000 }, (_, index) =>
      merged({
        id: `m${index}`,
        fromCandidateId: `from-${index}`,
        intoCandidateId: `into-${index}`,
        time: '2026-03-05T00:00:00Z',
      }),
    );
    const people = ['from-1', 'into-1', 'from-2'].map((candidateId) =>
      interview(candidateId, undefined, { candidateId }),
    );
    await test.given(merges, ...people);
    expect(await test.rowsOf('waiting-now', '2026-03-08T10:00:00Z')).toMatchObject([{ n: 3, candidates: 2 }]);
  });

  it('given merged candidates, then they are one person from the merge on', async () => {
    await test.given(
      interview('a', undefined, { candidateId: 'x' }),
      interview('b', undefined, { candidateId: 'y' }),
      [merged({ fromCandidateId: 'y', intoCandidateId: 'x', time: '2026-03-05T00:00:00Z' })],
    );
    expect((await test.rowsOf('waiting-now', '2026-03-04T23:00:00Z'))[0]).toMatchObject({
      n: 2,
      candidates: 2,
    });
    expect((await test.rowsOf('waiting-now', '2026-03-05T00:00:00Z'))[0]).toMatchObject({
      n: 2,
      candidates: 1,
    });
  });

  it('given interviews of one application with other ids, then they are one candidate: the latest id', async () => {
    await test.given(
      [
        ...interview('a', undefined, { candidateId: 'x' }),
        ...interviewAt('a', after(1), { interviewId: 'int-2', candidateId: 'y' }),
        ...interviewAt('a', after(2), { interviewId: 'int-3' }),
      ],
      interview('b', undefined, { candidateId: 'x' }),
      // One id without any, and one of which only an interview that is answered has an id.
      interview('c'),
      [
        ...interviewAt('d', after(-100), { interviewId: 'int-0', candidateId: 'y' }),
        responded({ applicationId: 'd', interviewId: 'int-0', time: after(-90) }),
        ...interview('d'),
      ],
    );
    const candidates = async (hours: number) =>
      (await test.rowsOf('waiting-now', after(hours))).map((row) => [row.n, row.candidates]);
    // At first "a" is "x", as "b" is; then it is "y", as "d" is.
    expect(await candidates(0)).toEqual([[4, 3]]);
    expect(await candidates(1 - MS)).toEqual([[4, 3]]);
    expect(await candidates(1)).toEqual([[5, 3]]);
    expect(await candidates(2)).toEqual([[6, 3]]);
    const rows = await test.rowsOf('waiting-now', after(2), { filter: { team: ['payments'] } });
    expect(rows).toEqual([
      {
        ...counts({ n: 6, applications: 4, waiting: 6 }),
        candidates: 3,
        overdue: 0,
        oldestSeconds: 2 * HOUR,
      },
    ]);
  });

  it('given an id that is taken back, then the one before it is the candidate’s again', async () => {
    const mistaken = rescheduled({ applicationId: 'a', candidateId: 'y', time: after(-10) });
    await test.given(
      [scheduled({ applicationId: 'a', candidateId: 'x' }), mistaken],
      [...interview('a'), retracted(mistaken, { applicationId: 'a', time: after(5) })],
      interview('b', undefined, { candidateId: 'x' }),
    );
    const candidates = async (hours: number) =>
      (await test.rowsOf('waiting-now', after(hours)))[0]?.['candidates'];
    expect(await candidates(5 - MS)).toBe(2);
    expect(await candidates(5)).toBe(1);
  });

  it('given interviews that are all answered, then nobody waits: a true zero', async () => {
    await test.given(interview('a', 1));
    expect(await test.rowsOf('waiting-now', '2026-03-05T10:00:00Z')).toEqual([
      {
        ...counts({}),
        candidates: 0,
        overdue: 0,
        oldestSeconds: null,
      },
    ]);
  });

  it('given a scheduled end that has passed without a word, then the interview is assumed to have taken place', async () => {
    await test.given([scheduled({ applicationId: 'a' })]);
    expect(await test.rowsOf('waiting-now', '2026-03-04T09:59:59.999Z')).toEqual([]);
    expect((await test.rowsOf('waiting-now', END))[0]).toMatchObject({ n: 1, assumed: 1, oldestSeconds: 0 });
  });
});

describe('waiting now, by the team’s calendar', () => {
  // Three business days from Wednesday 10:00 are over on Monday 10:00.
  it.each([
    ['2026-03-09T10:00:00.000Z', 0, 5 * DAY, 24 * HOUR],
    ['2026-03-09T10:00:00.001Z', 1, 5 * DAY + 0.001, 24 * HOUR + 0.001],
  ])('as of %s, then %d are overdue', async (asOf, overdue, elapsed, business) => {
    await test.given(interview('a'), interviewAt('b', after(24)));
    const figures = { ...counts({ n: 2, applications: 2, waiting: 2 }), candidates: 2, overdue };
    expect(await test.rowsOf('waiting-now', asOf)).toEqual([{ ...figures, oldestSeconds: elapsed }]);
    expect(await test.rowsOf('waiting-now', asOf, { clock: 'business' })).toEqual([
      { ...figures, oldestSeconds: business },
    ]);
  });

  it('given an end on Friday 17:00, then the weekend waits, but not on the business clock', async () => {
    await test.given(interviewAt('a', '2026-03-06T17:00:00Z'));
    const monday = '2026-03-09T09:00:00Z';
    expect(await test.rowsOf('waiting-now', monday)).toMatchObject([{ oldestSeconds: 2 * DAY + 16 * HOUR }]);
    expect(await test.rowsOf('waiting-now', monday, { clock: 'business' })).toMatchObject([
      { oldestSeconds: 0 },
    ]);
  });

  it('given everybody withdrew, then nobody waits', async () => {
    await test.given(interview('a'), [withdrawn('a', after(1))]);
    expect(await test.rowsOf('waiting-now', after(0.5))).toMatchObject([{ n: 1, waiting: 1 }]);
    expect(await test.rowsOf('waiting-now', after(1))).toEqual([
      { ...counts({}), candidates: 0, overdue: 0, oldestSeconds: null },
    ]);
  });

  it('given an answer that was retracted, then the candidate waits again, from the end of the interview', async () => {
    const [done, answer] = interview('a', 1);
    if (done === undefined || answer === undefined) throw new Error('two events');
    await test.given([done, answer, retracted(answer, { applicationId: 'a', time: after(3) })]);
    expect(await test.rowsOf('waiting-now', after(2))).toMatchObject([{ n: 0, oldestSeconds: null }]);
    expect(await test.rowsOf('waiting-now', after(4))).toMatchObject([{ n: 1, oldestSeconds: 4 * HOUR }]);
  });

  it('given groups, then each counts its own, a group without anybody who waits a true zero', async () => {
    await test.given(
      interview('a', undefined, { teamId: 'red', stage: 'Screen', jobId: 'job-1' }),
      interview('b', 1, { teamId: 'blue', stage: 'Screen', jobId: 'job-1' }),
      interviewAt('c', '2026-02-27T10:00:00Z', { teamId: 'red', stage: 'Final', jobId: 'job-2' }),
    );
    const waiting = async (by: 'team' | 'stage' | 'job' | 'week' | 'month' | 'day') =>
      (await test.rowsOf('waiting-now', after(2), { by: [by] })).map((row) => [row[by], row.n]);
    expect(await waiting('team')).toEqual([
      ['blue', 0],
      ['red', 2],
    ]);
    expect(await waiting('stage')).toEqual([
      ['Final', 1],
      ['Screen', 1],
    ]);
    expect(await waiting('job')).toEqual([
      ['job-1', 1],
      ['job-2', 1],
    ]);
    expect(await waiting('week')).toEqual([
      ['2026-W09', 1],
      ['2026-W10', 1],
    ]);
    expect(await waiting('month')).toEqual([
      ['2026-02', 1],
      ['2026-03', 1],
    ]);
    expect(await waiting('day')).toEqual([
      ['2026-02-27', 1],
      ['2026-03-04', 1],
    ]);
  });
});
