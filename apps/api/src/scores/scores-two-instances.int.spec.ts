import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from '@jest/globals';
import { startOfWeek, type Week } from '@hearback/domain';
import { CommandBus } from '@nestjs/cqrs';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the workspace's test tooling belongs to no project
import { kafkaForTests } from '../../../../scripts/kafka/kafka-for-tests.mjs';
import { CLICKHOUSE_ENDPOINT } from '../clickhouse/clickhouse.token.js';
import type { ClickHouseEndpoint } from '../clickhouse/endpoint.js';
import { Store } from '../clickhouse/store.js';
import { Pseudonyms } from '../ingestion/pseudonyms.js';
import { RecordEvents } from '../ingestion/record-events.command.js';
import { parseOrganisation } from '../platform/organisation.js';
import { startInProcess, type HearbackInProcess } from '../testing/hearback-in-process.js';
import { Delivery } from './outbox/delivery.js';
import { Outbox } from './outbox/outbox.js';
import { ScoreSchedule } from './publishing/score-schedule.js';
import { Receivers } from './testing/held-receivers.js';
import { parseEndpoints } from './transports/endpoints.js';

const kafka = await kafkaForTests();
afterAll(() => kafka?.stop());

const TEAMS = ['data', 'mobile', 'payments', 'platform', 'search', 'web'];
const WEEKS: readonly Week[] = ['2026-W10', '2026-W11', '2026-W12'];
const HOUR = 3_600_000;
const organisation = parseOrganisation(
  `teams:\n${TEAMS.map((team) => `  ${team}: { recipients: { mail: [${team}@example.com], webhook: [all] } }`).join('\n')}
scores: { digest: { mail: [everybody@example.com] } }`,
  'two-instances',
);

let root: string;
const directoryOf = (name: string): string => join(root, name);
let receivers: Receivers;
let instances: HearbackInProcess[];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hearback-two-instances-'));
  const statusIn = ({ app }: HearbackInProcess, id: string): string | undefined =>
    app.get(Outbox).find(id)?.status;
  receivers = new Receivers((id) =>
    Promise.resolve(
      instances.map((instance) => statusIn(instance, id)).find((status) => status !== undefined),
    ),
  );
  instances = [];
});
afterEach(async () => {
  // The first one has the engine of both.
  for (const instance of instances.reverse()) await instance.close();
  await receivers.close();
  await rm(root, { recursive: true, force: true });
});

async function startBoth(): Promise<[HearbackInProcess, HearbackInProcess]> {
  const { smtp, http } = await receivers.listen();
  const endpoints = parseEndpoints(
    {
      SMTP_URL: smtp,
      MAIL_FROM: 'Hearback <hearback@example.com>',
      WEBHOOK_URL_ALL: `${http}/all`,
      WEBHOOK_SECRET_ALL: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    },
    organisation,
  );
  const log = { KAFKA_BROKERS: kafka?.brokers.join(',') ?? '', KAFKA_TOPIC: `two-instances-${randomUUID()}` };
  const [here, there] = [directoryOf('one'), directoryOf('other')];
  // One owner of the keys in production; here both have the same, without a port of their own.
  await new Pseudonyms(join(here, 'candidate-keys')).onApplicationShutdown();
  await cp(here, there, { recursive: true });
  const one = await startInProcess(log, { organisation, endpoints, directory: here });
  instances.push(one);
  const { url } = one.app.get<ClickHouseEndpoint>(CLICKHOUSE_ENDPOINT);
  const settings = { organisation, endpoints, directory: there };
  const other = await startInProcess({ ...log, CLICKHOUSE_URL: url }, settings);
  instances.push(other);
  return [one, other];
}

/** Makes every publication of one instance wait until the other is about to append its own. */
function publishTogether(): void {
  let waiting: (() => void) | undefined;
  for (const { log } of instances) {
    const append = log.append.bind(log);
    log.append = async (records) => {
      if (waiting === undefined) await new Promise<void>((resolve) => (waiting = resolve));
      else {
        waiting();
        waiting = undefined;
      }
      return append(records);
    };
  }
}

/** Interviews that nobody has answered, some in each week. */
const interviews = WEEKS.flatMap((week) =>
  TEAMS.flatMap((teamId) =>
    ['a', 'b'].map((letter) => {
      const endedAt = new Date(startOfWeek(week, 'UTC') + 58 * HOUR).toISOString();
      const applicationId = `${week}-${teamId}-${letter}`;
      return {
        value: {
          specversion: '1.0',
          id: applicationId,
          source: 'https://ats.example.com',
          type: 'hearback.interview.completed.v1',
          time: endedAt,
          data: { applicationId, interviewId: 'i', endedAt, teamId, stage: 'onsite' },
        },
      };
    }),
  ),
);

const itWithBroker = kafka === null ? it.skip : it;

itWithBroker(
  'given two instances that publish the same weeks at the same moment, then each week is told once, to each once',
  async () => {
    const [one, other] = await startBoth();
    await one.app.get(CommandBus).execute(new RecordEvents(interviews, 'test'));
    await Promise.all([one.settled(), other.settled()]);
    publishTogether();

    for (const week of WEEKS) {
      const done = await Promise.all(instances.map(({ app }) => app.get(ScoreSchedule).publish(week)));
      for (const { published, before } of done) expect([...published, ...before].sort()).toEqual(TEAMS);
      // Only the one whose publication stands says that it has published.
      expect(done.flatMap(({ published }) => published).sort()).toEqual(TEAMS);
    }
    await Promise.all([one.settled(), other.settled()]);
    // Once more, as each does when its clock says so.
    for (const week of WEEKS)
      await Promise.all(instances.map(({ app }) => app.get(ScoreSchedule).publish(week)));
    await Promise.all(instances.map(({ app }) => app.get(Delivery).sendDue()));

    const rows = await one.app.get(Store).rows<{ week: string; team: string; n: number; publisher: string }>(
      `SELECT week, team, toUInt32(count()) AS n, any(by) AS publisher FROM (
         SELECT JSONExtractString(data, 'week') AS week, JSONExtractString(data, 'teamId') AS team,
           JSONExtractString(data, 'publisher') AS by
         FROM stored_events FINAL WHERE type = 'hearback.score.published.v1') GROUP BY week, team ORDER BY week, team`,
    );
    const publications = WEEKS.flatMap((week) => TEAMS.map((team) => `${week} ${team} 1`));
    expect(rows.map(({ week, team, n }) => `${week} ${team} ${n}`)).toEqual(publications);
    // The later one of the two is kept beside, and counts for nothing.
    expect(
      await one.app
        .get(Store)
        .rows('SELECT reason, toUInt32(count()) AS n FROM stored_rejections FINAL GROUP BY reason'),
    ).toEqual([{ reason: 'conflict', n: publications.length }]);

    const received = receivers.receipts.map(({ week, channel, to }) => `${week} ${channel} ${to}`).sort();
    const expected = WEEKS.flatMap((week) => [
      ...TEAMS.flatMap((team) => [`${week} mail ${team}@example.com`, `${week} webhook all`]),
      `${week} mail everybody@example.com`,
    ]).sort();
    expect(received).toEqual(expected);
    expect(new Set(receivers.receipts.map(({ id }) => id)).size).toBe(expected.length);
    // Whoever's publication stands has the message about it, the other one has none.
    for (const { week, team, publisher } of rows) {
      const [having, not] = instances
        .map(({ app }) => app.get(Outbox))
        .sort((a) => (a.instance === publisher ? -1 : 1));
      const about = (outbox: Outbox | undefined): number =>
        [...(outbox?.all(week) ?? [])].filter(({ about }) => about.kind === 'score' && about.team === team)
          .length;
      expect([about(having), about(not)]).toEqual([2, 0]);
    }
  },
);
