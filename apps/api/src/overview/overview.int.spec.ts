import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cancelled, completed, scheduled, scorePublished } from '@hearback/domain/testing';
import request from 'supertest';
import { MetricsModule } from '../metrics/metrics.module.js';
import { defaultOrganisation, parseOrganisation, type Organisation } from '../platform/organisation.js';
import { serveStore } from '../testing/http-of-store.js';
import { recordsOf, startTestStore, type TestStore } from '../testing/test-store.js';
import { OverviewModule } from './overview.module.js';

const NOW = '2026-03-10T10:00:00.000Z';

const CONFIGURED = `
timeZone: Europe/Berlin
calendars: { short: { timeZone: Europe/Berlin, dayHours: 6, week: { mon: ["09:00-15:00"] } } }
dueBusinessDays: { response: 4, decision: 10 }
teams:
  payments:
    name: Payments
    dueBusinessDays: { response: 2, stages: { Onsite: { response: 1, feedback: 0.5 }, Screen: {} } }
  search: { calendar: short, dueBusinessDays: { stages: {} } }
horizons: { responseDays: 10 }
minimumGroup: 3
health: { weights: { cnps: 0 }, bands: { healthy: 80 } }
scores: { publishAt: 'tue 09:30', simulated: true }
`;

const DEFAULT_DUE = { response: 3, feedback: 5, scorecard: 1, request: 5 };

interface Served {
  readonly test: TestStore;
  readonly get: (path: string) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

async function serve(organisation: Organisation): Promise<Served> {
  const test = await startTestStore(organisation);
  const http = await serveStore(test, [MetricsModule, OverviewModule], NOW);
  return {
    test,
    get: async (path) => (await request(http.server).get(`/api/v1/${path}`).expect(200)).body as unknown,
    close: async () => {
      await http.close();
      await test.close();
    },
  };
}

let plain: Served;
let configured: Served;
beforeAll(async () => {
  plain = await serve(defaultOrganisation);
  configured = await serve(parseOrganisation(CONFIGURED, 'test'));
});
afterAll(async () => {
  await plain.close();
  await configured.close();
});
beforeEach(async () => {
  await plain.test.clear();
  await configured.test.clear();
});

describe('the organisation', () => {
  it('given no configuration, then the defaults are told', async () => {
    expect(await plain.get('organisation')).toEqual({
      timeZone: 'UTC',
      now: NOW,
      lastFinishedWeek: '2026-W10',
      stages: [],
      events: { count: 0, firstAt: null, lastAt: null },
      minimumGroup: 5,
      horizons: { responseDays: 14, ghostingDays: 30 },
      dueBusinessDays: DEFAULT_DUE,
      health: {
        weights: { latencyScore: 40, responseRate: 20, promiseKept: 15, quality: 15, cnps: 10 },
        bands: { healthy: 75, watch: 50 },
      },
      scores: { publishAt: 'mon 08:00', simulated: false },
      sampleData: null,
      simulatedData: null,
    });
  });

  it('given scores that Hearback published, then they are no events that came in', async () => {
    const held = completed({ applicationId: 'a' });
    await plain.test.project(recordsOf([held, scorePublished()]));
    expect(await plain.get('organisation')).toMatchObject({
      events: { count: 1, lastAt: new Date(held.time).toISOString() },
    });
  });

  it('given a configuration, then it is told as it is set', async () => {
    expect(await configured.get('organisation')).toMatchObject({
      timeZone: 'Europe/Berlin',
      minimumGroup: 3,
      horizons: { responseDays: 10, ghostingDays: 30 },
      dueBusinessDays: { response: 4, decision: 10, feedback: 5, scorecard: 1, request: 5 },
      health: {
        weights: { latencyScore: 40, responseRate: 20, promiseKept: 15, quality: 15, cnps: 0 },
        bands: { healthy: 80, watch: 50 },
      },
      scores: { publishAt: 'tue 09:30', simulated: true },
    });
  });
});

describe('the teams', () => {
  it('given a team that only events name, then the due times of the organisation hold for it', async () => {
    await plain.test.project(
      recordsOf([completed({ applicationId: 'a', teamId: 'constructor', teamName: 'Builders' })]),
    );
    expect(await plain.get('teams')).toEqual({
      teams: [{ team: 'constructor', name: 'Builders', dueBusinessDays: DEFAULT_DUE, businessDayHours: 8 }],
    });
  });

  it('given two names that came with interviews of one instant, then the name is the same in whatever order they came', async () => {
    const named = [
      completed({ applicationId: 'a', teamId: 'search', teamName: 'Finders' }),
      completed({ applicationId: 'b', teamId: 'search', teamName: 'Seekers' }),
    ];
    for (const events of [named, named.toReversed()]) {
      await plain.test.clear();
      for (const [index, event] of events.entries()) {
        await plain.test.project(recordsOf([event], BigInt(index)));
      }
      expect(await plain.get('teams')).toMatchObject({ teams: [{ team: 'search', name: 'Seekers' }] });
    }
  });

  it('given due times of a team and of a stage, then each is told as it holds there', async () => {
    expect(await configured.get('teams')).toEqual({
      teams: [
        {
          team: 'payments',
          name: 'Payments',
          dueBusinessDays: { response: 2, decision: 10, feedback: 5, scorecard: 1, request: 5 },
          businessDayHours: 8,
          stages: { Onsite: { response: 1, decision: 10, feedback: 0.5, scorecard: 1, request: 5 } },
        },
        {
          team: 'search',
          name: 'search',
          dueBusinessDays: { response: 4, decision: 10, feedback: 5, scorecard: 1, request: 5 },
          businessDayHours: 6,
        },
      ],
    });
  });
});

describe('the jobs', () => {
  it('given none, then an empty list', async () => {
    expect(await plain.get('jobs')).toEqual({ jobs: [] });
  });

  it('given several, then each once with the title that came with its latest interview, by title', async () => {
    const of = (applicationId: string, day: number, jobId: string, jobTitle?: string) =>
      completed({
        applicationId,
        time: `2026-03-0${day}T10:00:00Z`,
        endedAt: `2026-03-0${day}T10:00:00Z`,
        jobId,
        jobTitle,
      });
    await plain.test.project(
      recordsOf([
        of('a', 2, 'job-1', 'Engineer'),
        of('b', 4, 'job-1', 'Backend engineer'),
        of('c', 5, 'job-1'),
        of('d', 3, 'job-2', 'Analyst'),
        of('e', 3, 'job-3'),
        completed({ applicationId: 'f' }),
      ]),
    );
    expect(await plain.get('jobs')).toEqual({
      jobs: [
        { job: 'job-2', title: 'Analyst' },
        { job: 'job-1', title: 'Backend engineer' },
        { job: 'job-3', title: 'job-3' },
        { job: 'unassigned', title: 'unassigned' },
      ],
    });
  });

  it('given an interview that nobody knows a time of, then its title is one all the same, and the oldest', async () => {
    const called = (applicationId: string, jobId: string) =>
      cancelled({ applicationId, jobId, jobTitle: 'Called off' });
    await plain.test.project(
      recordsOf([
        called('a', 'job-1'),
        called('b', 'job-2'),
        scheduled({ applicationId: 'c', jobId: 'job-2', jobTitle: 'Planned' }),
      ]),
    );
    expect(await plain.get('jobs')).toEqual({
      jobs: [
        { job: 'job-1', title: 'Called off' },
        { job: 'job-2', title: 'Planned' },
      ],
    });
  });
});
