import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { metrics } from '@hearback/domain';
import { feedbackRequested, promised, rated, responded, surveySent } from '@hearback/domain/testing';
import { parseOrganisation } from '../platform/organisation.js';
import {
  after,
  counts,
  interview,
  interviewAt,
  startMetrics,
  type MetricsUnderTest,
} from '../testing/metrics-under-test.js';

const MS = 1 / 3_600_000;

let test: MetricsUnderTest;
beforeAll(async () => {
  test = await startMetrics();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

describe('no data', () => {
  it.each(metrics.map(({ name }) => name))(
    'given no events, then %s has no rows, and no zero',
    async (name) => {
      expect(await test.rowsOf(name, '2026-03-05T10:00:00Z')).toEqual([]);
    },
  );

  it('given a filter that nothing matches, then there are no rows', async () => {
    await test.given(interview('a', 2));
    expect(
      await test.rowsOf('time-to-response', '2026-03-05T10:00:00Z', { filter: { team: ['nobody'] } }),
    ).toEqual([]);
  });

  it('given an interview that ends later, then before its end there are no rows', async () => {
    await test.given(interview('a'));
    expect(await test.rowsOf('waiting-now', '2026-03-04T09:59:59.999Z')).toEqual([]);
  });
});

describe('nothing that counts', () => {
  const unmeasured = [
    'time-to-feedback',
    'scorecard-latency',
    'feedback-rate',
    'expectation-rate',
    'promise-kept-rate',
    'request-answer',
    'candidate-rating',
    'feedback-substance',
  ] as const;

  it.each(metrics.map(({ name }) => name))(
    'given interviews, and nothing else was ever reported, then %s of a team without any has no rows',
    async (name) => {
      await test.given(interview('a', 2));
      expect(await test.rowsOf(name, after(800), { filter: { team: ['nobody'] } })).toEqual([]);
      expect(await test.rowsOf(name, after(800), { filter: { from: '2026-03-05' } })).toEqual([]);
    },
  );

  it.each(unmeasured)(
    'given nothing of what %s needs, then each group with an interview that is over says so',
    async (name) => {
      await test.given(
        interview('a', 2, { teamId: 'red' }),
        interviewAt('b', after(24), { teamId: 'blue' }),
        interviewAt('c', after(48), { teamId: 'green' }),
      );
      const rows = await test.rowsOf(name, after(48 - MS), { by: ['team', 'day'] });
      expect(rows.map(({ team, day }) => [team, day])).toEqual([
        ['blue', '2026-03-05'],
        ['red', '2026-03-04'],
      ]);
      const figures = metrics.find((metric) => metric.name === name)!.figures.map((figure) => figure.name);
      for (const row of rows) {
        for (const figure of figures) expect(row[figure]).toHaveProperty('notMeasured');
      }
    },
  );

  it('given that it all happened a moment ago, then what is counted has a row, and what counts is nothing', async () => {
    const of = { applicationId: 'a' };
    await test.given(
      interview('a', undefined, { interviewers: [{ id: 'emp-1', scorecardRequired: true }] }),
      [
        promised({ ...of, time: after(0), dueAt: after(50) }),
        feedbackRequested({ ...of, time: after(0) }),
        responded({ applicationId: 'b', kind: 'feedback', time: after(0) }),
        surveySent({ ...of, time: after(0) }),
        rated({ applicationId: 'b', time: after(0) }),
      ],
    );
    const asked = { filter: { team: ['payments'] } };
    const rows = await Promise.all(
      metrics.map(async ({ name }) => [name, await test.rowsOf(name, after(0), asked)] as const),
    );
    const none = counts({});
    const empty = { ...none, rate: null, numerator: 0 };
    expect(Object.fromEntries(rows)).toMatchObject({
      'time-to-response': [{ n: 1 }],
      'time-to-decision': [{ n: 1 }],
      'time-to-feedback': [{ n: 1 }],
      'scorecard-latency': [{ n: 1 }],
      'on-time-rate': ['response', 'feedback', 'scorecard', 'request'].map((obligation) => ({
        ...empty,
        obligation,
      })),
      'response-rate': [empty],
      'feedback-rate': [empty],
      'ghosting-rate': [{ ...empty, withdrew: 0, withdrewRate: 0 }],
      'waiting-now': [{ n: 1 }],
      'expectation-rate': [empty],
      'promise-kept-rate': [{ ...none, rate: null, kept: 0, moved: 0, broken: 0, open: 0 }],
      'request-answer': [{ n: 1, rate: null, numerator: 0, denominator: 0 }],
      'candidate-rating': [{ ...none, cnps: null, specific: null, timely: null }],
      // Of another team, and in weeks that are not over.
      'feedback-substance': [],
      'latency-score': [],
      health: [],
    });
  });
});

describe('groups and days', () => {
  let berlin: MetricsUnderTest;
  beforeAll(async () => {
    berlin = await startMetrics(parseOrganisation('timeZone: Europe/Berlin', 'test.yaml'));
  });
  afterAll(() => berlin.close());
  beforeEach(() => berlin.clear());

  it.each([
    ['2024-12-29T22:59:59.999Z', '2024-12-29', '2024-W52', '2024-12'],
    ['2024-12-29T23:00:00.000Z', '2024-12-30', '2025-W01', '2024-12'],
    ['2020-12-31T23:00:00.000Z', '2021-01-01', '2020-W53', '2021-01'],
    ['2026-06-30T22:00:00.000Z', '2026-07-01', '2026-W27', '2026-07'],
  ])(
    'given an end at %s, then it is on %s in the zone of the organisation',
    async (endedAt, day, week, month) => {
      await berlin.given(interviewAt('a', endedAt));
      const rows = await berlin.rowsOf('response-rate', '2026-11-01T00:00:00Z', {
        by: ['day', 'week', 'month'],
      });
      expect(rows).toEqual([
        { day, week, month, ...counts({ n: 1, applications: 1, waiting: 1 }), rate: 0, numerator: 0 },
      ]);
      const next = new Date(Date.parse(day) + 24 * 3_600_000).toISOString().slice(0, 10);
      const within = { from: day, to: next };
      expect(await berlin.rowsOf('response-rate', '2026-11-01T00:00:00Z', { filter: within })).toHaveLength(
        1,
      );
      expect(await berlin.rowsOf('response-rate', '2026-11-01T00:00:00Z', { filter: { to: day } })).toEqual(
        [],
      );
      expect(
        await berlin.rowsOf('response-rate', '2026-11-01T00:00:00Z', { filter: { from: next } }),
      ).toEqual([]);
    },
  );

  it('given several values of several filters, then one of each must match', async () => {
    await berlin.given(
      ...['red', 'blue', 'green'].flatMap((teamId) =>
        ['Screen', 'Final'].map((stage) =>
          interview(`${teamId} ${stage}`, 1, { teamId, stage, jobId: `job of ${teamId}` }),
        ),
      ),
    );
    const filter = { team: ['red', 'green'], stage: ['Final'], job: ['job of green', 'job of blue'] };
    const rows = await berlin.rowsOf('waiting-now', '2026-03-04T10:30:00Z', {
      filter,
      by: ['job', 'stage', 'team'],
    });
    expect(rows).toMatchObject([{ job: 'job of green', stage: 'Final', team: 'green', n: 1 }]);
  });
});
