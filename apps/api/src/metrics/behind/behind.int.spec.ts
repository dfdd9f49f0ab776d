import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { metrics, type HearbackEvent, type MetricAnswer, type MetricRow } from '@hearback/domain';
import {
  closed,
  completed,
  feedbackRequested,
  promised,
  rated,
  responded,
  scorecardSubmitted,
  surveySent,
} from '@hearback/domain/testing';
import request from 'supertest';
import { serveStore } from '../../testing/http-of-store.js';
import { recordsOf, startTestStore, type TestStore } from '../../testing/test-store.js';
import { MetricsModule } from '../metrics.module.js';
import type { BehindPage, BehindRow } from './list-behind.query.js';
import { countedAs } from './listing.js';

/** A Wednesday; three business days later is 2026-03-09T10:00Z. */
const END = '2026-03-04T10:00:00.000Z';
const NOW = '2026-06-01T00:00:00.000Z';

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

type Event = HearbackEvent;
const given = async (...events: (Event | Event[])[]): Promise<void> => {
  await test.project(recordsOf(events.flat()));
};
const held = (applicationId: string, data: Parameters<typeof completed>[0] = {}): Event =>
  completed({ applicationId, ...data });
const answered = (applicationId: string, time: string, kind: 'decision' | 'feedback' = 'decision'): Event =>
  responded({ applicationId, time, kind, interviewId: undefined });
const withdrew = (applicationId: string, time: string): Event =>
  closed({ applicationId, outcome: 'withdrawn', time });

const ask = (path: string, status = 200): request.Test =>
  request(http.server).get(`/api/v1/metrics/${path}`).expect(status);
async function pageOf(name: string, query = ''): Promise<BehindPage> {
  return (await ask(`${name}/obligations${query}`)).body as BehindPage;
}
async function countedOf(name: string, query = ''): Promise<unknown[]> {
  const { rows } = await pageOf(name, query);
  return rows.map(({ applicationId, counted }) => [applicationId, counted]);
}

describe('what is behind a latency', () => {
  it('given an answer and one who waits, then each has its whole row and how the curve takes it', async () => {
    await given(held('a', { candidateId: 'c-1' }), answered('a', '2026-03-04T18:30:00Z'), held('b'));
    const page = await pageOf('time-to-response', '?asOf=2026-03-10T10:00:00Z');
    const row = {
      kind: 'response',
      interviewId: 'int-1',
      interviewerId: null,
      team: 'payments',
      job: 'unassigned',
      stage: 'Onsite',
      startedAt: END,
      dueAt: '2026-03-09T10:00:00.000Z',
      lastDueAt: null,
      outcome: null,
      promisedAt: null,
      promisedInTime: false,
      flags: [],
      url: null,
    };
    expect(page).toEqual({
      metric: 'time-to-response',
      version: metrics[0].version,
      asOf: '2026-03-10T10:00:00.000Z',
      configuration: expect.stringMatching(/^[0-9a-f]{12}$/) as unknown,
      filter: {},
      total: 2,
      rows: [
        {
          ...row,
          obligationId: 'a:response:int-1',
          applicationId: 'a',
          candidateId: 'c-1',
          stoppedAt: '2026-03-04T18:30:00.000Z',
          state: 'met',
          elapsedSeconds: 8.5 * 3600,
          businessSeconds: 7 * 3600,
          onTime: true,
          counted: 'event',
        },
        {
          ...row,
          obligationId: 'b:response:int-1',
          applicationId: 'b',
          candidateId: null,
          stoppedAt: null,
          state: 'waiting',
          elapsedSeconds: 6 * 86_400,
          businessSeconds: 4 * 8 * 3600,
          onTime: false,
          counted: 'censored',
        },
      ],
    });
  });

  it('given an earlier instant, then nothing of what came later is told', async () => {
    await given(held('a'), answered('a', '2026-03-06T10:00:00Z'), promised({ applicationId: 'a' }));
    const { rows } = await pageOf('time-to-response', '?asOf=2026-03-05T10:00:00Z&by=week');
    expect(rows).toMatchObject([
      { state: 'waiting', stoppedAt: null, onTime: null, promisedInTime: true, week: '2026-W10' },
    ]);
  });
});

describe('what is behind a rate', () => {
  beforeEach(() =>
    given(
      [held('in-time'), answered('in-time', '2026-03-05T10:00:00Z')],
      [held('late'), answered('late', '2026-03-30T10:00:00Z')],
      [held('silent')],
      [held('gone'), withdrew('gone', '2026-03-05T10:00:00Z')],
      held('young', { time: '2026-04-20T10:00:00Z', endedAt: '2026-04-20T10:00:00Z' }),
    ),
  );
  const asOf = '?asOf=2026-04-21T10:00:00Z';

  it('given the response rate, then the horizon decides', async () => {
    expect(await countedOf('response-rate', asOf)).toEqual([
      ['gone', 'leftOut'],
      ['in-time', 'numerator'],
      ['late', 'denominator'],
      ['silent', 'denominator'],
      ['young', 'leftOut'],
    ]);
  });

  it('given the ghosting rate, then the numerator are those without an answer', async () => {
    expect(await countedOf('ghosting-rate', asOf)).toEqual([
      ['gone', 'leftOut'],
      ['in-time', 'denominator'],
      ['late', 'denominator'],
      ['silent', 'numerator'],
      ['young', 'leftOut'],
    ]);
  });

  it('given the on-time rate of one kind, then the due time decides', async () => {
    expect(await countedOf('on-time-rate', `${asOf}&obligation=response`)).toEqual([
      ['gone', 'leftOut'],
      ['in-time', 'numerator'],
      ['late', 'denominator'],
      ['silent', 'denominator'],
      ['young', 'leftOut'],
    ]);
  });

  it('given who waits, then only what is open, and what of it is overdue', async () => {
    expect(await countedOf('waiting-now', asOf)).toEqual([
      ['silent', 'overdue'],
      ['young', 'waiting'],
    ]);
  });

  it('given the expectation rate, then who was told by when they will hear', async () => {
    await test.project(
      recordsOf([promised({ applicationId: 'silent', time: '2026-03-04T12:00:00Z' })], 100n),
    );
    expect(await countedOf('expectation-rate', asOf)).toEqual([
      ['gone', 'leftOut'],
      ['in-time', 'leftOut'],
      ['late', 'denominator'],
      ['silent', 'numerator'],
      ['young', 'denominator'],
    ]);
  });
});

describe('what is behind promises and requests', () => {
  it('given chains of every fate, then each is told with its times and how it was counted', async () => {
    const due = '2026-03-06T17:00:00.000Z';
    await given(
      ...['kept', 'moved', 'broken', 'early', 'left', 'open', 'young'].map((id) => held(id)),
      ...['kept', 'moved', 'broken', 'left'].map((applicationId) => promised({ applicationId })),
      answered('kept', due),
      promised({ applicationId: 'moved', time: '2026-03-05T10:00:00Z', dueAt: '2026-03-09T17:00:00Z' }),
      answered('moved', '2026-03-09T12:00:00Z'),
      withdrew('left', '2026-03-06T12:00:00Z'),
      promised({ applicationId: 'early', dueAt: '2026-03-20T17:00:00Z' }),
      answered('early', '2026-03-05T12:00:00Z'),
      promised({ applicationId: 'open' }),
      promised({ applicationId: 'open', time: '2026-03-05T10:00:00Z', dueAt: '2026-03-20T17:00:00Z' }),
      promised({ applicationId: 'young', dueAt: '2026-03-20T17:00:00Z' }),
    );
    const { rows } = await pageOf('promise-kept-rate', '?asOf=2026-03-10T10:00:00Z');
    const fates = rows.map((row) => {
      const { applicationId, outcome, dueAt, lastDueAt, onTime, counted } = row as unknown as Record<
        string,
        unknown
      >;
      return [applicationId, outcome, dueAt === due, lastDueAt === due, onTime, counted];
    });
    expect(fates).toEqual([
      ['broken', 'broken', true, true, false, 'broken'],
      ['early', 'kept', false, false, true, 'notYetDue'],
      ['kept', 'kept', true, true, true, 'kept'],
      ['left', 'open', true, true, null, 'leftOut'],
      ['moved', 'moved', true, false, false, 'moved'],
      ['open', 'open', true, false, false, 'open'],
      ['young', 'open', false, false, null, 'notYetDue'],
    ]);
  });

  it('given requests, then the horizon decides; and scorecards have their interviewer', async () => {
    await given(
      held('a', { interviewers: [{ id: 'emp-1', scorecardRequired: true }] }),
      scorecardSubmitted({ applicationId: 'a' }),
      feedbackRequested({ applicationId: 'a' }),
      answered('a', '2026-03-10T09:00:00Z', 'feedback'),
      held('b'),
      feedbackRequested({ applicationId: 'b' }),
    );
    expect(await countedOf('request-answer')).toEqual([
      ['a', 'numerator'],
      ['b', 'denominator'],
    ]);
    const { rows } = await pageOf('scorecard-latency');
    expect(rows).toMatchObject([
      { kind: 'scorecard', interviewerId: 'emp-1', elapsedSeconds: 7200, onTime: true, counted: 'event' },
    ]);
  });
});

describe('how rows and figures belong together', () => {
  const events = Array.from({ length: 40 }, (_, index) => {
    const [id, day] = [`app-${index}`, String(2 + (index % 20)).padStart(2, '0')];
    const time = `2026-03-${day}T10:00:00Z`;
    const later = (days: number): string => new Date(Date.parse(time) + days * 86_400_000).toISOString();
    return [
      held(id, { time, endedAt: time, teamId: index % 2 === 0 ? 'red' : 'blue' }),
      ...(index % 3 === 0 ? [promised({ applicationId: id, time, dueAt: later(3) })] : []),
      ...(index % 4 !== 0
        ? [answered(id, later(index % 17), index % 5 === 0 ? 'feedback' : 'decision')]
        : []),
      ...(index % 7 === 0 ? [withdrew(id, later(2))] : []),
      ...(index % 6 === 0 ? [feedbackRequested({ applicationId: id, time: later(1) })] : []),
    ];
  }).flat();
  const COUNTED_AS: Readonly<Record<string, string>> = {
    kept: 'kept',
    moved: 'moved',
    broken: 'broken',
    open: 'open',
  };

  it.each([
    'response-rate',
    'feedback-rate',
    'ghosting-rate',
    'expectation-rate',
    'promise-kept-rate',
    'request-answer',
    'on-time-rate',
    'waiting-now',
    'time-to-response',
  ])('given %s, then its figures count just these rows', async (name) => {
    await given(...events);
    const query = `?asOf=2026-04-02T10:00:00Z&team=red${name === 'on-time-rate' ? '&obligation=response' : ''}`;
    const answer = (await ask(`${name}${query}`)).body as MetricAnswer;
    const [row] = answer.rows as [MetricRow];
    const { rows, total } = await pageOf(name, query);
    expect(rows).toHaveLength(total);
    const count = (as: string): number => rows.filter(({ counted }) => counted === as).length;
    expect(rows.length).toBeGreaterThan(2);
    expect(countedAs).toEqual(expect.arrayContaining(rows.map(({ counted }) => counted)));
    if (name !== 'request-answer') expect(rows.length - count('leftOut')).toBe(row.n);
    if ('numerator' in row) expect(count('numerator')).toBe(row['numerator']);
    if ('overdue' in row) expect(count('overdue')).toBe(row['overdue']);
    for (const [figure, as] of Object.entries(COUNTED_AS)) {
      if (figure in row) expect(count(as)).toBe(row[figure]);
    }
    if (name === 'time-to-response')
      expect([count('event'), count('censored')]).toEqual([row.met, row.n - row.met]);
  });

  it('given pages of 3, then together they are the whole list, once, in order, seen from one instant', async () => {
    await given(...events);
    const whole = await pageOf('time-to-response', '?limit=1000');
    const seen: BehindRow[] = [];
    let next: string | undefined = '';
    for (let page = 0; next !== undefined; page += 1) {
      const cursor: string = next === '' ? '' : `&cursor=${next}`;
      const { rows, total, asOf, next: following } = await pageOf('time-to-response', `?limit=3${cursor}`);
      expect([total, asOf]).toEqual([40, NOW]);
      seen.push(...rows);
      next = following;
      expect(page).toBeLessThan(20);
    }
    expect(seen).toEqual(whole.rows);
    expect(new Set(seen.map((row) => 'obligationId' in row && row.obligationId)).size).toBe(40);
  });
});

describe('what is behind figures about moments', () => {
  it('given ratings of five and a survey, then values and how each enters, over pages', async () => {
    const people = ['a', 'b', 'c', 'd', 'e'];
    await given(
      ...people.map((id) => held(id)),
      ...people.map((applicationId, index) => rated({ applicationId, nps: 5 + index })),
      surveySent({ applicationId: 'a' }),
      surveySent({ applicationId: 'b', time: '2026-03-20T09:00:00Z' }),
    );
    const first = await pageOf('candidate-rating', '?limit=4');
    const second = await pageOf('candidate-rating', `?limit=4&cursor=${first.next}`);
    const rows = [...first.rows, ...second.rows] as unknown as Record<string, unknown>[];
    expect(first.total).toBe(7);
    expect(rows.map(({ kind, applicationId, nps, counted }) => [kind, applicationId, nps, counted])).toEqual([
      ['rating', 'a', 5, 'detractor'],
      ['rating', 'b', 6, 'detractor'],
      ['rating', 'c', 7, 'passive'],
      ['rating', 'd', 8, 'passive'],
      ['rating', 'e', 9, 'promoter'],
      ['survey', 'a', null, 'withheld'],
      ['survey', 'b', null, 'withheld'],
    ]);
    expect(second.next).toBeUndefined();
    expect(rows[0]).toMatchObject({
      specific: 4,
      respectful: 5,
      at: '2026-03-11T09:00:00.000Z',
      team: 'payments',
    });
  });

  it('given too few, then the values are withheld, also how they were counted', async () => {
    await given(held('a'), rated({ applicationId: 'a' }));
    const page = await pageOf('candidate-rating');
    expect(page.withheld).toEqual({ withheld: 'too few', n: 1 });
    expect(page.rows).toMatchObject([{ applicationId: 'a', nps: null, specific: null, counted: 'withheld' }]);
  });

  it('given a single feedback, then its values are listed: they are no candidate’s judgement', async () => {
    const told = { applicationId: 'a', kind: 'feedback', wordCount: 120, hasExamples: true } as const;
    await given(held('a'), responded({ ...told, time: '2026-03-05T10:00:00Z' }));
    const page = await pageOf('feedback-substance');
    expect(page).not.toHaveProperty('withheld');
    expect(page.rows).toMatchObject([
      { kind: 'feedback', words: 120, hasExamples: true, hasNextSteps: null, counted: 'counted' },
    ]);
  });
});

describe('what is behind a score', () => {
  const query = '?asOf=2026-03-16T00:00:00Z';
  beforeEach(() =>
    given(held('a'), answered('a', '2026-03-05T14:00:00Z'), held('b'), promised({ applicationId: 'b' })),
  );

  it('given the latency score, then waits and costs in business days, with the window', async () => {
    const { rows, windows } = await pageOf('latency-score', query);
    const window = {
      week: '2026-W11',
      windowFrom: '2026-02-16T00:00:00.000Z',
      windowTo: '2026-03-16T00:00:00.000Z',
      windowAsOf: '2026-03-15T23:59:59.999Z',
    };
    expect(rows).toMatchObject([
      { applicationId: 'a', counted: 'answered', days: 1.5, cost: 1.5, ...window },
      // Of two, one was answered after 1.5 days; nobody is known to wait longer than b does, so it is held flat.
      { applicationId: 'b', counted: 'open', days: 7.875, cost: 10, ...window },
    ]);
    expect(windows).toHaveLength(1);
    expect(windows?.[0]?.yardstick).toEqual({
      from: '2025-11-24T00:00:00.000Z',
      to: '2026-02-16T00:00:00.000Z',
    });
  });

  it('given weeks, then an obligation is listed in each window it counts in, over pages', async () => {
    const all = await pageOf('latency-score', '?asOf=2026-04-13T00:00:00Z&by=week');
    const weeks = all.rows.map(({ applicationId, week }) => `${applicationId} ${week}`);
    expect(weeks).toEqual(
      ['2026-W10', '2026-W11', '2026-W12', '2026-W13'].flatMap((week) => [`a ${week}`, `b ${week}`]),
    );
    const first = await pageOf('latency-score', '?asOf=2026-04-13T00:00:00Z&by=week&limit=3');
    const rest = await pageOf('latency-score', `?asOf=2026-04-13T00:00:00Z&by=week&cursor=${first.next}`);
    expect([...first.rows, ...rest.rows]).toEqual(all.rows);
  });

  it('given health, then the parts stand one after the other', async () => {
    const { rows } = await pageOf('health', '?asOf=2026-04-13T00:00:00Z');
    expect(rows.map(({ kind, applicationId, counted }) => [kind, applicationId, counted])).toEqual([
      ['response', 'a', 'numerator'],
      ['response', 'b', 'denominator'],
      ['promise', 'b', 'broken'],
    ]);
    expect(rows[0]).toMatchObject({ days: 1.5, cost: 1.5, windowFrom: '2026-01-19T00:00:00.000Z' });
  });
});

describe('CSV', () => {
  it.each([
    ['the parameter', (): request.Test => ask('time-to-response/obligations?format=csv')],
    ['the Accept header', (): request.Test => ask('time-to-response/obligations').set('accept', 'text/csv')],
  ])('given it by %s, then the whole list comes, and no cell is a formula', async (_how, asking) => {
    await given(
      held('=cmd|A1', { stage: 'On, site', teamId: '@SUM(1)' }),
      ...Array.from({ length: 150 }, (_, index) => held(`app-${index}`)),
      answered('app-3', '2026-03-05T10:00:00Z'),
    );
    const response = await asking();
    expect(response.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(response.headers['content-disposition']).toBe(
      'attachment; filename="time-to-response-obligations.csv"',
    );
    const [head, ...lines] = response.text.trimEnd().split('\r\n');
    expect(head).toBe(
      'obligationId,kind,applicationId,interviewId,interviewerId,candidateId,team,job,stage,startedAt,dueAt,lastDueAt,stoppedAt,state,elapsedSeconds,businessSeconds,onTime,outcome,promisedAt,promisedInTime,flags,url,counted',
    );
    expect(lines).toHaveLength(151);
    expect(lines[0]).toContain(`response,'=cmd|A1,int-1,,,'@SUM(1),unassigned,"On, site",${END},`);
    expect(lines.find((line) => line.includes(',app-3,'))).toContain(',met,86400,28800,true,,,false,,,event');
  });

  it('given rows of two kinds, then the columns of both', async () => {
    await given(held('a'), rated({ applicationId: 'a' }));
    const { text } = await ask('health/obligations?format=csv&asOf=2026-04-13T00:00:00Z');
    expect(text.split('\r\n')[0]).toMatch(
      /,cost,windowFrom,windowTo,windowAsOf,touchpointId,at,.*,timely,url,counted$/,
    );
    expect(text.trimEnd().split('\r\n')).toHaveLength(3);
  });

  it('given no data, then there is the head alone', async () => {
    const { text } = await ask('time-to-response/obligations?format=csv');
    expect(text.trimEnd().split('\r\n')).toHaveLength(1);
  });
});

describe('a clock that the metric has not', () => {
  it('then it is told on its own, and says so; the rows behind it are the same', async () => {
    await given(held('a'), answered('a', '2026-03-05T14:00:00Z'));
    const plain = (await ask('response-rate')).body as MetricAnswer;
    const noted = (await ask('response-rate?clock=business')).body as MetricAnswer;
    expect(noted).toEqual({
      ...plain,
      note: 'clock: response-rate is told on the elapsed clock only, not on the business one',
    });
    expect(plain).toMatchObject({ clock: 'elapsed', rows: [{ n: 1, numerator: 1 }] });
    expect((await ask('latency-score?clock=elapsed')).body).toMatchObject({ clock: 'business' });
    expect(await pageOf('response-rate', '?clock=business')).toEqual(await pageOf('response-rate'));
  });
});

describe('mistakes', () => {
  it.each([
    ['nothing/obligations', 404, 'there are time-to-response'],
    [
      'response-rate/obligations?teem=a',
      400,
      'there are team, stage, job, from, to, asOf, by, clock, obligation, limit',
    ],
    ['response-rate/obligations?limit=1001', 400, 'limit'],
    ['response-rate/obligations?limit=0', 400, 'limit'],
    ['response-rate/obligations?cursor=abc', 400, 'must be the `next` of an earlier page'],
    ['response-rate/obligations?format=xml', 400, 'must be json or csv'],
    ['response-rate/obligations?format=csv&limit=5', 400, 'CSV is always the whole list'],
    ['response-rate/obligations?asOf=2027-01-01T00:00:00Z', 400, 'lies in the future'],
    ['health/obligations?by=week', 400, 'by team, stage or job'],
  ])('given %s, then %i tells what is allowed', async (path, status, detail) => {
    const response = await ask(path, status);
    expect(response.type).toBe('application/problem+json');
    expect((response.body as { detail: string }).detail).toContain(detail);
  });
});
