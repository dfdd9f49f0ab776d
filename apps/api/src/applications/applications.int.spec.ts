import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  cancelled,
  completed,
  promised,
  rated,
  rescheduled,
  responded,
  retracted,
  scheduled,
} from '@hearback/domain/testing';
import request from 'supertest';
import { MetricsModule } from '../metrics/metrics.module.js';
import { OverviewModule } from '../overview/overview.module.js';
import { serveStore } from '../testing/http-of-store.js';
import { recordsOf, startTestStore, type TestStore } from '../testing/test-store.js';
import type { Application, TimelineEntry } from './application.js';
import { ApplicationsModule } from './applications.module.js';

const ID = 'app/1 ?';
const NOW = '2026-04-14T00:00:00.000Z';

let test: TestStore;
let http: Awaited<ReturnType<typeof serveStore>>;
beforeAll(async () => {
  test = await startTestStore();
  http = await serveStore(test, [ApplicationsModule, MetricsModule, OverviewModule], NOW);
});
afterAll(async () => {
  await http.close();
  await test.close();
});
beforeEach(() => test.clear());

const ask = (path: string, status: number): request.Test =>
  request(http.server).get(`/api/v1/${path}`).expect(status);
async function application(asOf?: string): Promise<Application> {
  const query = asOf === undefined ? '' : `?asOf=${asOf}`;
  return (await ask(`applications/${encodeURIComponent(ID)}${query}`, 200)).body as Application;
}

function told({ time, event, assumed, retractedFrom, changes }: TimelineEntry): string {
  const what = event?.type.split('.').slice(1, 3).join('.') ?? `assumed ${assumed?.interviewIds.join()}`;
  const changed = changes
    .filter(({ kind }) => kind === 'response' || kind === 'promise')
    .map(({ change, kind, state }) => `${change} ${kind} ${state}`);
  return `${time.slice(5, 16)} ${what}${retractedFrom === undefined ? '' : ` until ${retractedFrom.slice(5, 10)}`}: ${changed.join('; ')}`;
}

describe('one application', () => {
  const answer = responded({ applicationId: ID });
  const story = [
    scheduled({ applicationId: ID, interviewers: [{ id: 'emp-1', scorecardRequired: true }] }),
    rescheduled({ applicationId: ID }),
    promised({ applicationId: ID, time: '2026-03-05T12:00:00Z', dueAt: '2026-03-06T17:00:00Z' }),
    answer,
    rated({ applicationId: ID }),
    retracted(answer, { applicationId: ID, time: '2026-03-13T09:00:00Z' }),
  ];

  it('given a rescheduled interview and an answer retracted later, then its course says what each changed', async () => {
    await test.project(recordsOf(story));
    const { timeline, interviews, obligations, touchpoints } = await application();
    expect(timeline.map(told)).toEqual([
      '03-02T09:00 interview.scheduled: ',
      '03-03T09:00 interview.rescheduled: ',
      '03-05T10:00 assumed int-1: started response waiting',
      '03-05T12:00 response.promised: changed response waiting; started promise waiting',
      '03-06T10:00 response.sent until 03-13: stopped response met; stopped promise met',
      '03-11T09:00 candidate.rated: ',
      '03-13T09:00 event.retracted: reopened response waiting; reopened promise waiting',
    ]);
    expect(interviews).toEqual([
      {
        interviewId: 'int-1',
        status: 'completed',
        assumed: true,
        candidateId: 'cand-1',
        team: 'payments',
        teamName: 'Payments',
        job: 'job-1',
        jobTitle: 'Backend engineer',
        stage: 'Onsite',
        scheduledAt: '2026-03-02T09:00:00.000Z',
        lastScheduledAt: '2026-03-03T09:00:00.000Z',
        startsAt: '2026-03-05T09:00:00.000Z',
        endsAt: '2026-03-05T10:00:00.000Z',
        startedAt: null,
        endedAt: '2026-03-05T10:00:00.000Z',
        cancelledBy: null,
        interviewers: [{ id: 'emp-1', scorecardRequired: true }],
        url: null,
      },
    ]);
    expect(obligations.map(({ kind, state, outcome, flags }) => [kind, state, outcome, flags])).toEqual([
      ['decision', 'waiting', null, ['assumed']],
      ['feedback', 'waiting', null, ['assumed']],
      ['response', 'waiting', null, ['assumed']],
      ['scorecard', 'waiting', null, ['assumed']],
      ['promise', 'waiting', 'broken', []],
    ]);
    expect(touchpoints).toMatchObject([{ kind: 'rating', nps: 9, team: 'payments' }]);
    const started = timeline[2]?.changes.find(({ kind }) => kind === 'response');
    expect(started?.obligationId).toBe(obligations.find(({ kind }) => kind === 'response')?.obligationId);
  });

  it('given an instant before the retraction, then the answer counts and nobody knows better', async () => {
    await test.project(recordsOf(story));
    const { timeline, obligations, touchpoints } = await application('2026-03-10T00:00:00Z');
    expect(timeline.at(-1)).toMatchObject({
      time: '2026-03-06T10:00:00.000Z',
      event: { type: 'hearback.response.sent.v1', data: { kind: 'decision' } },
    });
    expect(timeline.at(-1)).not.toHaveProperty('retractedFrom');
    expect(timeline.at(-1)?.changes.find(({ kind }) => kind === 'response')).toMatchObject({
      change: 'stopped',
      fields: {
        state: { before: 'waiting', after: 'met' },
        stoppedAt: { before: null, after: '2026-03-06T10:00:00.000Z' },
      },
    });
    expect(obligations.find(({ kind }) => kind === 'response')).toMatchObject({
      state: 'met',
      elapsedSeconds: 86_400,
      businessSeconds: 8 * 3600,
      onTime: true,
      promisedInTime: true,
    });
    expect(touchpoints).toEqual([]);
  });

  it('given the time before the assumed end, then the interview is scheduled and nothing is owed', async () => {
    await test.project(recordsOf(story));
    const { timeline, interviews, obligations } = await application('2026-03-05T09:59:59.999Z');
    expect([timeline.length, obligations.length]).toEqual([2, 0]);
    expect(interviews).toMatchObject([{ status: 'scheduled', assumed: false, endedAt: null }]);
  });

  it('given an interview called off after it was held, then what was owed is dropped', async () => {
    await test.project(
      recordsOf([
        completed({ applicationId: ID }),
        cancelled({ applicationId: ID, time: '2026-03-05T10:00:00Z', noShow: true }),
      ]),
    );
    const { timeline, interviews } = await application();
    expect(timeline.map(told)).toEqual([
      '03-04T10:00 interview.completed: started response waiting',
      '03-05T10:00 interview.cancelled: dropped response waiting',
    ]);
    expect(interviews).toMatchObject([{ status: 'no_show', cancelledBy: 'company' }]);
  });

  it('given an unknown one, the future or an unknown parameter, then a problem tells it', async () => {
    await test.project(recordsOf([completed({ applicationId: ID })]));
    expect((await ask('applications/nobody', 404)).body).toMatchObject({ title: 'Unknown application' });
    const path = `applications/${encodeURIComponent(ID)}`;
    expect((await ask(`${path}?asOf=2027-01-01T00:00:00Z`, 400)).type).toBe('application/problem+json');
    const { detail } = (await ask(`${path}?at=1`, 400)).body as { detail: string };
    expect(detail).toContain('there are asOf');
    expect((await application('2026-01-01T00:00:00Z')).timeline).toEqual([]);
  });
});

describe('the health of a team', () => {
  it('given enough applications, then it is the row of the metric; given none, then none', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    await test.project(
      recordsOf([
        ...ids.map((applicationId) => completed({ applicationId })),
        ...ids.map((applicationId) => responded({ applicationId, time: '2026-03-05T10:00:00Z' })),
      ]),
    );
    const health = (await ask('teams/payments/health?asOf=2026-04-13T00:00:00Z', 200)).body as object;
    const metric = (await ask('metrics/health?team=payments&by=team&asOf=2026-04-13T00:00:00Z', 200))
      .body as {
      rows: unknown[];
    };
    expect(metric.rows).toHaveLength(1);
    expect(health).toMatchObject({
      team: 'payments',
      name: 'payments',
      metric: 'health',
      row: metric.rows[0],
    });
    expect((await ask('teams/payments/health?asOf=2026-01-01T00:00:00Z', 200)).body).toMatchObject({
      row: null,
    });
    expect((await ask('teams/nobody/health', 404)).body).toMatchObject({ title: 'Unknown team' });
  });
});
