import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  cancelled,
  closed,
  completed,
  promised,
  responded,
  retracted,
  scheduled,
} from '@hearback/domain/testing';
import {
  after,
  counts,
  END,
  interview,
  interviewAt,
  startMetrics,
  withdrawn,
  type MetricsUnderTest,
  missing,
} from '../../testing/metrics-under-test.js';

const MS = 1 / 3_600_000;

let test: MetricsUnderTest;
beforeAll(async () => {
  test = await startMetrics();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

const promise = (applicationId: string, at: number, due: number, interviewId?: string) =>
  promised({ applicationId, time: after(at), dueAt: after(due), interviewId });
const contact = (applicationId: string, at: number, more: Parameters<typeof responded>[0] = {}) =>
  responded({ applicationId, time: after(at), kind: 'status_update', ...more });

describe('expectation rate', () => {
  // One business day from Wednesday 10:00 is Thursday 10:00.
  const ONE = 24;
  /** So that the metric is measured: an interview long before, and what was promised then. */
  const elsewhere = [
    ...interviewAt('elsewhere', '2026-01-07T10:00:00Z', { teamId: 'elsewhere' }),
    promised({ applicationId: 'elsewhere', time: '2026-01-07T11:00:00Z', dueAt: '2026-01-08T11:00:00Z' }),
  ];
  const rate = async (hours: number) => {
    const rows = await test.rowsOf('expectation-rate', after(hours), { filter: { team: ['payments'] } });
    return rows.map(({ n, numerator, rate }) => [n, numerator, rate]);
  };

  it('given no promise was ever recorded, then it is not measured, not zero', async () => {
    await test.given(interview('a'));
    const notMeasured = missing('response.promised');
    expect(await test.rowsOf('expectation-rate', after(ONE))).toEqual([
      { ...counts({ n: 1, applications: 1, waiting: 1 }), rate: notMeasured, numerator: notMeasured },
    ]);
  });

  it('given the only promise is retracted, then it is measured no more', async () => {
    const only = promise('a', 1, 50);
    await test.given(interview('a'), [only, retracted(only, { applicationId: 'a', time: after(30) })]);
    expect(await rate(30 - MS)).toEqual([[1, 1, 1]]);
    expect(await rate(30)).toEqual([[1, missing('response.promised'), missing('response.promised')]]);
  });

  it('given nobody answered yet, then exactly one business day after the end it is told', async () => {
    await test.given(elsewhere, interview('a'), interview('b'), [promise('a', 1, 50)]);
    expect(await rate(ONE - MS)).toEqual([[0, 0, null]]);
    expect(await rate(ONE)).toEqual([[2, 1, 0.5]]);
  });

  it.each([
    ['one business day after the end', ONE, 1],
    ['a millisecond later', ONE + MS, 0],
    ['at the end', 0, 1],
    ['during the interview', -0.5, 1],
    ['at the first scheduling', -48, 1],
    ['a millisecond before it', -48 - MS, 0],
  ])('given a promise about the application made %s, then it counts: %#', async (_when, at, numerator) => {
    const plan = scheduled({ applicationId: 'a', time: after(-48) });
    await test.given(elsewhere, [plan], interview('a'), [promise('a', at, 99)]);
    expect(await rate(500)).toEqual([[1, numerator, numerator]]);
  });

  it('given no scheduling, then a promise counts from the start of the interview on', async () => {
    const started = { startedAt: after(-1) };
    await test.given(elsewhere, interview('a', undefined, started), interview('b', undefined, started), [
      promise('a', -1, 99),
      promise('b', -1 - MS, 99),
    ]);
    expect(await rate(500)).toEqual([[2, 1, 0.5]]);
  });

  it('given an earlier promise that is too early and a later one in time, then the later counts', async () => {
    await test.given(elsewhere, [scheduled({ applicationId: 'a', time: after(-48) })], interview('a'), [
      promise('a', -50, 99),
      promise('a', 3, 120),
    ]);
    expect(await rate(500)).toEqual([[1, 1, 1]]);
  });

  it('given promises about this, another and a cancelled interview, then that about another does not cover it', async () => {
    const away = (applicationId: string) => [
      scheduled({
        applicationId,
        interviewId: 'int-2',
        time: after(-10),
        startsAt: after(40),
        endsAt: undefined,
      }),
      cancelled({ applicationId, interviewId: 'int-2', time: after(-5) }),
    ];
    await test.given(
      elsewhere,
      ...['a', 'b', 'c'].map((id) => interview(id)),
      away('c'),
      [
        scheduled({
          applicationId: 'b',
          interviewId: 'int-2',
          time: after(-10),
          startsAt: after(900),
          endsAt: undefined,
        }),
      ],
      [promise('a', 1, 99, 'int-1'), promise('b', 1, 99, 'int-2'), promise('c', 1, 99, 'int-2')],
    );
    expect(await rate(500)).toEqual([[3, 2, 2 / 3]]);
  });

  it('given answers and withdrawals within the business day, at its end and after it, then only after it counts', async () => {
    await test.given(
      elsewhere,
      interview('a', 1),
      interview('b', ONE),
      interview('c', ONE + MS),
      ...['d', 'e', 'f'].map((id) => interview(id)),
      [withdrawn('d', after(1)), withdrawn('e', after(ONE)), withdrawn('f', after(ONE + MS))],
    );
    expect(await test.rowsOf('expectation-rate', after(500), { filter: { team: ['payments'] } })).toEqual([
      { ...counts({ n: 2, applications: 2, met: 1, ended: 1 }), rate: 0, numerator: 0 },
    ]);
  });

  it('given everybody was answered at once, then the rate is unknown, not zero', async () => {
    await test.given(elsewhere, interview('a', 0), interview('b', 5));
    expect(await rate(500)).toEqual([[0, 0, null]]);
  });

  it('given an end on Friday 17:00, then its business day is over on Monday 17:00', async () => {
    const made = (applicationId: string, time: string) =>
      promised({ applicationId, time, dueAt: '2026-03-20T10:00:00Z' });
    await test.given(elsewhere, ...['a', 'b'].map((id) => interviewAt(id, '2026-03-06T17:00:00Z')), [
      made('a', '2026-03-10T09:00:00Z'),
      made('b', '2026-03-10T09:00:00.001Z'),
    ]);
    const rows = async (asOf: string) =>
      test.rowsOf('expectation-rate', asOf, { filter: { team: ['payments'] } });
    expect(await rows('2026-03-09T16:59:59.999Z')).toMatchObject([{ n: 0 }]);
    expect(await rows('2026-03-09T17:00:00Z')).toMatchObject([{ n: 2, numerator: 0 }]);
    // Until the next working moment no more than one business day has passed.
    expect(await rows('2026-03-11T09:00:00Z')).toMatchObject([{ n: 2, numerator: 1 }]);
  });

  it('given a promise made later than the instant asked about, then it was not known', async () => {
    await test.given(elsewhere, interviewAt('a', '2026-03-06T17:00:00Z'), [
      promised({ applicationId: 'a', time: '2026-03-09T20:00:00Z', dueAt: '2026-03-20T10:00:00Z' }),
    ]);
    const rows = async (asOf: string) =>
      test.rowsOf('expectation-rate', asOf, { filter: { team: ['payments'] } });
    expect(await rows('2026-03-09T19:59:59.999Z')).toMatchObject([{ n: 1, numerator: 0 }]);
    expect(await rows('2026-03-09T20:00:00Z')).toMatchObject([{ n: 1, numerator: 1 }]);
  });

  it('given groups, then each has its own share', async () => {
    await test.given(
      interview('a', undefined, { teamId: 'red' }),
      interview('b', undefined, { teamId: 'blue' }),
      interview('c', 1, { teamId: 'green' }),
      [promise('a', 1, 99)],
    );
    const rows = await test.rowsOf('expectation-rate', after(500), { by: ['team'] });
    expect(rows.map(({ team, n, rate }) => [team, n, rate])).toEqual([
      ['blue', 1, 0],
      ['green', 0, null],
      ['red', 1, 1],
    ]);
  });
});

/** Of an interview that is planned for long after. */
const FAR = { startsAt: '2026-05-04T09:00:00Z', endsAt: undefined };

describe('promise-kept rate', () => {
  const outcome = async (hours: number) => {
    const rows = await test.rowsOf('promise-kept-rate', after(hours));
    return rows.map(({ n, kept, moved, broken, open, rate }) => [n, kept, moved, broken, open, rate]);
  };

  it('given no promise was ever recorded, then it is not measured', async () => {
    await test.given(interview('a'));
    const notMeasured = missing('response.promised');
    expect(await test.rowsOf('promise-kept-rate', after(1))).toEqual([
      {
        ...counts({}),
        rate: notMeasured,
        kept: notMeasured,
        moved: notMeasured,
        broken: notMeasured,
        open: notMeasured,
      },
    ]);
  });

  it('given one promise and no contact, then it counts from after its due time on, as broken', async () => {
    await test.given(interview('a'), [promise('a', 1, 50)]);
    expect(await test.rowsOf('promise-kept-rate', after(1 - MS))).toMatchObject([
      { n: 0, rate: missing('response.promised') },
    ]);
    expect(await outcome(1)).toEqual([[0, 0, 0, 0, 0, null]]);
    expect(await outcome(50)).toEqual([[0, 0, 0, 0, 0, null]]);
    expect(await outcome(50 + MS)).toEqual([[1, 0, 0, 1, 0, 0]]);
  });

  it.each([
    ['before the due time', 40, [1, 1, 0, 0, 0, 1]],
    ['exactly at it', 50, [1, 1, 0, 0, 0, 1]],
    ['a millisecond after it', 50 + MS, [1, 0, 0, 1, 0, 0]],
  ])('given contact %s, then it is told once that time has passed', async (_when, at, expected) => {
    await test.given(interview('a'), [promise('a', 1, 50), contact('a', at)]);
    expect(await outcome(50 + 2 * MS)).toEqual([expected]);
  });

  it('given contact long before the due time, then it joins once that has passed', async () => {
    await test.given(interview('a'), [promise('a', 1, 50), contact('a', 2)]);
    expect(await outcome(50)).toEqual([[0, 0, 0, 0, 0, null]]);
    expect(await test.rowsOf('promise-kept-rate', after(50 + MS))).toEqual([
      { ...counts({ n: 1, applications: 1, met: 1 }), rate: 1, kept: 1, moved: 0, broken: 0, open: 0 },
    ]);
  });

  it('given a withdrawal before a moved due time, then it is open, and never in a share', async () => {
    await test.given(...['a', 'b'].map((id) => interview(id)), [
      ...['a', 'b'].flatMap((id) => [promise(id, 1, 50), promise(id, 49, 80)]),
      withdrawn('a', after(80)),
      withdrawn('b', after(80 + MS)),
    ]);
    expect(await outcome(60)).toEqual([[2, 0, 0, 0, 2, null]]);
    expect(await test.rowsOf('promise-kept-rate', after(99))).toEqual([
      { ...counts({ n: 2, applications: 2, ended: 2 }), rate: 0, kept: 0, moved: 0, broken: 1, open: 1 },
    ]);
  });

  it.each([
    ['a millisecond before the promise', 1 - MS, false],
    ['at the instant of the promise', 1, false],
    ['a millisecond after it', 1 + MS, true],
    ['exactly at the due time', 50, true],
  ])('given that the candidate was invited on %s, then kept: %s', async (_when, at, kept) => {
    await test.given(interview('a'), [
      promise('a', 1, 50),
      scheduled({ applicationId: 'a', interviewId: 'int-2', stage: 'Final', time: after(at), ...FAR }),
    ]);
    expect(await test.rowsOf('promise-kept-rate', after(50 + MS))).toEqual([
      kept
        ? {
            ...counts({ n: 1, applications: 1, met: 1, inferred: 1 }),
            ...{ rate: 1, kept: 1, moved: 0, broken: 0, open: 0 },
          }
        : {
            ...counts({ n: 1, applications: 1, waiting: 1 }),
            ...{ rate: 0, kept: 0, moved: 0, broken: 1, open: 0 },
          },
    ]);
  });

  it('given that the candidate was hired in time, or invited on too late, then kept, and broken', async () => {
    await test.given(...['a', 'b'].map((id) => interview(id)), [
      ...['a', 'b'].map((id) => promise(id, 1, 50, 'int-1')),
      closed({ applicationId: 'a', outcome: 'hired', time: after(50) }),
      scheduled({ applicationId: 'b', interviewId: 'int-2', stage: 'Final', time: after(50 + MS), ...FAR }),
    ]);
    expect(await test.rowsOf('promise-kept-rate', after(51))).toEqual([
      {
        ...counts({ n: 2, applications: 2, met: 2, inferred: 2 }),
        ...{ rate: 0.5, kept: 1, moved: 0, broken: 1, open: 0 },
      },
    ]);
  });

  it('given a promise about an interview that becomes known only later, then until then any contact meets it', async () => {
    await test.given(interview('a'), [
      promise('a', 1, 50, 'int-9'),
      contact('a', 20, { interviewId: 'int-1' }),
      scheduled({ applicationId: 'a', interviewId: 'int-9', time: after(60), teamId: 'late', ...FAR }),
    ]);
    const rows = async (hours: number) =>
      (await test.rowsOf('promise-kept-rate', after(hours), { by: ['team'] })).map(
        ({ team, kept, broken }) => [team, kept, broken],
      );
    expect(await rows(60 - MS)).toEqual([['payments', 1, 0]]);
    expect(await rows(60)).toEqual([['late', 0, 1]]);
  });

  it('given contact at the instant of the promise, or an automated one, then it keeps nothing', async () => {
    await test.given(interview('a'), [
      promise('a', 1, 50),
      contact('a', 1),
      contact('a', 20, { automated: true }),
    ]);
    expect(await outcome(51)).toEqual([[1, 0, 0, 1, 0, 0]]);
  });

  it('given a due time that was moved, then contact by the last one is moved, and after it broken', async () => {
    await test.given(
      ...['a', 'b', 'c', 'd'].map((id) => interview(id)),
      ...['a', 'b', 'c', 'd'].map((id) => [promise(id, 1, 50), promise(id, 49, 80)]),
      [contact('a', 50), contact('b', 80), contact('c', 80 + MS)],
    );
    // Past the first due time: one was contacted by it, three are open.
    expect(await outcome(51)).toEqual([[4, 1, 0, 0, 3, 1]]);
    expect(await outcome(80)).toEqual([[4, 1, 1, 0, 2, 0.5]]);
    expect(await test.rowsOf('promise-kept-rate', after(81))).toEqual([
      {
        ...counts({ n: 4, applications: 4, met: 3, waiting: 1 }),
        rate: 0.25,
        kept: 1,
        moved: 1,
        broken: 2,
        open: 0,
      },
    ]);
    // As of before the move it was not known that there would be one.
    expect(await outcome(49 - MS)).toEqual([[0, 0, 0, 0, 0, null]]);
  });

  it('given a promise made at the due time in force, then it moves nothing: it begins a second one', async () => {
    await test.given(interview('a'), [promise('a', 1, 50), promise('a', 50, 80), contact('a', 70)]);
    expect(await outcome(60)).toEqual([[1, 0, 0, 1, 0, 0]]);
    expect(await outcome(81)).toEqual([[2, 1, 0, 1, 0, 0.5]]);
  });

  it('given withdrawals before, at and after the first due time, then only the one after it is broken', async () => {
    await test.given(...['a', 'b', 'c'].map((id) => interview(id)), [
      ...['a', 'b', 'c'].map((id) => promise(id, 1, 50)),
      withdrawn('a', after(20)),
      withdrawn('b', after(50)),
      withdrawn('c', after(50 + MS)),
    ]);
    expect(await test.rowsOf('promise-kept-rate', after(51))).toEqual([
      { ...counts({ n: 1, applications: 1, ended: 1 }), rate: 0, kept: 0, moved: 0, broken: 1, open: 0 },
    ]);
  });

  it('given everybody withdrew in time, then the rate is unknown, not zero', async () => {
    await test.given(interview('a'), [promise('a', 1, 50), withdrawn('a', after(2))]);
    expect(await outcome(99)).toEqual([[0, 0, 0, 0, 0, null]]);
  });

  it('given the contact is retracted, then the promise was kept until then', async () => {
    const kept = contact('a', 20);
    await test.given(interview('a'), [
      promise('a', 1, 50),
      kept,
      retracted(kept, { applicationId: 'a', time: after(60) }),
    ]);
    expect(await outcome(60 - MS)).toEqual([[1, 1, 0, 0, 0, 1]]);
    expect(await outcome(60)).toEqual([[1, 0, 0, 1, 0, 0]]);
  });

  it('given promises about an interview and about the application, then each belongs to the team and day of its own', async () => {
    await test.given(
      interview('a', undefined, { teamId: 'red' }),
      [
        completed({
          applicationId: 'a',
          interviewId: 'int-2',
          teamId: 'blue',
          endedAt: END,
          startedAt: after(-1),
        }),
      ],
      interview('b', undefined, { teamId: 'blue', stage: 'Final' }),
      [promise('a', 1, 50, 'int-1'), promise('b', 2, 60), contact('b', 3)],
    );
    const rows = await test.rowsOf('promise-kept-rate', after(99), { by: ['team', 'day'] });
    expect(rows.map(({ team, day, n, rate }) => [team, day, n, rate])).toEqual([
      ['blue', '2026-03-04', 1, 1],
      ['red', '2026-03-04', 1, 0],
    ]);
    const filter = { team: ['red'], from: '2026-03-04', to: '2026-03-05' };
    expect(await test.rowsOf('promise-kept-rate', after(99), { filter })).toMatchObject([
      { n: 1, broken: 1 },
    ]);
  });
});
