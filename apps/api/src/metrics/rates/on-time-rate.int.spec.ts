import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { HearbackEvent } from '@hearback/domain';
import {
  feedbackRequested,
  promised,
  responded,
  retracted,
  scorecardSubmitted,
} from '@hearback/domain/testing';
import { parseOrganisation } from '../../platform/organisation.js';
import {
  after,
  counts,
  each,
  interview,
  missing,
  startMetrics,
  withdrawn,
  type MetricsUnderTest,
  NO_FEEDBACK,
} from '../../testing/metrics-under-test.js';

const MS = 1 / 3_600_000;
const interviewers = [{ id: 'emp-1', scorecardRequired: true }];
const submitted = (applicationId: string, hours: number): HearbackEvent =>
  scorecardSubmitted({ applicationId, time: after(hours), submittedAt: after(hours) });
const feedback = (applicationId: string, hours: number): HearbackEvent =>
  responded({ applicationId, kind: 'feedback', time: after(hours) });

describe('as the organisation has it by default', () => {
  // From Wednesday 10:00: one business day is Thursday 10:00, three are Monday 10:00, five Wednesday 10:00.
  const [ONE, THREE, FIVE] = [24, 120, 168];

  let test: MetricsUnderTest;
  beforeAll(async () => {
    test = await startMetrics();
  });
  afterAll(() => test.close());
  beforeEach(() => test.clear());

  const rate = async (obligation: 'response' | 'feedback' | 'scorecard' | 'request', hours: number) => {
    const rows = await test.rowsOf('on-time-rate', after(hours), { obligation });
    return rows.map(({ n, met, waiting, ended, rate, numerator }) => [
      n,
      met,
      waiting,
      ended,
      numerator,
      rate,
    ]);
  };

  it('given answers before, at and after the due time, and none, then exactly at it is in time', async () => {
    await test.given(interview('a', 1), interview('b', THREE), interview('c', THREE + MS), interview('d'));
    // At the due time it has not passed yet.
    expect(await rate('response', THREE)).toEqual([[0, 0, 0, 0, 0, null]]);
    // A millisecond later it has: late and still waiting both count as missed.
    expect(await rate('response', THREE + MS)).toEqual([[4, 3, 1, 0, 2, 0.5]]);
    expect(await rate('response', THREE + 500)).toEqual([[4, 3, 1, 0, 2, 0.5]]);
  });

  it('given withdrawals at the due time and after it, then only the one after it was missed', async () => {
    await test.given(interview('a', 1), interview('b'), interview('c'), interview('d'), [
      withdrawn('b', after(THREE)),
      withdrawn('c', after(THREE + MS)),
      withdrawn('d', after(1)),
    ]);
    expect(await rate('response', THREE + 1)).toEqual([[2, 1, 0, 1, 1, 0.5]]);
  });

  it('given everybody withdrew before, then the rate is unknown, not zero', async () => {
    await test.given(interview('a'), [withdrawn('a', after(1))]);
    expect(await rate('response', 500)).toEqual([[0, 0, 0, 0, 0, null]]);
  });

  it('given an early answer, then it is in time', async () => {
    const told = responded({ applicationId: 'a', time: after(-0.5) });
    await test.given(interview('a', undefined, { startedAt: after(-1) }), [told]);
    expect(await test.rowsOf('on-time-rate', after(500), { obligation: 'response' })).toEqual([
      {
        ...counts({ n: 1, applications: 1, met: 1, early: 1 }),
        obligation: 'response',
        rate: 1,
        numerator: 1,
      },
    ]);
  });

  it('given an answer that is retracted, then as of before that it was in time', async () => {
    const told = responded({ applicationId: 'a', time: after(1) });
    await test.given(interview('a'), [told, retracted(told, { applicationId: 'a', time: after(200) })]);
    expect(await rate('response', 200 - MS)).toEqual([[1, 1, 0, 0, 1, 1]]);
    expect(await rate('response', 200)).toEqual([[1, 0, 1, 0, 0, 0]]);
  });

  it('given feedback, scorecards and requests, then each kind has its own due time', async () => {
    await test.given(
      each(['a', 'b'], (id) => interview(id, undefined, { interviewers })),
      [feedback('a', FIVE), feedback('b', FIVE + MS), submitted('a', ONE), submitted('b', ONE + MS)],
    );
    expect(await rate('feedback', FIVE)).toEqual([[0, 0, 0, 0, 0, null]]);
    expect(await rate('feedback', FIVE + MS)).toEqual([[2, 2, 0, 0, 1, 0.5]]);
    expect(await rate('scorecard', ONE)).toEqual([[0, 0, 0, 0, 0, null]]);
    expect(await rate('scorecard', ONE + MS)).toEqual([[2, 2, 0, 0, 1, 0.5]]);
    const NO_REQUESTS = missing('feedback.requested');
    expect(await rate('request', FIVE)).toEqual([[0, 0, 0, 0, NO_REQUESTS, NO_REQUESTS]]);
  });

  it('given requests, then their clock starts with them, not with the interview', async () => {
    const asked = (applicationId: string) => feedbackRequested({ applicationId, time: after(24) });
    await test.given(interview('a'), interview('b'), [asked('a'), asked('b')], [feedback('a', 192)]);
    expect(await rate('request', 192)).toEqual([[0, 0, 0, 0, 0, null]]);
    expect(await rate('request', 192 + MS)).toEqual([[2, 1, 1, 0, 1, 0.5]]);
  });

  it('given none is chosen, then there is a row for each kind that falls due, what is not measured said so', async () => {
    await test.given(interview('a', 1, { interviewers }));
    const notMeasured = NO_FEEDBACK;
    expect(await test.rowsOf('on-time-rate', after(500))).toEqual([
      { ...counts({ n: 1, applications: 1, met: 1 }), obligation: 'response', rate: 1, numerator: 1 },
      {
        ...counts({ n: 1, applications: 1, waiting: 1 }),
        obligation: 'feedback',
        rate: notMeasured,
        numerator: notMeasured,
      },
      { ...counts({ n: 1, applications: 1, waiting: 1 }), obligation: 'scorecard', rate: 0, numerator: 0 },
      {
        ...counts({}),
        obligation: 'request',
        rate: missing('feedback.requested'),
        numerator: missing('feedback.requested'),
      },
    ]);
  });

  it('given promises are chosen, then their due time is the one promised first', async () => {
    const kept = promised({ applicationId: 'a', time: after(1), dueAt: after(10) });
    const moved = promised({ applicationId: 'b', time: after(1), dueAt: after(10) });
    const again = promised({ applicationId: 'b', time: after(2), dueAt: after(30) });
    await test.given(interview('a', 10), interview('b', 11), [kept, moved, again]);
    expect(await test.rowsOf('on-time-rate', after(40), { obligation: 'promise' })).toEqual([
      { ...counts({ n: 2, applications: 2, met: 2 }), obligation: 'promise', rate: 0.5, numerator: 1 },
    ]);
  });
});

describe('as the organisation sets it', () => {
  const organisation = parseOrganisation(
    `
calendars:
  berlin: { timeZone: Europe/Berlin, holidays: [2026-03-05] }
teams:
  red:
    calendar: berlin
    dueBusinessDays: { response: 1, decision: 2, stages: { Final: { response: 2 } } }
`,
    'test.yaml',
  );
  // From Wednesday 11:00 in Berlin, with Thursday off: one business day is Friday 11:00, two are Monday 11:00.
  const [ONE, TWO] = [48, 120];

  let test: MetricsUnderTest;
  beforeAll(async () => {
    test = await startMetrics(organisation);
  });
  afterAll(() => test.close());
  beforeEach(() => test.clear());

  it('given due times by stage, by team and for all, then the closest is it, in the team’s calendar', async () => {
    await test.given(
      interview('a', undefined, { teamId: 'red', stage: 'Screen' }),
      interview('b', undefined, { teamId: 'red', stage: 'Final' }),
      interview('c', undefined, { teamId: 'blue', stage: 'Final' }),
      interview('d', undefined, { teamId: undefined, stage: undefined }),
    );
    const due = async (hours: number) => {
      const rows = await test.rowsOf('on-time-rate', after(hours), {
        obligation: 'response',
        by: ['team', 'stage'],
      });
      return rows.filter(({ n }) => n === 1).map(({ team, stage }) => [team, stage]);
    };
    expect(await due(ONE)).toEqual([]);
    expect(await due(ONE + MS)).toEqual([['red', 'Screen']]);
    expect(await due(TWO)).toEqual([['red', 'Screen']]);
    expect(await due(TWO + MS)).toEqual([
      ['blue', 'Final'],
      ['red', 'Final'],
      ['red', 'Screen'],
      ['unassigned', 'unassigned'],
    ]);
  });

  it('given decisions fall due in one team only, then only it has a row, also before they do', async () => {
    await test.given(
      interview('a', undefined, { teamId: 'red' }),
      interview('b', undefined, { teamId: 'blue' }),
    );
    const rows = async (hours: number) =>
      test.rowsOf('on-time-rate', after(hours), { obligation: 'decision', by: ['team'] });
    expect(await rows(1)).toEqual([
      { team: 'red', ...counts({}), obligation: 'decision', rate: null, numerator: 0 },
    ]);
    expect(await rows(TWO + MS)).toEqual([
      {
        team: 'red',
        ...counts({ n: 1, applications: 1, waiting: 1 }),
        obligation: 'decision',
        rate: 0,
        numerator: 0,
      },
    ]);
  });
});
