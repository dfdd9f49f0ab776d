import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from '@jest/globals';
import { startEmbeddedClickHouse, type EmbeddedClickHouse } from '@hearback/embedded-clickhouse';
import { toCloudEvent } from '@hearback/domain';
import { completed } from '@hearback/domain/testing';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the workspace's test tooling belongs to no project
import { kafkaForTests } from '../../../../scripts/kafka/kafka-for-tests.mjs';
import { Store } from '../clickhouse/store.js';
import { EVENT_LOG } from '../event-log/event-log.token.js';
import type { EventLog } from '../event-log/event-log.js';
import { Pseudonyms } from '../ingestion/pseudonyms.js';
import { parseRoles } from '../platform/roles.js';
import { startServing, type Serving } from '../testing/serving.js';

const kafka = await kafkaForTests();
afterAll(() => kafka?.stop());
const itWithBroker = kafka === null ? it.skip : it;

const TOKEN = 'a-token-of-16-or-more';
const CANDIDATES = 40;
const APPLICATIONS_EACH = 12;

let engine: EmbeddedClickHouse | undefined;
let directory: string | undefined;
const running: Serving[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.close()));
  await engine?.close();
  if (directory !== undefined) await rm(directory, { recursive: true, force: true });
});

async function start(role: string, variables: Readonly<Record<string, string>>): Promise<Serving> {
  const serving = await startServing(variables, { roles: parseRoles([role]) });
  running.push(serving);
  return serving;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 120_000; !(await condition());)
    if (Date.now() > deadline) throw new Error(`waited in vain: ${String(condition)}`);
    else await new Promise((resolve) => setTimeout(resolve, 200));
}

itWithBroker(
  'given two projectors beside the API and candidates written straight to the topic, then each candidate has one name',
  async () => {
    directory = await mkdtemp(join(tmpdir(), 'hearback-several-'));
    engine = await startEmbeddedClickHouse({ dataDirectory: join(directory, 'data'), password: 'secret' });
    const shared = {
      KAFKA_BROKERS: kafka?.brokers.join(',') ?? '',
      KAFKA_TOPIC: `several-${process.pid}`,
      CLICKHOUSE_URL: `http://default@127.0.0.1:${new URL(engine.url).port}`,
      CLICKHOUSE_PASSWORD: 'secret',
      HEARBACK_KEYS_TOKEN: TOKEN,
    };
    const owner = await start('api', shared);
    await owner.app.get(Store).ready();
    const withKeys = { ...shared, HEARBACK_KEYS_URL: owner.url };
    const projectors = await Promise.all([start('projector', withKeys), start('projector', withKeys)]);
    const partitions = (): Promise<number[]> =>
      Promise.all(
        projectors.map(
          async (each) => (await each.meters()).get('hearback_projection_events_total{origin="log"}') ?? 0,
        ),
      );

    // In waves, so that both have joined the group by the last of them.
    const log = owner.app.get<EventLog>(EVENT_LOG);
    let waves = 0;
    await until(async () => {
      waves += 1;
      await log.append(
        Array.from({ length: CANDIDATES * APPLICATIONS_EACH }, (_, index) => {
          const applicationId = `w${waves}-${index}`;
          const event = completed({ applicationId, candidateId: `cand-${index % CANDIDATES}` });
          return {
            key: applicationId,
            value: new TextEncoder().encode(JSON.stringify(toCloudEvent(event))),
            headers: {},
          };
        }),
      );
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return (await partitions()).every((events) => events > 0);
    });
    await owner.settled();

    const sent = waves * CANDIDATES * APPLICATIONS_EACH;
    const [one = 0, two = 0] = await partitions();
    // A rebalance may bring a batch twice, and whoever gets it again finds it known.
    expect(one + two).toBe(sent);
    const rows = await owner.app
      .get(Store)
      .rows<{ candidate_id: string; n: number }>(
        'SELECT candidate_id, uniqExact(application_id) AS n FROM interviews GROUP BY candidate_id',
      );
    expect(rows.map(({ n }) => n)).toEqual(
      Array.from({ length: CANDIDATES }, () => waves * APPLICATIONS_EACH),
    );
    const ids = Array.from({ length: CANDIDATES }, (_, index) => `cand-${index}`);
    const names = await owner.app.get(Pseudonyms).of(ids);
    expect(new Set(rows.map(({ candidate_id }) => candidate_id))).toEqual(new Set(names.values()));
  },
);
