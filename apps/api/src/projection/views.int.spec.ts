import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type HearbackEvent } from '@hearback/domain';
import {
  closed,
  completed,
  feedbackRequested,
  promised,
  rated,
  responded,
  retracted,
  scheduled,
  scorecardDeleted,
  scorecardSubmitted,
  scorePublished,
} from '@hearback/domain/testing';
import { parseOrganisation } from '../platform/organisation.js';
import { Reckoning } from '../platform/reckoning.js';
import { recordsOf, startTestStore, type TestStore } from '../testing/test-store.js';
import { StoredOrganisation } from './stored-organisation.js';

const organisation = parseOrganisation(
  `
timeZone: America/New_York
calendars:
  berlin:
    timeZone: Europe/Berlin
    dayHours: 7.5
    week: { mon: ["09:00-12:00", "13:00-18:00"], tue: ["09:00-17:00"], fri: ["09:00-12:00"], sun: ["20:00-24:00"] }
    holidays: ["2026-12-25", { date: "2026-04-06", hours: ["10:00-11:30"] }]
  nights: { timeZone: Australia/Lord_Howe, week: { sat: ["00:00-03:00"], sun: ["01:45-24:00"], mon: ["00:00-06:00"] } }
  always: { timeZone: UTC, dayHours: 24, week: { mon: ["00:00-24:00"], tue: ["00:00-24:00"], wed: ["00:00-24:00"], thu: ["00:00-24:00"], fri: ["00:00-24:00"], sat: ["00:00-24:00"], sun: ["00:00-24:00"] } }
teams:
  payments: { name: Payments & Co, calendar: berlin, dueBusinessDays: { response: 2, decision: 10 } }
  night's watch: { calendar: nights }
  support: { calendar: always }
  quiet: { name: Quiet }
`,
  'x.yaml',
);

let test: TestStore;
beforeAll(async () => {
  test = await startTestStore(organisation);
});
afterAll(() => test.close());
beforeEach(() => test.clear());

const given = (...events: HearbackEvent[]) => test.project(recordsOf(events));

describe('obligations, as of now', () => {
  interface Clocked {
    readonly team_id: string;
    readonly start: number;
    readonly elapsed_ms: number;
    readonly business_ms: number;
  }

  const open = () =>
    test.store.rows<Clocked>(
      `SELECT team_id, toUnixTimestamp64Milli(started_at) AS start, round(elapsed_seconds * 1000) AS elapsed_ms,
        round(business_seconds * 1000) AS business_ms
       FROM obligations WHERE state = 'waiting'`,
    );

  it('given open ones of teams with and without calendars, then their business time is that of the reckoning', async () => {
    const teams = ['payments', "night's watch", 'support', 'quiet', 'unheard of', undefined];
    const ends = ['2026-01-31T23:59:59.999Z', '2026-03-29T01:30:00.500Z', '2026-10-25T00:59:00Z'];
    const events = teams.flatMap((teamId, team) =>
      ends.map((end, index) =>
        completed({ applicationId: `a-${team}-${index}`, teamId, endedAt: end, time: end }),
      ),
    );
    await given(...events);
    const rows = await open();
    expect(rows).toHaveLength(3 * teams.length * ends.length);
    const reckoning = new Reckoning(organisation);
    for (const { team_id, start, elapsed_ms, business_ms } of rows) {
      const now = start + elapsed_ms;
      expect({ team_id, business_ms }).toEqual({
        team_id,
        business_ms: reckoning.workedMs(team_id, now) - reckoning.workedMs(team_id, start),
      });
    }
    expect(new Set(rows.map(({ start, elapsed_ms }) => start + elapsed_ms)).size).toBe(1);
  });

  it('given one answered in time, one late, one waiting past due, one withdrawn before and one after, then each is told', async () => {
    const app = (applicationId: string) =>
      completed({ applicationId, interviewId: 'i', teamId: 'support', jobId: 'job-1', candidateId: 'c' });
    await given(
      app('kept'),
      responded({ applicationId: 'kept', time: '2026-03-07T10:00:00Z', kind: 'decision' }),
      app('late'),
      responded({ applicationId: 'late', time: '2026-03-07T10:00:00.001Z', kind: 'decision' }),
      app('silent'),
      app('gone'),
      closed({ applicationId: 'gone', outcome: 'withdrawn', time: '2026-03-07T10:00:00Z' }),
      app('gone late'),
      closed({ applicationId: 'gone late', outcome: 'withdrawn', time: '2026-03-08T10:00:00Z' }),
    );
    const rows = await test.store.rows(
      `SELECT application_id, interview_id, interviewer_id, team_id, job_id, stage, kind, toString(started_at) AS started,
        toString(due_at) AS due, toString(stopped_at) AS stopped, state, if(state = 'waiting', -1, elapsed_seconds) AS elapsed,
        if(state = 'waiting', -1, business_seconds) AS business, on_time, outcome, flags
       FROM obligations WHERE kind = 'response' ORDER BY application_id`,
    );
    const common = {
      interview_id: 'i',
      interviewer_id: '',
      team_id: 'support',
      job_id: 'job-1',
      stage: 'Onsite',
      kind: 'response',
      started: '2026-03-04 10:00:00.000',
      due: '2026-03-07 10:00:00.000',
      outcome: '',
      flags: [],
    };
    const day = 86_400;
    const told = (
      application_id: string,
      stopped: string | null,
      state: string,
      seconds: number,
      on_time: number | null,
    ) => ({
      application_id,
      ...common,
      stopped,
      state,
      elapsed: seconds,
      business: seconds,
      on_time,
    });
    expect(rows).toEqual([
      told('gone', '2026-03-07 10:00:00.000', 'ended', 3 * day, null),
      told('gone late', '2026-03-08 10:00:00.000', 'ended', 4 * day, 0),
      told('kept', '2026-03-07 10:00:00.000', 'met', 3 * day, 1),
      told('late', '2026-03-07 10:00:00.001', 'met', 3 * day + 0.001, 0),
      told('silent', null, 'waiting', -1, 0),
    ]);
  });

  it('given what has no due time, or one that lies ahead, then on time is unknown', async () => {
    const time = new Date(Date.now() - 60_000).toISOString();
    await given(completed({ applicationId: 'new', teamId: 'support', endedAt: time, time }));
    const rows = await test.store.rows(
      `SELECT kind, on_time, due_at IS NULL AS never FROM obligations ORDER BY kind`,
    );
    expect(rows).toEqual([
      { kind: 'decision', on_time: null, never: 1 },
      { kind: 'feedback', on_time: null, never: 0 },
      { kind: 'response', on_time: null, never: 0 },
    ]);
  });

  it('given promises of every fate, then the outcome says which, and due is the first due time', async () => {
    const due = '2026-03-06T17:00:00Z';
    const contact = (applicationId: string, time: string) =>
      responded({ applicationId, time, kind: 'status_update' });
    const ahead = new Date(Date.now() + 86_400_000).toISOString();
    await given(
      promised({ applicationId: 'a kept', dueAt: due }),
      contact('a kept', '2026-03-06T17:00:00Z'),
      promised({ applicationId: 'b moved', dueAt: due }),
      promised({ applicationId: 'b moved', dueAt: '2026-03-10T17:00:00Z', time: '2026-03-06T10:00:00Z' }),
      contact('b moved', '2026-03-10T17:00:00Z'),
      promised({ applicationId: 'c late', dueAt: due }),
      contact('c late', '2026-03-06T17:00:00.001Z'),
      promised({ applicationId: 'd silent', dueAt: due }),
      promised({ applicationId: 'e open', dueAt: ahead }),
      promised({ applicationId: 'f gone', dueAt: due }),
      closed({ applicationId: 'f gone', outcome: 'withdrawn', time: '2026-03-05T17:00:00Z' }),
    );
    const rows = await test.store.rows(
      `SELECT application_id AS app, state, outcome, on_time, if(app = 'e open', '', toString(due_at)) AS due
       FROM obligations WHERE kind = 'promise' ORDER BY app`,
    );
    const first = '2026-03-06 17:00:00.000';
    expect(rows).toEqual([
      { app: 'a kept', state: 'met', outcome: 'kept', on_time: 1, due: first },
      { app: 'b moved', state: 'met', outcome: 'moved', on_time: 0, due: first },
      { app: 'c late', state: 'met', outcome: 'broken', on_time: 0, due: first },
      { app: 'd silent', state: 'waiting', outcome: 'broken', on_time: 0, due: first },
      { app: 'e open', state: 'waiting', outcome: 'open', on_time: null, due: '' },
      { app: 'f gone', state: 'ended', outcome: 'open', on_time: null, due: first },
    ]);
  });
});

describe('one row per event', () => {
  const rowsOf = (columns: string, view: string) =>
    test.store.rows(`SELECT ${columns} FROM ${view} ORDER BY event_id`);

  it('given the same event twice and a retracted one, then responses has it once and not the other', async () => {
    const feedback = responded({ id: '1', kind: 'feedback', wordCount: 120, criteria: 3, hasExamples: true });
    const wrong = responded({ id: '2', time: '2026-03-06T11:00:00Z' });
    await given(
      feedback,
      feedback,
      wrong,
      retracted(wrong),
      responded({ id: '3', automated: true, interviewId: 'int-1' }),
    );
    expect(
      await rowsOf('* EXCEPT (source, sent_at, recorded_at), toString(sent_at) AS at', 'responses'),
    ).toEqual([
      {
        event_id: '1',
        application_id: 'app-1',
        interview_id: '',
        kind: 'feedback',
        channel: 'email',
        automated: 0,
        word_count: 120,
        criteria: 3,
        has_examples: 1,
        has_next_steps: null,
        at: '2026-03-06 10:00:00.000',
      },
      {
        event_id: '3',
        application_id: 'app-1',
        interview_id: 'int-1',
        kind: 'decision',
        channel: 'email',
        automated: 1,
        word_count: null,
        criteria: null,
        has_examples: null,
        has_next_steps: null,
        at: '2026-03-06 10:00:00.000',
      },
    ]);
  });

  it('given the same id in two applications and one of them retracted, then the other stands', async () => {
    const mine = feedbackRequested({ id: '1' });
    await given(
      mine,
      feedbackRequested({ id: '1', applicationId: 'app-2', interviewId: 'x' }),
      retracted(mine),
    );
    expect(
      await rowsOf('application_id, interview_id, toString(requested_at) AS at, channel', 'requests'),
    ).toEqual([
      { application_id: 'app-2', interview_id: 'x', at: '2026-03-09 09:00:00.000', channel: 'email' },
    ]);
  });

  it('given promises, also one that will be made later, then those until now are listed', async () => {
    const ahead = new Date(Date.now() + 3_600_000).toISOString();
    await given(promised({ id: '1' }), promised({ id: '2', time: ahead, dueAt: ahead }));
    expect(
      await rowsOf('event_id, toString(promised_at) AS at, toString(due_at) AS due', 'promises'),
    ).toEqual([{ event_id: '1', at: '2026-03-04 10:00:00.000', due: '2026-03-06 17:00:00.000' }]);
  });

  it('given a scorecard taken back and another after it, then the first is deleted', async () => {
    await given(
      scorecardSubmitted({ id: '1', criteriaRated: 4, criteriaTotal: 5, wordCount: 10 }),
      scorecardDeleted({}),
      scorecardSubmitted({ id: '2', time: '2026-03-04T14:00:00Z', submittedAt: '2026-03-04T13:30:00Z' }),
      scorecardSubmitted({ id: '3', interviewerId: 'emp-2' }),
    );
    const columns =
      'event_id, interviewer_id, toString(submitted_at) AS at, deleted, word_count, criteria_rated, criteria_total';
    const nothing = { word_count: null, criteria_rated: null, criteria_total: null };
    expect(await rowsOf(columns, 'scorecards')).toEqual([
      {
        event_id: '1',
        interviewer_id: 'emp-1',
        at: '2026-03-04 12:00:00.000',
        deleted: 1,
        word_count: 10,
        criteria_rated: 4,
        criteria_total: 5,
      },
      { event_id: '2', interviewer_id: 'emp-1', at: '2026-03-04 13:30:00.000', deleted: 0, ...nothing },
      { event_id: '3', interviewer_id: 'emp-2', at: '2026-03-04 12:00:00.000', deleted: 0, ...nothing },
    ]);
  });

  it('given two ratings of one interview, then the earlier one is superseded', async () => {
    await given(
      rated({ id: '1' }),
      rated({ id: '2', time: '2026-03-12T09:00:00Z', nps: 0, specific: 2.5, timely: undefined }),
    );
    expect(await rowsOf('event_id, superseded, nps, specific, timely', 'ratings')).toEqual([
      { event_id: '1', superseded: 1, nps: 9, specific: 4, timely: 3 },
      { event_id: '2', superseded: 0, nps: 0, specific: 2.5, timely: null },
    ]);
  });

  const AS_TOLD = {
    revised_score: null,
    revised_low: null,
    revised_high: null,
    revised_at: null,
    simulated: 0,
  };

  it('given a score published twice for a week, then the first stands', async () => {
    await given(
      scorePublished({ id: '1' }),
      scorePublished({ id: '2', time: '2026-03-10T06:00:00Z', score: 99 }),
      // Earlier, but not by Hearback.
      scorePublished({ id: '0', source: 'https://ats.example.com', time: '2026-03-08T06:00:00Z', score: 1 }),
      scorePublished({
        id: '3',
        teamId: 'risk',
        score: null,
        low: undefined,
        high: undefined,
        n: 2,
        applications: 2,
      }),
    );
    expect(
      await test.store.rows(
        'SELECT * EXCEPT published_at, toString(published_at) AS at FROM weekly_scores ORDER BY team_id',
      ),
    ).toEqual([
      {
        team_id: 'payments',
        week: '2026-W10',
        score: 71.5,
        low: 60.2,
        high: 80.1,
        n: 24,
        applications: 19,
        definition_version: 1,
        ...AS_TOLD,
        at: '2026-03-09 06:00:00.000',
      },
      {
        team_id: 'risk',
        week: '2026-W10',
        score: null,
        low: null,
        high: null,
        n: 2,
        applications: 2,
        definition_version: 1,
        ...AS_TOLD,
        at: '2026-03-09 06:00:00.000',
      },
    ]);
  });
});

describe('teams', () => {
  const DEFAULTS = {
    sla_response_days: 3,
    sla_decision_days: null,
    sla_feedback_days: 5,
    sla_scorecard_days: 1,
    sla_request_days: 5,
  };
  const teams = () => test.store.rows('SELECT * FROM teams ORDER BY team_id');

  it('given teams configured and teams seen, then both are there, with what holds for each', async () => {
    await given(
      scheduled({ teamId: 'payments', teamName: 'Pay' }),
      scheduled({ applicationId: 'b', teamId: 'search', teamName: 'Search' }),
      scheduled({ applicationId: 'c', teamId: 'quieter', teamName: undefined }),
    );
    expect(await teams()).toEqual([
      { team_id: "night's watch", name: "night's watch", calendar: 'nights', ...DEFAULTS, configured: 1 },
      {
        team_id: 'payments',
        name: 'Payments & Co',
        calendar: 'berlin',
        ...DEFAULTS,
        sla_response_days: 2,
        sla_decision_days: 10,
        configured: 1,
      },
      { team_id: 'quiet', name: 'Quiet', calendar: '', ...DEFAULTS, configured: 1 },
      { team_id: 'quieter', name: 'quieter', calendar: '', ...DEFAULTS, configured: 0 },
      { team_id: 'search', name: 'Search', calendar: '', ...DEFAULTS, configured: 0 },
      { team_id: 'support', name: 'support', calendar: 'always', ...DEFAULTS, configured: 1 },
    ]);
  });

  it('given another configuration, then what it no longer has disappears; the same one again adds nothing', async () => {
    const now = () => new Date();
    const other = parseOrganisation('dueBusinessDays: { response: 1 }\nteams: { solo: {} }', 'x.yaml');
    const versions = () => test.store.rows('SELECT uniqExact(version) AS n FROM stored_teams');
    await new StoredOrganisation(test.client, other, now).write();
    expect(await teams()).toEqual([
      { team_id: 'solo', name: 'solo', calendar: '', ...DEFAULTS, sla_response_days: 1, configured: 1 },
    ]);
    const before = await versions();
    await new StoredOrganisation(test.client, other, now).write();
    expect(await versions()).toEqual(before);
    await new StoredOrganisation(test.client, organisation, now).write();
    expect(await teams()).toHaveLength(4);
  });
});

describe('what is configured, as it stands in the store', () => {
  const count = async (table: string): Promise<number> =>
    (await test.store.rows<{ n: number }>(`SELECT uniqExact(version) AS n FROM ${table}`))[0]?.n ?? 0;
  const write = (): Promise<void> =>
    new StoredOrganisation(test.client, organisation, () => new Date()).write();

  it('given the same once more, then nothing is written', async () => {
    const before = await count('stored_teams');
    await write();
    expect(await count('stored_teams')).toBe(before);
  });

  it.each(['stored_calendars', 'stored_teams'])(
    'given %s has lost its rows, then they are written again',
    async (table) => {
      await test.client.command({ query: `TRUNCATE TABLE ${table}` });
      await write();
      const [found] = await test.store.rows<{ calendars: number; teams: number }>(
        `SELECT (SELECT count() FROM stored_calendars WHERE version = (SELECT max(version) FROM stored_teams)) AS calendars,
        (SELECT count() FROM stored_teams WHERE version = (SELECT max(version) FROM stored_teams)) AS teams`,
      );
      expect(found).toEqual({ calendars: 4, teams: 5 });
    },
  );
});
