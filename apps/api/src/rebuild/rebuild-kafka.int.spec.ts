import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLICKHOUSE_ENDPOINT } from '../clickhouse/clickhouse.token.js';
import type { ClickHouseEndpoint } from '../clickhouse/endpoint.js';
import { Store } from '../clickhouse/store.js';
import { createKafka } from '../event-log/kafka/kafka-client.js';
import { silent } from '../event-log/log-function.js';
import { Projector } from '../projection/projector.js';
import { startInProcess, type HearbackInProcess } from '../testing/hearback-in-process.js';
import { Rebuild } from './rebuild.js';
import { ask, ended, extraTables, rebuilt, record, rowsOf } from './testing/filled.js';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the workspace's test tooling belongs to no project
import { kafkaForTests } from '../../../../scripts/kafka/kafka-for-tests.mjs';

const kafka = await kafkaForTests();
const onKafka = kafka === null ? describe.skip : describe;
const TOPIC = `rebuild-${process.pid}`;
const brokers = kafka?.brokers ?? [];

onKafka('a rebuild from Kafka', () => {
  let hearback: HearbackInProcess;
  let recorded: number;
  beforeAll(async () => {
    hearback = await startInProcess({ KAFKA_BROKERS: brokers.join(','), KAFKA_TOPIC: TOPIC });
    recorded = await record(hearback);
    await hearback.settled();
  });
  afterAll(async () => {
    await hearback.close();
    await kafka?.stop();
  });

  /** As the broker does when the time for which records are kept is over. */
  async function forgetHalf(): Promise<number> {
    const spans = await hearback.log.spans('nobody');
    const admin = createKafka({ brokers, clientId: 'test' }, silent).admin();
    await admin.connect();
    // TRICKY: kafkajs deletes records only of topics that it has been asked about before.
    await admin.fetchTopicOffsets(TOPIC);
    const partitions = spans.map(({ partition, end }) => ({ partition, offset: String(end / 2n) }));
    await admin.deleteTopicRecords({ topic: TOPIC, partitions });
    await admin.disconnect();
    return spans.reduce((sum, { end }) => sum + Number(end / 2n), 0);
  }

  it('given all of its events, then the tables have the same rows, and what comes later goes on in the new group', async () => {
    const before = await rowsOf(hearback.clickHouse);
    expect(before['stored_events']).toHaveLength(recorded);
    const group = await hearback.app.get(Projector).group();
    expect(await rebuilt(hearback)).toMatchObject({ phase: 'done', comparison: { equal: true } });
    expect(await rowsOf(hearback.clickHouse)).toEqual(before);
    expect(await hearback.app.get(Projector).group()).not.toBe(group);
    recorded += await record(hearback, { seed: 2, weeks: 2 });
    await hearback.settled();
    expect((await rowsOf(hearback.clickHouse))['stored_events']).toHaveLength(recorded);
  });

  it('given another process on the same topic and store, then it follows into the new group, and one works on a rebuild', async () => {
    const { url } = hearback.app.get<ClickHouseEndpoint>(CLICKHOUSE_ENDPOINT);
    const other = await startInProcess({
      KAFKA_BROKERS: brokers.join(','),
      KAFKA_TOPIC: TOPIC,
      CLICKHOUSE_URL: url,
    });
    try {
      const [one, two] = [hearback.app.get(Projector), other.app.get(Projector)];
      while ((await two.lag()) === undefined) await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await two.group()).toBe(await one.group());
      await hearback.app.get(Rebuild).begin(undefined, false);
      await expect(other.app.get(Rebuild).begin(undefined, false)).rejects.toMatchObject({ status: 409 });
      await expect(other.app.get(Rebuild).abandon()).rejects.toMatchObject({ title: 'Not here' });
      expect(await ended(other.app.get(Rebuild))).toMatchObject({
        phase: 'done',
        comparison: { equal: true },
      });
      await ended(hearback.app.get(Rebuild));
      expect(await two.group()).not.toBe(await one.group());
      await two.follow();
      expect(await two.group()).toBe(await one.group());
      recorded += await record(other, { seed: 4, weeks: 2 });
      await other.settled();
      expect((await rowsOf(hearback.clickHouse))['stored_events']).toHaveLength(recorded);
    } finally {
      await other.close();
    }
  });

  it('given records that the topic no longer has, then it says how many events would be missing, and from the table of events none is', async () => {
    const before = await rowsOf(hearback.clickHouse);
    const forgotten = await forgetHalf();
    const rejections = before['stored_rejections']!.length;
    const refused: unknown = await hearback.app
      .get(Rebuild)
      .begin(undefined, false)
      .catch((error: unknown) => error);
    const { detail, extras } = refused as {
      detail: string;
      extras: { missing: { events: number; rejections: number } };
    };
    const { missing } = extras;
    expect(missing.events + missing.rejections).toBe(forgotten);
    expect(missing.events).toBeGreaterThanOrEqual(forgotten - rejections);
    expect(detail).toMatch(/begins with partition \d+ at offset \d+/);
    expect(detail).toContain(`${missing.events} events`);
    expect(detail).toContain('--from events');

    const view = await rebuilt(hearback, 'events');
    expect(view).toMatchObject({ phase: 'done', missing, comparison: { equal: true } });
    expect(await rowsOf(hearback.clickHouse)).toEqual(before);
    recorded += await record(hearback, { seed: 3, weeks: 2 });
    await hearback.settled();
    expect((await rowsOf(hearback.clickHouse))['stored_events']).toHaveLength(recorded);
  });

  it('given rows that are missing from the store as well, then it is not filled again by itself, and the commands are named', async () => {
    const { clickHouse } = hearback;
    const store = hearback.app.get(Store);
    const [part] = await ask<{ name: string }>(
      clickHouse,
      `SELECT name FROM system.parts WHERE active AND database = currentDatabase() AND table = 'stored_interviews' LIMIT 1`,
    );
    const generation = await hearback.app.get(Projector).group();
    await clickHouse.command({ query: `ALTER TABLE stored_interviews DETACH PART '${part!.name}'` });
    await hearback.app.get(Projector).verify();
    expect(store.withheld).toMatchObject({
      state: 'incomplete',
      detail: expect.stringMatching(
        /stored_interviews: missing or outdated rows.*no longer has its beginning.*hearback rebuild --from events/,
      ) as unknown,
    });
    await expect(store.rows('SELECT 1')).rejects.toThrow('no figures are given');
    expect(await hearback.app.get(Projector).group()).toBe(generation);
    await clickHouse.command({ query: 'ALTER TABLE stored_interviews ATTACH PARTITION tuple()' });
    await hearback.app.get(Projector).verify();
    expect(store.withheld).toBeUndefined();
  });

  it('given that it was accepted, then what the topic no longer has is gone, and the comparison says so', async () => {
    const view = await rebuilt(hearback, 'log', true);
    expect(view.phase).toBe('done');
    const events = view.comparison?.tables.find(({ table }) => table === 'stored_events');
    expect(events).toMatchObject({ onlyOld: view.missing?.events, onlyNew: 0 });
    expect(events?.differences[0]?.why).toContain('older than what the log still has');
    expect((await rowsOf(hearback.clickHouse))['stored_events']).toHaveLength(
      recorded - (view.missing?.events ?? 0),
    );
    expect(await extraTables(hearback.clickHouse)).toEqual([]);
  });
});
