import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { addWeeks, startOfWeek, toCloudEvent, type HearbackEvent, type Week } from '@hearback/domain';
import { completed, responded, scorePublished } from '@hearback/domain/testing';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Store } from '../clickhouse/store.js';
import { RecordEvents } from '../ingestion/record-events.command.js';
import { parseOrganisation, type Organisation } from '../platform/organisation.js';
import { startInProcess, type HearbackInProcess } from '../testing/hearback-in-process.js';
import { Delivery } from './outbox/delivery.js';
import { Outbox } from './outbox/outbox.js';
import { PublishedScores } from './publishing/published-scores.js';
import { ScoreSchedule } from './publishing/score-schedule.js';
import { RevisedScores } from './revised/revised-scores.js';
import { GetScoreHistory, GetScoreOfWeek } from './score-of-week.query.js';
import { receiveMail, type MailReceiver } from './testing/receivers.js';
import { parseEndpoints } from './transports/endpoints.js';
import { teamScores } from './week/team-scores.js';

const DAY = 86_400_000;
const HOUR = 3_600_000;

let directory: string;
let mail: MailReceiver;
let service: HearbackInProcess | undefined;
let now: Date;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearback-scores-'));
  mail = await receiveMail();
});
afterEach(async () => {
  await service?.close();
  service = undefined;
  await mail.close();
  await rm(directory, { recursive: true, force: true });
});

function organisationIn(timeZone: string): Organisation {
  const recipients = (name: string) => ({ recipients: { mail: [`${name}@example.com`] } });
  return parseOrganisation(
    JSON.stringify({
      timeZone,
      minimumGroup: 2,
      teams: { payments: recipients('payments'), search: recipients('search') },
      scores: { digest: { mail: ['leaders@example.com'] } },
    }),
    'test.yaml',
  );
}

async function start(organisation: Organisation, at: string): Promise<HearbackInProcess> {
  now = new Date(at);
  const variables = { SMTP_URL: mail.url, MAIL_FROM: 'hearback@example.com' };
  service = await startInProcess(
    {},
    {
      directory,
      organisation,
      endpoints: parseEndpoints(variables, organisation),
      clock: () => now,
    },
  );
  return service;
}

async function stop(): Promise<void> {
  await service?.close();
  service = undefined;
}

const of = <T>(type: new (...needs: never[]) => T): T => service!.app.get(type);

async function record(events: readonly HearbackEvent[]): Promise<void> {
  const results = await of(CommandBus).execute(
    new RecordEvents(
      events.map((event) => ({ value: toCloudEvent(event) })),
      'test',
      { isOwn: true },
    ),
  );
  expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
  await service!.settled();
}

/** Two interviews of each team in each week, held on its Tuesday; the first answered after a day, the other never. */
function interviewsOf(weeks: readonly Week[]): HearbackEvent[] {
  return weeks.flatMap((week) =>
    ['payments', 'search'].flatMap((teamId) =>
      [1, 2].flatMap((index) => {
        const endedAt = new Date(startOfWeek(week, 'UTC') + DAY + 10 * HOUR).toISOString();
        const of = { applicationId: `${teamId}-${week}-${index}` };
        const held = completed({ ...of, interviewId: 'int', teamId, endedAt, time: endedAt });
        const answered = new Date(Date.parse(endedAt) + DAY).toISOString();
        return index === 1 ? [held, responded({ ...of, time: answered })] : [held];
      }),
    ),
  );
}

/** What was published, in the order of the log. */
async function publications(): Promise<{ team: string; week: string; data: string; time: string }[]> {
  return of(Store).rows(
    `SELECT JSONExtractString(data, 'teamId') AS team, JSONExtractString(data, 'week') AS week, data, toString(time) AS time
     FROM stored_events FINAL WHERE type = 'hearback.score.published.v1' ORDER BY offset`,
  );
}

const weekAndTeam = ({ week, team }: { week: string; team: string }): string => `${week} ${team}`;
const mailsTo = (to: string): number => mail.mails.filter((each) => each.to === to).length;

describe('three weeks down', () => {
  it('then up: three publications per team, in order, each as of its own end, none twice', async () => {
    // On Sunday 29 March 2026 the clocks go forward in Berlin: the last Monday is at eight o'clock summer time.
    const organisation = organisationIn('Europe/Berlin');
    await start(organisation, '2026-03-31T10:00:00Z');
    await of(ScoreSchedule).tick();
    // A new installation does not publish what was before it.
    expect(await publications()).toEqual([]);
    await record(interviewsOf(['2026-W08', '2026-W09', '2026-W10', '2026-W11', '2026-W12', '2026-W13']));
    await of(Outbox).markClosed('2026-W10');
    await stop();

    await start(organisation, '2026-03-31T10:00:00Z');
    await of(ScoreSchedule).tick();
    const published = await publications();
    expect(published.map(weekAndTeam)).toEqual([
      '2026-W11 payments',
      '2026-W11 search',
      '2026-W12 payments',
      '2026-W12 search',
      '2026-W13 payments',
      '2026-W13 search',
    ]);
    for (const { week, team, data } of published) {
      // Of the eight interviews in the four weeks; the four unanswered ones had waited until the end of that week.
      const told = JSON.parse(data) as {
        n: number;
        score: number;
        costliest: { days: number; startedAt: string }[];
      };
      expect(told.n).toBe(8);
      const { teams } = await teamScores(week, { store: of(Store), organisation });
      expect(told.score).toBeCloseTo(teams.get(team)!.scored!.score, 9);
      const newest = told.costliest.find(({ startedAt }) => startedAt.startsWith(isoDay(week, 1)));
      // From Tuesday 10:00 UTC to Friday 17:00 in Berlin, in days of eight hours.
      expect(newest?.days).toBeGreaterThan(3);
      expect(newest?.days).toBeLessThan(4);
    }
    await of(Delivery).sendDue();
    expect([
      mailsTo('payments@example.com'),
      mailsTo('search@example.com'),
      mailsTo('leaders@example.com'),
    ]).toEqual([3, 3, 3]);

    // Again by the clock, by hand, and after another start: nothing is published or sent twice.
    await of(ScoreSchedule).tick();
    expect(await of(ScoreSchedule).publish('2026-W12')).toEqual({
      week: '2026-W12',
      published: [],
      before: ['payments', 'search'],
    });
    await stop();
    await start(organisation, '2026-03-31T11:00:00Z');
    await of(ScoreSchedule).tick();
    await of(Delivery).sendDue();
    expect(await publications()).toHaveLength(6);
    expect(mail.mails).toHaveLength(9);
    expect(new Set(mail.mails.map(({ messageId }) => messageId)).size).toBe(9);
  });
});

describe('a week before the installation', () => {
  it('is published by hand alone: the clock goes on with the week that runs', async () => {
    const organisation = organisationIn('UTC');
    await start(organisation, '2026-03-23T09:00:00Z');
    await record(interviewsOf(['2026-W08', '2026-W09', '2026-W10', '2026-W11', '2026-W12']));
    await of(ScoreSchedule).publish('2026-W09');
    await of(ScoreSchedule).tick();
    expect((await publications()).map(weekAndTeam)).toEqual(['2026-W09 payments', '2026-W09 search']);
  });
});

describe('the clock of the organisation', () => {
  it('in Kolkata closes week 53, which spans New Year, at half past two UTC of 4 January', async () => {
    const organisation = organisationIn('Asia/Kolkata');
    await start(organisation, '2021-01-04T02:29:59Z');
    await of(ScoreSchedule).tick();
    expect(of(Outbox).closedWeek()).toBe('2020-W52');
    await record([
      ...interviewsOf(['2020-W51', '2020-W52', '2020-W53']),
      // Sunday evening in London is Monday in Kolkata: another week.
      completed({
        applicationId: 'late',
        interviewId: 'int',
        teamId: 'search',
        endedAt: '2021-01-03T18:30:00Z',
        time: '2021-01-03T18:30:00Z',
      }),
      completed({
        applicationId: 'just',
        interviewId: 'int',
        teamId: 'payments',
        endedAt: '2021-01-03T18:29:59Z',
        time: '2021-01-03T18:29:59Z',
      }),
    ]);
    await of(ScoreSchedule).tick();
    expect(await publications()).toEqual([]);
    now = new Date('2021-01-04T02:30:00Z');
    await of(ScoreSchedule).tick();
    const published = await publications();
    expect(published.map(weekAndTeam)).toEqual(['2020-W53 payments', '2020-W53 search']);
    expect(published.map(({ data }) => (JSON.parse(data) as { n: number }).n)).toEqual([7, 6]);
  });
});

describe('late data', () => {
  it('changes the revised value only; what was published stays byte for byte, also after everything is rebuilt', async () => {
    const organisation = organisationIn('UTC');
    await start(organisation, '2026-03-23T07:00:00Z');
    await of(ScoreSchedule).tick();
    await record(interviewsOf(['2026-W10', '2026-W11', '2026-W12']));
    now = new Date('2026-03-23T08:00:00Z');
    await of(ScoreSchedule).tick();
    const before = await publications();
    expect(before.map(weekAndTeam)).toEqual(['2026-W12 payments', '2026-W12 search']);

    // The answer to one who seemed to wait had been sent on Wednesday; it is told only now.
    now = new Date('2026-03-25T10:00:00Z');
    await record([responded({ applicationId: 'payments-2026-W12-2', time: '2026-03-18T10:00:00Z' })]);
    const revised = await of(QueryBus).execute(new GetScoreOfWeek('payments', '2026-W12'));
    const told = JSON.parse(before[0]!.data) as { score: number };
    expect(revised?.published?.score).toBe(told.score);
    expect(Number(revised?.revised?.score)).toBeGreaterThan(told.score);
    const other = await of(QueryBus).execute(new GetScoreOfWeek('search', '2026-W12'));
    expect(other?.revised).toBeUndefined();

    await of(RevisedScores).refresh();
    const inView = () =>
      of(Store).rows(
        `SELECT team_id, week, score, revised_score IS NULL AS is_as_told, revised_score > score AS is_better
         FROM weekly_scores ORDER BY team_id`,
      );
    const view = await inView();
    expect(view).toEqual([
      { team_id: 'payments', week: '2026-W12', score: told.score, is_as_told: 0, is_better: 1 },
      {
        team_id: 'search',
        week: '2026-W12',
        score: (JSON.parse(before[1]!.data) as { score: number }).score,
        is_as_told: 1,
        is_better: null,
      },
    ]);

    await stop();
    await rm(join(directory, 'clickhouse'), { recursive: true });
    await start(organisation, '2026-03-25T11:00:00Z');
    await service!.settled();
    expect(await publications()).toEqual(before);
    await of(ScoreSchedule).tick();
    await of(RevisedScores).refresh();
    expect(await publications()).toEqual(before);
    expect(await inView()).toEqual(view);
    await of(Delivery).sendDue();
    // Nobody is told twice because the store was filled anew.
    expect(mailsTo('payments@example.com')).toBe(1);
  });
});

describe('a team that another instance publishes later than the others', () => {
  it('does not make it send the digest once more', async () => {
    await start(organisationIn('UTC'), '2026-03-23T07:00:00Z');
    await of(ScoreSchedule).tick();
    await record(interviewsOf(['2026-W12']));
    // What another instance had published before, and sent with the digest.
    await record([
      scorePublished({
        id: '2026-W12/search',
        teamId: 'search',
        week: '2026-W12',
        publisher: 'another',
        time: '2026-03-23T06:00:00Z',
      }),
    ]);
    const done = await of(ScoreSchedule).publish('2026-W12');
    expect(done).toMatchObject({ published: ['payments'], before: ['search'] });
    await of(Delivery).sendDue();
    expect(mail.mails.map(({ to }) => to)).toEqual(['payments@example.com']);
  });
});

describe('what is revised twice', () => {
  it('is told as it was revised last, also where only what it rests on has changed', async () => {
    await start(organisationIn('UTC'), '2026-03-23T07:00:00Z');
    await of(ScoreSchedule).tick();
    const held = (interviewId: string) => {
      const endedAt = '2026-03-17T10:00:00Z';
      return completed({ applicationId: 'only', interviewId, endedAt, time: endedAt });
    };
    await record([held('first')]);
    await of(ScoreSchedule).publish('2026-W12');
    const revised: unknown[] = [];
    for (const late of ['second', 'third']) {
      await record([held(late)]);
      now = new Date(now.getTime() + 2 * HOUR);
      await of(RevisedScores).refresh();
      const { weeks } = await of(QueryBus).execute(new GetScoreHistory('payments'));
      revised.push(weeks[0]?.revised?.n);
    }
    expect(revised).toEqual([2, 3]);
  });
});

describe('a team with too few', () => {
  it('is told so, without a score and without parts that would give it away', async () => {
    const organisation = organisationIn('UTC');
    await start(organisation, '2026-03-23T07:00:00Z');
    await of(ScoreSchedule).tick();
    await record(
      interviewsOf(['2026-W12']).filter(
        ({ data }) => 'applicationId' in data && data.applicationId !== 'search-2026-W12-1',
      ),
    );
    now = new Date('2026-03-23T08:00:00Z');
    await of(ScoreSchedule).tick();
    const [, few] = await of(PublishedScores).ofWeek('2026-W12');
    expect(few?.data).toMatchObject({ teamId: 'search', n: 1, applications: 1, minimumGroup: 2 });
    for (const part of ['score', 'low', 'high', 'stages', 'costliest', 'wentWell'])
      expect(few?.data).not.toHaveProperty(part);
    await of(Delivery).sendDue();
    const [sent] = mail.mails.filter(({ to }) => to === 'search@example.com');
    expect(sent?.raw.toString('latin1')).toMatch(/no feedback score/);
  });
});

describe('what is simulated', () => {
  it('is published and marked, and nothing leaves about it', async () => {
    const organisation = organisationIn('UTC');
    await start(organisation, '2026-03-23T07:00:00Z');
    await of(ScoreSchedule).tick();
    const source = 'https://simulated.hearback.example/ats-a';
    await record(
      interviewsOf(['2026-W12']).map((event) =>
        'teamId' in event.data && event.data.teamId === 'payments' ? { ...event, source } : event,
      ),
    );
    now = new Date('2026-03-23T08:00:00Z');
    await of(ScoreSchedule).tick();
    await of(Delivery).sendDue();
    const published = await of(PublishedScores).ofWeek('2026-W12');
    expect(published.map(({ data }) => [data.teamId, data.simulated])).toEqual([
      ['payments', true],
      ['search', false],
    ]);
    expect(mail.mails.map(({ to }) => to).sort()).toEqual(['leaders@example.com', 'search@example.com']);
    const digest = mail.mails.find(({ to }) => to === 'leaders@example.com')?.raw.toString('latin1');
    expect(digest).toContain('/teams/search');
    expect(digest).not.toContain('/teams/payments');
  });
});

function isoDay(week: Week, day: number): string {
  return new Date(startOfWeek(addWeeks(week, 0), 'UTC') + day * DAY).toISOString().slice(0, 10);
}
