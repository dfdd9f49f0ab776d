import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { nextWeek, previousWeek, startOfWeek, type Week } from '@hearback/domain';
import { createStoreClient } from '../clickhouse/client.js';
import { openClickHouse } from '../clickhouse/endpoint.js';
import { parseEnvironment } from '../platform/environment.js';
import type { Message } from './outbox/message.js';
import { crashTable, plan, type Kill, type Round } from './testing/crash-plan.js';
import { KilledService, pause, within } from './testing/killed-service.js';
import { Receivers } from './testing/held-receivers.js';

/** `HEARBACK_TEST_KILLS=50` asks for the long run, of some six minutes; by default every step is hit once. */
const KILLS = Number(process.env.HEARBACK_TEST_KILLS ?? 0);
const TEAMS = ['payments', 'platform', 'mobile'];
const DIGEST = 'everybody@example.com';
/** Long ago: the engine's own clock must be past every publication. */
const FIRST_WEEK: Week = '2023-W10';
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const [MINUTE, HOUR] = [60_000, 3_600_000];
const STANDS_WITHIN_MS = 120_000;
const QUIET_WITHIN_MS = 120_000;

let directory: string;
let service: KilledService;
/** Every process that was killed, in order. */
const killed: KilledService[] = [];
const receivers = new Receivers(async (id) => {
  const found = await service.request<{ message: Message }>(`/api/v1/messages/${id}`);
  return found.message.status;
});
const environment: Record<string, string> = {};
/** What the service's clock is set to. */
let now = 0;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearback-crash-'));
  const { smtp, http } = await receivers.listen();
  const config = join(directory, 'hearback.config.yaml');
  const teams = TEAMS.map(
    (team) => `  ${team}: { recipients: { mail: [${team}@example.com], webhook: [${team}] } }`,
  );
  await writeFile(config, `teams:\n${teams.join('\n')}\nscores: { digest: { mail: [${DIGEST}] } }\n`);
  Object.assign(environment, {
    PORT: '0',
    HEARBACK_DATA: join(directory, 'data'),
    HEARBACK_CONFIG: config,
    SMTP_URL: smtp,
    MAIL_FROM: 'Hearback <hearback@example.com>',
  });
  for (const team of TEAMS) {
    environment[`WEBHOOK_URL_${team.toUpperCase()}`] = `${http}/${team}`;
    environment[`WEBHOOK_SECRET_${team.toUpperCase()}`] = SECRET;
  }
});

afterAll(async () => {
  await service?.kill();
  await receivers.close();
  await rm(directory, { recursive: true, force: true });
});

async function start(standAt?: Kill['at']): Promise<void> {
  receivers.start += 1;
  const step = standAt === 'take-up' ? standAt : undefined;
  service = await KilledService.start(environment, new Date(now).toISOString(), step);
}

function setClock(to: number): void {
  now = to;
  service.tell({ now: new Date(to).toISOString() });
}

/** Waits until nothing is on its way to the store. */
async function settled(): Promise<void> {
  for (const deadline = Date.now() + QUIET_WITHIN_MS; Date.now() < deadline; await pause(50)) {
    const { lag } = await service.request<{ lag: number }>('/health/ready').catch(() => ({ lag: 1 }));
    if (lag === 0) return;
  }
  throw new Error(`The store does not catch up.\n${service.output}`);
}

/** Two interviews of each team. Nobody ever answers, so that every team is told every week. */
async function hold(week: Week): Promise<void> {
  const endedAt = new Date(startOfWeek(week, 'UTC') + 58 * HOUR).toISOString();
  const events = TEAMS.flatMap((teamId) =>
    ['a', 'b'].map((letter) => ({
      specversion: '1.0',
      id: `${week}-${teamId}-${letter}`,
      source: 'https://ats.example.com',
      type: 'hearback.interview.completed.v1',
      time: endedAt,
      data: {
        applicationId: `${week}-${teamId}-${letter}`,
        interviewId: 'i',
        endedAt,
        teamId,
        stage: 'onsite',
      },
    })),
  );
  await service.request('/api/v1/events', {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(events),
  });
  await settled();
}

const publishByHand = (week: Week): Promise<unknown> =>
  service.request(`/api/v1/scores/publish?week=${week}`, { method: 'POST' });

const messagesOf = async (week?: Week): Promise<readonly Message[]> => {
  const path = `/api/v1/messages?limit=1000${week === undefined ? '' : `&week=${week}`}`;
  return (await service.request<{ messages: readonly Message[] }>(path)).messages;
};

/** Everything about a week has been sent, and no more is under way. */
async function quiet(week: Week): Promise<void> {
  let messages: readonly Message[] = [];
  for (const deadline = Date.now() + QUIET_WITHIN_MS; Date.now() < deadline; await pause(50)) {
    messages = await messagesOf(week);
    if (messages.length === TEAMS.length * 2 + 1 && messages.every(({ status }) => status === 'sent')) return;
  }
  throw new Error(`Week ${week} is not sent: ${JSON.stringify(messages)}\n${service.output}`);
}

async function reached({ at, nth = 0 }: Kill, week: Week, begin: () => void): Promise<void> {
  if (at === 'quiet') {
    begin();
    return quiet(week);
  }
  if (at === 'in-data' || at === 'answering') {
    const standing = receivers.standAt(at);
    begin();
    return within(STANDS_WITHIN_MS, standing, () => `${at} did not come.\n${service.output}`);
  }
  if (at !== 'take-up') service.tell({ standAt: at, nth });
  begin();
  await service.stands(STANDS_WITHIN_MS);
}

/** Publishes a week, killed at each of the given steps and started again; gives the kills that hit their step. */
async function go({ by, kills }: Round, week: Week): Promise<Kill[]> {
  const monday = startOfWeek(nextWeek(week), 'UTC');
  setClock(monday + 7 * HOUR);
  await hold(week);
  let begin = (): void => {
    if (by === 'hand') return void publishByHand(week).catch(() => undefined);
    setClock(monday + 8 * HOUR + MINUTE);
    service.tell({ tick: true });
  };
  const hit: Kill[] = [];
  for (const kill of kills) {
    await reached(kill, week, begin).then(
      () => hit.push(kill),
      // Killed all the same: it counts as none, and the round is repeated.
      () => undefined,
    );
    await service.kill();
    killed.push(service);
    receivers.goOn();
    now += MINUTE;
    await start(kills[hit.length]?.at);
    begin = () => undefined;
  }
  // Nothing was published, or it was killed before it came so far, and who asked for it got no answer: they ask again.
  if (by === 'hand' && (kills[0]?.at === 'append' || hit.length < kills.length)) {
    await settled();
    await publishByHand(week);
  }
  await quiet(week);
  return hit;
}

it(
  'given a service that is killed at every step, then each week is told once, and repeated only under its id',
  async () => {
    now = startOfWeek(FIRST_WEEK, 'UTC') + 9 * HOUR;
    await start();
    await settled();
    // Nobody is told of it; but the schedule has begun with it, before the clock goes on.
    await publishByHand(previousWeek(FIRST_WEEK));
    const weeks: Week[] = [];
    const hits: { kill: Kill; week: Week; killedStart: number }[] = [];
    const missed: Kill[] = [];
    const rounds = plan(KILLS);
    for (let week = FIRST_WEEK; rounds.length > 0; week = nextWeek(week)) {
      const round = rounds.shift()!;
      weeks.push(week);
      const before = killed.length;
      const hit = await go(round, week);
      hits.push(...hit.map((kill, index) => ({ kill, week, killedStart: before + index + 1 })));
      if (hit.length === round.kills.length) continue;
      // A kill that did not hit its step tells nothing.
      missed.push(...round.kills.slice(hit.length));
      expect(missed.length).toBeLessThan(5);
      rounds.push(round);
    }
    const messages = await messagesOf();
    await service.kill();
    const table = crashTable({
      hits,
      missed,
      messages,
      receipts: receivers.receipts,
      killed,
      teams: TEAMS,
      weeks,
    });
    process.stderr.write(`\n${table.text}\n`);
    expect(table.faults).toEqual([]);
    expect(hits.length).toBeGreaterThanOrEqual(KILLS);
    await expectOnePublicationEach(weeks);
  },
  KILLS === 0 ? 400_000 : 40_000 * KILLS,
);

async function expectOnePublicationEach(weeks: readonly Week[]): Promise<void> {
  const expected = weeks.flatMap((week) => [...TEAMS].sort().map((team) => ({ week, team, n: 1 })));
  const engine = await openClickHouse(parseEnvironment(environment));
  const client = createStoreClient(engine.url);
  const rows = async (query: string): Promise<unknown> =>
    (await client.query({ query, format: 'JSONEachRow' })).json();
  try {
    const type = 'hearback.score.published.v1';
    expect(
      await rows(`SELECT week, team, toUInt32(count()) AS n FROM (
          SELECT JSONExtractString(data, 'week') AS week, JSONExtractString(data, 'teamId') AS team
          FROM stored_events FINAL WHERE type = '${type}') GROUP BY week, team ORDER BY week, team`),
    ).toEqual(expected);
    expect(
      await rows(
        'SELECT week, team_id AS team, toUInt32(count()) AS n FROM weekly_scores GROUP BY week, team ORDER BY week, team',
      ),
    ).toEqual(expected);
    // A second publication under the same id would have become a rejection.
    expect(await rows('SELECT toUInt32(count()) AS n FROM stored_rejections')).toEqual([{ n: 0 }]);
  } finally {
    await client.close();
    await engine.close();
  }
}
