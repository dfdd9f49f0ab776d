import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { metrics, type HearbackEvent, type MetricName, type MetricRow } from '@hearback/domain';
import {
  cancelled,
  closed,
  completed,
  merged,
  responded,
  retracted,
  scheduled,
} from '@hearback/domain/testing';
import { recordsOf, startTestStore, type TestStore } from '../testing/test-store.js';
import { GetMetricHandler } from './get-metric.handler.js';
import { GetMetric } from './get-metric.query.js';
import type { MetricRequest } from './metric-request.js';

const HOUR = 3600;
const DAY = 24 * HOUR;
const END = '2026-03-04T10:00:00.000Z';

let test: TestStore;
let handler: GetMetricHandler;
beforeAll(async () => {
  test = await startTestStore();
  handler = new GetMetricHandler(test.store, test.organisation);
});
afterAll(() => test.close());
beforeEach(() => test.clear());

/** An interview of its own application that ended at END, `hours` after which the candidate heard back. */
function interview(
  applicationId: string,
  hours?: number,
  data: Parameters<typeof completed>[0] = {},
): HearbackEvent[] {
  const events: HearbackEvent[] = [completed({ applicationId, ...data })];
  if (hours !== undefined) {
    const time = new Date(Date.parse(END) + hours * HOUR * 1000).toISOString();
    events.push(responded({ applicationId, time, kind: 'decision', interviewId: undefined }));
  }
  return events;
}

async function given(...events: HearbackEvent[][]): Promise<void> {
  await test.project(recordsOf(events.flat()));
}

async function rowsOf(
  name: MetricName,
  asOf: string,
  request: Partial<MetricRequest> = {},
): Promise<readonly MetricRow[]> {
  const answer = await handler.execute(
    new GetMetric(name, { filter: {}, by: [], clock: 'elapsed', ...request, asOf: Date.parse(asOf) }),
  );
  return answer.rows;
}

const NONE = { assumed: 0, inferred: 0, early: 0 };

describe('no data', () => {
  it.each(metrics.map(({ name }) => name))(
    'given no events, then %s has no rows, and no zero',
    async (name) => {
      expect(await rowsOf(name, '2026-03-05T10:00:00Z')).toEqual([]);
    },
  );

  it('given a filter that nothing matches, then there are no rows', async () => {
    await given(interview('a', 2));
    expect(
      await rowsOf('time-to-response', '2026-03-05T10:00:00Z', { filter: { team: ['nobody'] } }),
    ).toEqual([]);
  });

  it('given an interview that ends later, then before its end there are no rows', async () => {
    await given(interview('a'));
    expect(await rowsOf('waiting-now', '2026-03-04T09:59:59.999Z')).toEqual([]);
  });
});

describe('time to response', () => {
  it('given nobody answered yet, then every quantile is "more than" the longest wait', async () => {
    await given(
      interview('a'),
      interview('b', undefined, { time: '2026-03-04T12:00:00Z', endedAt: '2026-03-04T12:00:00Z' }),
    );
    const more = { seconds: 5 * HOUR, reached: false };
    expect(await rowsOf('time-to-response', '2026-03-04T15:00:00Z')).toEqual([
      { n: 2, applications: 2, met: 0, waiting: 2, ended: 0, ...NONE, median: more, p75: more, p90: more },
    ]);
  });

  it('given waits of 1 h and 3 h and one who waits for 4 h, then the curve counts the one who waits', async () => {
    // S: 1 -> 2/3 at 1 h -> 1/3 at 3 h; the third waits. Median: S <= 0.5 at 3 h. p75 needs 0.25: more than 4 h.
    await given(interview('a', 1), interview('b', 3), interview('c'));
    expect(await rowsOf('time-to-response', '2026-03-04T14:00:00Z')).toEqual([
      {
        n: 3,
        applications: 3,
        met: 2,
        waiting: 1,
        ended: 0,
        ...NONE,
        median: { seconds: 3 * HOUR, reached: true },
        p75: { seconds: 4 * HOUR, reached: false },
        p90: { seconds: 4 * HOUR, reached: false },
      },
    ]);
  });

  it('given everybody withdrew, then they count as ended, and no quantile is reached', async () => {
    const withdrawn = closed({ applicationId: 'a', outcome: 'withdrawn', time: '2026-03-05T10:00:00Z' });
    await given(interview('a'), [withdrawn]);
    const more = { seconds: DAY, reached: false };
    expect(await rowsOf('time-to-response', '2026-03-09T10:00:00Z')).toEqual([
      { n: 1, applications: 1, met: 0, waiting: 0, ended: 1, ...NONE, median: more, p75: more, p90: more },
    ]);
  });

  it('given an answer later than the instant asked about, then the candidate still waits', async () => {
    await given(interview('a', 48));
    const [before] = await rowsOf('time-to-response', '2026-03-06T09:59:59.999Z');
    expect(before).toMatchObject({
      met: 0,
      waiting: 1,
      median: { seconds: 2 * DAY - 0.001, reached: false },
    });
    const [at] = await rowsOf('time-to-response', '2026-03-06T10:00:00Z');
    expect(at).toMatchObject({ met: 1, waiting: 0, median: { seconds: 2 * DAY, reached: true } });
  });

  it('given an answer that was retracted later, then it counts until then and not after', async () => {
    const [done, answer] = interview('a', 1);
    if (done === undefined || answer === undefined) throw new Error('two events');
    const taken = retracted(answer, { applicationId: 'a', time: '2026-03-06T00:00:00Z' });
    await given([done, answer, taken]);
    expect((await rowsOf('time-to-response', '2026-03-05T00:00:00Z'))[0]).toMatchObject({
      met: 1,
      waiting: 0,
    });
    expect((await rowsOf('time-to-response', '2026-03-06T00:00:00Z'))[0]).toMatchObject({
      met: 0,
      waiting: 1,
    });
  });

  it('given a cancellation that came late, then the interview owed an answer until then', async () => {
    await given(interview('a'), [cancelled({ applicationId: 'a', time: '2026-03-05T00:00:00Z' })]);
    expect(await rowsOf('time-to-response', '2026-03-04T23:00:00Z')).toHaveLength(1);
    expect(await rowsOf('time-to-response', '2026-03-05T00:00:00Z')).toEqual([]);
  });

  it('given groups by team and week, then each has its own row, by the day its clock started', async () => {
    await given(
      interview('a', 1, { teamId: 'red' }),
      interview('b', 2, { teamId: 'blue' }),
      interview('c', undefined, {
        teamId: 'blue',
        time: '2026-03-09T10:00:00Z',
        endedAt: '2026-03-09T10:00:00Z',
      }),
    );
    const rows = await rowsOf('time-to-response', '2026-03-09T11:00:00Z', { by: ['team', 'week'] });
    expect(rows.map(({ team, week, n, met }) => ({ team, week, n, met }))).toEqual([
      { team: 'blue', week: '2026-W10', n: 1, met: 1 },
      { team: 'blue', week: '2026-W11', n: 1, met: 0 },
      { team: 'red', week: '2026-W10', n: 1, met: 1 },
    ]);
  });

  it('given days, then from is inclusive and to is exclusive', async () => {
    await given(interview('a', 1));
    const asOf = '2026-03-09T11:00:00Z';
    expect(
      await rowsOf('time-to-response', asOf, { filter: { from: '2026-03-04', to: '2026-03-05' } }),
    ).toHaveLength(1);
    expect(await rowsOf('time-to-response', asOf, { filter: { from: '2026-03-05' } })).toEqual([]);
    expect(await rowsOf('time-to-response', asOf, { filter: { to: '2026-03-04' } })).toEqual([]);
  });

  it('given no team and no stage, then the interview is shown as unassigned', async () => {
    await given(interview('a', 1, { teamId: undefined, stage: undefined }));
    const [row] = await rowsOf('time-to-response', '2026-03-09T11:00:00Z', { by: ['team', 'stage'] });
    expect(row).toMatchObject({ team: 'unassigned', stage: 'unassigned', n: 1 });
  });
});

describe('time to feedback', () => {
  it('given no feedback was ever sent, then it is not measured, not bad', async () => {
    await given(interview('a', 1));
    const [row] = await rowsOf('time-to-feedback', '2026-03-09T11:00:00Z');
    const notMeasured = { notMeasured: 'response.sent of kind feedback' };
    expect(row).toMatchObject({ n: 1, waiting: 1, median: notMeasured, p75: notMeasured, p90: notMeasured });
  });

  it('given feedback in any application, then it is measured from that instant on', async () => {
    const feedback = responded({ applicationId: 'b', kind: 'feedback', time: '2026-03-06T10:00:00Z' });
    await given(interview('a', 1), interview('b'), [feedback]);
    expect((await rowsOf('time-to-feedback', '2026-03-06T09:00:00Z'))[0]?.median).toHaveProperty(
      'notMeasured',
    );
    expect((await rowsOf('time-to-feedback', '2026-03-06T10:00:00Z'))[0]).toMatchObject({
      n: 2,
      met: 1,
      median: { seconds: 2 * DAY, reached: true },
      p90: { seconds: 2 * DAY, reached: false },
    });
  });
});

describe('response rate', () => {
  it('given answers within, at and beyond the horizon, then exactly at it still counts', async () => {
    await given(interview('a', 1), interview('b', 14 * 24), interview('c', 14 * 24 + 0.001), interview('d'));
    expect(await rowsOf('response-rate', '2026-04-01T00:00:00Z')).toEqual([
      { n: 4, applications: 4, met: 3, waiting: 1, ended: 0, ...NONE, rate: 0.5, numerator: 2 },
    ]);
  });

  it('given interviews of which none is old enough, then the rate is unknown, not zero', async () => {
    await given(interview('a', 1));
    expect((await rowsOf('response-rate', '2026-03-18T09:59:59.999Z'))[0]).toMatchObject({
      n: 0,
      rate: null,
    });
    expect((await rowsOf('response-rate', '2026-03-18T10:00:00Z'))[0]).toMatchObject({ n: 1, rate: 1 });
  });

  it('given a withdrawal within the horizon, then it is left out; after it, it was missed', async () => {
    const withdrew = (applicationId: string, time: string): HearbackEvent =>
      closed({ applicationId, outcome: 'withdrawn', time });
    await given(interview('a', 1), interview('b'), interview('c'), [
      withdrew('b', '2026-03-18T10:00:00Z'),
      withdrew('c', '2026-03-18T10:00:00.001Z'),
    ]);
    expect((await rowsOf('response-rate', '2026-04-01T00:00:00Z'))[0]).toMatchObject({
      n: 2,
      numerator: 1,
      rate: 0.5,
    });
  });
});

describe('waiting now', () => {
  it('given open and answered ones, then it counts the open, their candidates and the longest wait', async () => {
    await given(
      interview('a', undefined, { candidateId: 'x' }),
      interview('b', undefined, {
        candidateId: 'x',
        time: '2026-03-04T12:00:00Z',
        endedAt: '2026-03-04T12:00:00Z',
      }),
      interview('c'),
      interview('d', 1),
    );
    expect(await rowsOf('waiting-now', '2026-03-05T10:00:00Z')).toEqual([
      {
        n: 3,
        applications: 3,
        met: 0,
        waiting: 3,
        ended: 0,
        ...NONE,
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
    await given(merges, ...people);
    expect(await rowsOf('waiting-now', '2026-03-08T10:00:00Z')).toMatchObject([{ n: 3, candidates: 2 }]);
  });

  it('given merged candidates, then they are one person from the merge on', async () => {
    await given(
      interview('a', undefined, { candidateId: 'x' }),
      interview('b', undefined, { candidateId: 'y' }),
      [merged({ fromCandidateId: 'y', intoCandidateId: 'x', time: '2026-03-05T00:00:00Z' })],
    );
    expect((await rowsOf('waiting-now', '2026-03-04T23:00:00Z'))[0]).toMatchObject({ n: 2, candidates: 2 });
    expect((await rowsOf('waiting-now', '2026-03-05T00:00:00Z'))[0]).toMatchObject({ n: 2, candidates: 1 });
  });

  it('given interviews that are all answered, then nobody waits: a true zero', async () => {
    await given(interview('a', 1));
    expect(await rowsOf('waiting-now', '2026-03-05T10:00:00Z')).toEqual([
      {
        n: 0,
        applications: 0,
        met: 0,
        waiting: 0,
        ended: 0,
        ...NONE,
        candidates: 0,
        overdue: 0,
        oldestSeconds: null,
      },
    ]);
  });

  it('given a scheduled end that has passed without a word, then the interview is assumed to have taken place', async () => {
    await given([scheduled({ applicationId: 'a' })]);
    expect(await rowsOf('waiting-now', '2026-03-04T09:59:59.999Z')).toEqual([]);
    expect((await rowsOf('waiting-now', END))[0]).toMatchObject({ n: 1, assumed: 1, oldestSeconds: 0 });
  });
});
