import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the workspace's test tooling belongs to no project
import { kafkaForTests } from '../../../../../scripts/kafka/kafka-for-tests.mjs';
import type { EventLog } from '../event-log.js';
import { Collector, gate, numbered, until } from '../testing/collector.js';
import { openKafkaEventLog } from './kafka-event-log.js';

const kafka = await kafkaForTests();
afterAll(() => kafka?.stop());
const withBroker = kafka === null ? test.skip : test;

/** Of a member that disappears without a word: what these tests must stay well below. */
const SESSION_TIMEOUT_MS = 30_000;
/** Heartbeats come every 3 s, and with one the other member learns that the group has changed. */
const AT_ONCE_MS = 12_000;

let logs: EventLog[];
let open: () => Promise<EventLog>;
beforeEach(() => {
  logs = [];
  const topic = `leaving-${randomUUID()}`;
  open = async () => {
    const options = { brokers: kafka?.brokers ?? [], topic, clientId: 'leaving', partitions: 3 };
    const log = await openKafkaEventLog({ ...options, batchSize: 100 });
    logs.push(log);
    return log;
  };
});
afterEach(async () => {
  await Promise.all(logs.map((log) => log.close()));
});

/** Milliseconds from now until another member of the group has got records of all three partitions. */
async function takenOver(log: EventLog, seen: Collector): Promise<number> {
  const before = Date.now();
  await log.append(numbered(60, 'after'));
  const partitions = (): number =>
    new Set(
      seen.batches
        .filter(({ records }) => records.some(({ value }) => String(value).startsWith('after')))
        .map(({ partition }) => partition),
    ).size;
  await until(() => partitions() === 3, 'records of all partitions');
  return Date.now() - before;
}

describe('a member of the consumer group that is stopped', () => {
  withBroker('given an idle one, then the others get its partitions at once', async () => {
    const [one, other] = [await open(), await open()];
    await one.append(numbered(60, 'before'));
    const [seen, taken] = [new Collector(), new Collector()];
    const leaving = await one.consume('g', seen.handle);
    await seen.has(1);
    await other.consume('g', taken.handle);
    await leaving.stop();
    expect(await takenOver(other, taken)).toBeLessThan(AT_ONCE_MS);
  });

  withBroker(
    'given one in the middle of a batch, then it finishes that first and nothing comes twice',
    async () => {
      const [one, other] = [await open(), await open()];
      await one.append(numbered(60, 'before'));
      const [begun, finish] = [gate(), gate()];
      const seen = new Collector();
      const leaving = await one.consume('g', async (batch, context) => {
        begun.open();
        await finish.opened;
        await seen.handle(batch, context);
      });
      await begun.opened;
      const stopped = leaving.stop();
      finish.open();
      await stopped;
      const taken = new Collector();
      await other.consume('g', taken.handle);
      expect(await takenOver(other, taken)).toBeLessThan(AT_ONCE_MS);
      const before = [...seen.texts, ...taken.texts].filter((text) => text.startsWith('before'));
      expect(before).toHaveLength(60);
      expect(new Set(before).size).toBe(60);
    },
  );

  withBroker(
    'given one whose batch hangs, then it is abandoned within the limit, the group is left, and the batch comes to another',
    async () => {
      const [one, other] = [await open(), await open()];
      await one.append(numbered(60, 'before'));
      const begun = gate();
      const leaving = await one.consume('g', () => {
        begun.open();
        return new Promise(() => undefined);
      });
      await begun.opened;
      const before = Date.now();
      await leaving.stop();
      expect(Date.now() - before).toBeGreaterThanOrEqual(9_000);
      // Designed for 15 s; a session that times out instead takes 30.
      expect(Date.now() - before).toBeLessThan(25_000);
      const taken = new Collector();
      await other.consume('g', taken.handle);
      const tookMs = await takenOver(other, taken);
      expect(tookMs).toBeLessThan(AT_ONCE_MS);
      expect(tookMs).toBeLessThan(SESSION_TIMEOUT_MS / 2);
      expect(new Set(taken.texts.filter((text) => text.startsWith('before'))).size).toBe(60);
    },
  );
});
