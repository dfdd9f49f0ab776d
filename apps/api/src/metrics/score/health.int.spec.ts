import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { HealthPart, HearbackEvent, MetricRow } from '@hearback/domain';
import { completed, promised, rated, responded, retracted, scheduled } from '@hearback/domain/testing';
import { parseOrganisation } from '../../platform/organisation.js';
import {
  counts,
  each,
  HOUR,
  startMetrics,
  type MetricsUnderTest,
  missing,
} from '../../testing/metrics-under-test.js';

const FIVE = ['a', 'b', 'c', 'd', 'e'];
/** A Tuesday in the twelve weeks that end with 2026-W10, those from 15 December on. */
const END = '2026-02-03T10:00:00.000Z';
const ON_MONDAY = '2026-03-09T00:00:00Z';
const at = (hours: number): string => new Date(Date.parse(END) + hours * HOUR * 1000).toISOString();
const few = (n: number) => ({ withheld: 'too few', n });
const NO_PROMISES = missing('response.promised');
const NO_RATINGS = missing('candidate.rated');

const interview = (
  applicationId: string,
  answered?: number,
  { teamId = 'red', endedAt = END }: { teamId?: string; endedAt?: string } = {},
): HearbackEvent[] => [
  completed({ applicationId, teamId, time: endedAt, endedAt }),
  ...(answered === undefined
    ? []
    : [
        responded({
          applicationId,
          time: new Date(Date.parse(endedAt) + answered * HOUR * 1000).toISOString(),
        }),
      ]),
];
const promise = (applicationId: string, due: number): HearbackEvent =>
  promised({ applicationId, time: at(0), dueAt: at(due) });
const rating = (applicationId: string, nps?: number, specific?: number): HearbackEvent =>
  rated({ applicationId, time: at(50), nps, specific, constructive: 4, respectful: 5, timely: 1 });

const valuesOf = (row: MetricRow | undefined) =>
  Object.fromEntries(
    (row?.['parts'] as readonly HealthPart[]).map(({ component, value }) => [component, value]),
  );
const sharesOf = (row: MetricRow | undefined) =>
  (row?.['parts'] as readonly HealthPart[]).map(({ share }) => share);

let test: MetricsUnderTest;
beforeAll(async () => {
  test = await startMetrics();
});
afterAll(() => test.close());
beforeEach(() => test.clear());

describe('health', () => {
  it('given all five parts, then it is their weighted mean', async () => {
    const nps = [9, 9, 10, 7, 0];
    await test.given(
      each(FIVE, (id) => interview(id, 24)),
      each(FIVE, (id, index) => [promise(id, index === 0 ? 20 : 24), rating(id, nps[index], 3)]),
    );
    const [row, ...others] = await test.rowsOf('health', ON_MONDAY);
    expect(others).toEqual([]);
    expect(row).toEqual({
      ...counts({ n: 5, applications: 5, met: 5 }),
      health: 86.25,
      band: 'healthy',
      parts: [
        { component: 'latencyScore', value: 90, weight: 40, share: 0.4 },
        { component: 'responseRate', value: 100, weight: 20, share: 0.2 },
        { component: 'promiseKept', value: 80, weight: 15, share: 0.15 },
        { component: 'quality', value: 75, weight: 15, share: 0.15 },
        { component: 'cnps', value: 70, weight: 10, share: 0.1 },
      ],
    });
  });

  it('given neither promises nor ratings anywhere, then they drop out and the rest is re-weighted', async () => {
    await test.given(each(FIVE, (id) => interview(id, 24)));
    const [row] = await test.rowsOf('health', ON_MONDAY);
    expect(valuesOf(row)).toEqual({
      latencyScore: 90,
      responseRate: 100,
      promiseKept: NO_PROMISES,
      quality: NO_RATINGS,
      cnps: NO_RATINGS,
    });
    expect(sharesOf(row)).toEqual([40 / 60, 20 / 60, 0, 0, 0]);
    expect(row?.['health']).toBeCloseTo((40 * 90 + 20 * 100) / 60, 9);
  });

  // With 40 and 20 of the weight: a response rate of 100, and a score from the wait in business days.
  it.each([
    ['exactly 75', '2026-02-06T16:00:00Z', 75, 'healthy'],
    ['a little below 75', '2026-02-06T16:00:01Z', 74.998, 'watch'],
    ['exactly 50', '2026-02-12T14:00:00Z', 50, 'watch'],
    ['a little below 50', '2026-02-12T14:00:01Z', 49.998, 'at risk'],
  ])('given a health of %s, then its band includes its lower limit', async (_what, answer, health, band) => {
    const hours = (Date.parse(answer) - Date.parse(END)) / 3_600_000;
    await test.given(each(FIVE, (id) => interview(id, hours)));
    const [row] = await test.rowsOf('health', ON_MONDAY);
    expect(row?.['health']).toBeCloseTo(health, 2);
    expect(row?.['band']).toBe(band);
  });

  it('given too few ratings and promises, then those parts say so, and the others make up the figure', async () => {
    await test.given(
      each(FIVE, (id) => interview(id, 24)),
      each(['a', 'b', 'c'], (id) => [promise(id, 24), rating(id, 9, 3)]),
    );
    const [row] = await test.rowsOf('health', ON_MONDAY);
    expect(valuesOf(row)).toEqual({
      latencyScore: 90,
      responseRate: 100,
      promiseKept: few(3),
      quality: few(3),
      cnps: few(3),
    });
    expect(row?.['health']).toBeCloseTo((40 * 90 + 20 * 100) / 60, 9);
  });

  it('given candidates who were invited on in time, or too late, then that keeps their promises, and breaks them', async () => {
    const heard = async (hours: number) => {
      await test.clear();
      await test.given(
        each(FIVE, (id) => interview(id)),
        each(FIVE, (id) => [promise(id, 24)]),
        each(FIVE, (id) => [
          scheduled({
            applicationId: id,
            interviewId: 'int-2',
            teamId: 'blue',
            stage: 'Final',
            time: at(hours),
            startsAt: at(1500),
            endsAt: at(1501),
          }),
        ]),
      );
      const [row] = await test.rowsOf('health', ON_MONDAY, { by: ['team'] });
      return { band: row?.['band'], inferred: row?.inferred, ...valuesOf(row) };
    };
    expect(await heard(24)).toMatchObject({
      band: 'healthy',
      inferred: 5,
      latencyScore: 90,
      responseRate: 100,
      promiseKept: 100,
    });
    expect(await heard(24 + 1 / 3_600_000)).toMatchObject({ inferred: 5, responseRate: 100, promiseKept: 0 });
  });

  it('given promises of which only one has fallen due, then its share rests on one application, too few', async () => {
    await test.given(
      each(FIVE, (id) => interview(id)),
      each(FIVE, (id, index) => [promise(id, index === 0 ? 24 : 3000)]),
    );
    const [row] = await test.rowsOf('health', ON_MONDAY);
    expect(valuesOf(row)).toMatchObject({ promiseKept: few(1) });
  });

  it('given what was rated by some only, then quality is the mean of the others, and cNPS is too few', async () => {
    await test.given(
      each(FIVE, (id) => interview(id, 24)),
      each(FIVE, (id, index) => [rating(id, index < 2 ? 9 : undefined, index < 4 ? 1 : undefined)]),
    );
    const [row] = await test.rowsOf('health', ON_MONDAY);
    expect(valuesOf(row)).toMatchObject({ quality: 87.5, cnps: few(2), promiseKept: NO_PROMISES });
  });

  it('given less than half of the weight of what is measured, then there is no figure, but its parts', async () => {
    const elsewhere = ['x'];
    await test.given(
      // Ended on Monday 2 March: not old enough for the response rate.
      each(FIVE, (id) => interview(id, 24, { endedAt: '2026-03-02T10:00:00Z' })),
      each(elsewhere, (id) => [...interview(id, 1, { teamId: 'blue' }), promise(id, 2), rating(id, 9, 3)]),
    );
    const [row] = await test.rowsOf('health', ON_MONDAY, { filter: { team: ['red'] } });
    expect(row).toMatchObject({ n: 5, health: null, band: null });
    expect(valuesOf(row)).toEqual({
      latencyScore: 90,
      responseRate: few(0),
      promiseKept: few(0),
      quality: few(0),
      cnps: few(0),
    });
    expect(sharesOf(row)).toEqual([0, 0, 0, 0, 0]);
    // Fourteen days after the interviews there are 60 of 100.
    const [later] = await test.rowsOf('health', '2026-03-16T10:00:00Z', { filter: { team: ['red'] } });
    expect(later?.['health']).toBeCloseTo((40 * 90 + 20 * 100) / 60, 9);
  });

  it('given fewer than the minimum group, then it is withheld', async () => {
    await test.given(each(FIVE.slice(1), (id) => interview(id, 24)));
    const [row] = await test.rowsOf('health', ON_MONDAY);
    expect(row).toMatchObject({ n: 4, health: few(4), band: null });
    expect(valuesOf(row)).toMatchObject({ latencyScore: few(4), responseRate: few(4) });
  });

  it('given nobody answered, then it is 0 and at risk', async () => {
    await test.given(each(FIVE, (id) => interview(id)));
    expect(await test.rowsOf('health', ON_MONDAY)).toMatchObject([
      { waiting: 5, health: 0, band: 'at risk' },
    ]);
  });

  it('given interviews before, in and after the twelve weeks, then those in them count, as of the instant', async () => {
    await test.given(
      ...['2025-12-14T23:59:59.999Z', '2025-12-15T00:00:00Z', '2026-03-08T23:59:59.999Z', ON_MONDAY].map(
        (endedAt, index) => interview(`at-${index}`, undefined, { endedAt }),
      ),
    );
    expect(await test.rowsOf('health', '2026-03-11T10:00:00Z')).toMatchObject([{ n: 2 }]);
    expect(await test.rowsOf('health', '2026-03-08T23:59:59.999Z')).toMatchObject([{ n: 2 }]);
    expect(await test.rowsOf('health', '2026-03-16T00:00:00Z')).toMatchObject([{ n: 2 }]);
  });

  it('given answers that came this week, then they count: it is told as of the instant', async () => {
    const late = (Date.parse('2026-03-10T10:00:00Z') - Date.parse(END)) / 3_600_000;
    await test.given(each(FIVE, (id) => interview(id, late)));
    expect(await test.rowsOf('health', '2026-03-10T09:59:59.999Z')).toMatchObject([{ met: 0, waiting: 5 }]);
    expect(await test.rowsOf('health', '2026-03-10T10:00:00Z')).toMatchObject([{ met: 5, waiting: 0 }]);
  });

  it('given answers that were retracted, then as of before that they counted', async () => {
    const answers = FIVE.map((applicationId) => responded({ applicationId, time: at(24) }));
    await test.given(
      each(FIVE, (id) => interview(id)),
      answers,
      answers.map((answer) =>
        retracted(answer, { applicationId: answer.data.applicationId, time: '2026-03-10T10:00:00Z' }),
      ),
    );
    const [before] = await test.rowsOf('health', '2026-03-10T09:59:59.999Z');
    expect(valuesOf(before)).toMatchObject({ latencyScore: 90, responseRate: 100 });
    const [from] = await test.rowsOf('health', '2026-03-10T10:00:00Z');
    expect(valuesOf(from)).toMatchObject({ latencyScore: 0, responseRate: 0 });
  });

  it('given days from within a week, then its part is the score over those days, with the same yardstick', async () => {
    // Enough for a yardstick, in the week twelve weeks before, and earlier in it than the day.
    const earlier = Array.from({ length: 30 }, (_, index) => `earlier-${index}`);
    await test.given(
      each(earlier, (id, index) => interview(id, 24 * (index % 5), { endedAt: '2025-11-11T10:00:00.000Z' })),
      each(FIVE, (id, index) =>
        interview(id, index < 3 ? 24 : undefined, { endedAt: '2026-02-06T10:00:00.000Z' }),
      ),
    );
    const days = { filter: { from: '2026-02-05' } };
    const asOf = '2026-02-10T10:00:00Z';
    const [health] = await test.rowsOf('health', asOf, days);
    const [score] = await test.rowsOf('latency-score', asOf, { ...days, clock: 'business' });
    expect(typeof score?.['score']).toBe('number');
    expect(valuesOf(health)['latencyScore']).toBe(score?.['score']);
  });

  it('given teams, then each has its own parts', async () => {
    const others = FIVE.map((id) => `${id}2`);
    await test.given(
      each(FIVE, (id) => [...interview(id, 0), promise(id, 24), rating(id, 10, 5)]),
      each(others, (id) => interview(id, undefined, { teamId: 'blue' })),
    );
    const rows = await test.rowsOf('health', ON_MONDAY, { by: ['team'] });
    expect(rows.map(({ team, n, band }) => [team, n, band])).toEqual([
      ['blue', 5, 'at risk'],
      ['red', 5, 'healthy'],
    ]);
    expect(valuesOf(rows[0])).toEqual({
      latencyScore: 0,
      responseRate: 0,
      promiseKept: few(0),
      quality: few(0),
      cnps: few(0),
    });
    // A promise at the end of the interview, met at that very instant by nothing: contact must come later.
    expect(valuesOf(rows[1])).toMatchObject({
      latencyScore: 100,
      responseRate: 100,
      promiseKept: 0,
      cnps: 100,
    });
  });

  it('given weeks, then it is refused: it has one value at a time', async () => {
    await expect(test.rowsOf('health', ON_MONDAY, { by: ['week'] })).rejects.toThrow();
  });
});

describe('health as the organisation weighs it', () => {
  let own: MetricsUnderTest;
  beforeAll(async () => {
    own = await startMetrics(
      parseOrganisation(
        `
minimumGroup: 1
health:
  weights: { latencyScore: 1, responseRate: 3, promiseKept: 0, quality: 0, cnps: 0 }
  bands: { healthy: 98, watch: 97.5 }
`,
        'test.yaml',
      ),
    );
  });
  afterAll(() => own.close());

  it('given other weights, bands and minimum, then they hold', async () => {
    await own.given(interview('a', 24));
    expect(await own.rowsOf('health', ON_MONDAY)).toMatchObject([{ n: 1, health: 97.5, band: 'watch' }]);
  });
});
