import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { metrics } from '@hearback/domain';
import { parseOrganisation } from '../platform/organisation.js';
import {
  counts,
  interview,
  interviewAt,
  startMetrics,
  type MetricsUnderTest,
} from '../testing/metrics-under-test.js';

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
