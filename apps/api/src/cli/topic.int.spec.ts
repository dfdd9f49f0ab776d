import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the workspace's test tooling belongs to no project
import { kafkaForTests } from '../../../../scripts/kafka/kafka-for-tests.mjs';
import { openKafkaEventLog } from '../event-log/kafka/kafka-event-log.js';
import { record } from '../event-log/testing/collector.js';
import { checkTheTopic, createTheTopic, type TopicOptions } from './topic.js';

const kafka = await kafkaForTests();
afterAll(() => kafka?.stop());
const withBroker = kafka === null ? it.skip : it;

const before = { ...process.env };
let topic: string;
beforeEach(() => {
  topic = `topic-${randomUUID()}`;
  Object.assign(process.env, { KAFKA_BROKERS: kafka?.brokers.join(',') ?? '', KAFKA_TOPIC: topic });
});
afterEach(() => {
  process.env['KAFKA_BROKERS'] = before['KAFKA_BROKERS'] ?? '';
  process.env['KAFKA_TOPIC'] = before['KAFKA_TOPIC'] ?? '';
});

interface Told {
  readonly exitCode: number;
  readonly lines: readonly string[];
}

async function run(command: typeof checkTheTopic, options: TopicOptions = {}, json = false): Promise<Told> {
  const lines: string[] = [];
  const printed = jest.spyOn(console, 'log').mockImplementation((line) => void lines.push(String(line)));
  try {
    await command(options, json);
    return { exitCode: Number(process.exitCode ?? 0), lines };
  } finally {
    process.exitCode = 0;
    printed.mockRestore();
  }
}

describe('hearback topic, on a real broker', () => {
  withBroker('given no topic, when checked, then it says how to get one', async () => {
    await expect(run(checkTheTopic)).rejects.toThrow(
      `The topic ${topic} does not exist. Create it: hearback topic create`,
    );
  });

  withBroker(
    'given no topic, when created, then it is as asked, and creating it again changes nothing',
    async () => {
      const options = { partitions: '3', replication: '1', retention: '90' };
      const created = await run(createTheTopic, options, true);
      expect(created.exitCode).toBe(0);
      expect(JSON.parse(created.lines[0] ?? '')).toMatchObject({
        topic,
        state: 'created',
        partitions: 3,
        replication: 1,
        records: 0,
        config: { 'cleanup.policy': 'delete', 'retention.ms': '7776000000', 'retention.bytes': '-1' },
        differences: [],
      });
      expect(await run(createTheTopic, options)).toEqual({
        exitCode: 0,
        lines: [`${topic} exists: 3 partitions, 1 copy, 0 records`, 'It is as Hearback needs it.'],
      });
    },
  );

  withBroker(
    'given a topic with events, when checked for something else, then each difference is told',
    async () => {
      await run(createTheTopic, { partitions: '2', retention: '7' });
      const log = await openKafkaEventLog({ brokers: kafka?.brokers ?? [], topic, clientId: 'topic-test' });
      await log.append([record('a', '1'), record('b', '2')]);
      await log.close();
      const { exitCode, lines } = await run(checkTheTopic, { partitions: '4' });
      expect(exitCode).toBe(1);
      expect(lines).toEqual([
        `${topic} exists: 2 partitions, 1 copy, 2 records`,
        expect.stringMatching(/^ {2}partitions is 2, wanted is 4\. It holds events, so leave it/),
        expect.stringMatching(
          /^ {2}retention\.ms is 604800000, wanted is -1\. .*after 7 days, and a rebuild/,
        ),
      ]);
      expect((await run(checkTheTopic, { retention: '7' })).exitCode).toBe(0);
    },
  );

  withBroker(
    'given numbers that are none, or no brokers, then it is wrong use that says what is right',
    async () => {
      await expect(run(createTheTopic, { partitions: 'many' })).rejects.toThrow(/--partitions/);
      process.env['KAFKA_BROKERS'] = '';
      await expect(run(checkTheTopic)).rejects.toThrow(/KAFKA_BROKERS is missing/);
    },
  );

  it('given a broker that is away, then it says which', async () => {
    process.env['KAFKA_BROKERS'] = '127.0.0.1:9';
    await expect(run(checkTheTopic)).rejects.toThrow(/Kafka at 127\.0\.0\.1:9 \(KAFKA_BROKERS\)/);
  });
});
