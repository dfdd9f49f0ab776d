import { randomUUID } from 'node:crypto';
import { Kafka, Partitioners, logLevel, type Admin, type Producer } from 'kafkajs';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the workspace's test tooling belongs to no project
import { startKafka } from '../../scripts/kafka/kafka-server.mjs';
import { pause } from './waiting.js';

export const PARTITIONS = 12;
/** Of a message: more than an event may have. */
const MOST_BYTES = 8 * 1024 * 1024;

export interface Broker {
  readonly addresses: readonly string[];
  readonly kafka: Kafka;
  pid(): number;
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** A new topic, as the service would create it. */
  createTopic(): Promise<string>;
  /** The offset behind the last record, per partition. */
  ends(topic: string): Promise<Offsets>;
  /** The offset at which the group goes on, per partition; 0 where it has none. */
  committed(topic: string, group: string): Promise<Offsets>;
  createProducer(): Promise<Producer>;
  stop(): Promise<void>;
}

export type Offsets = ReadonlyMap<number, bigint>;

/** A real broker on a free port, whose sessions may be as short as the rows want them. */
export async function startBroker(say: (line: string) => void): Promise<Broker> {
  const server = await startKafka({ say, settings: { 'group.min.session.timeout.ms': 500 } });
  const kafka = new Kafka({
    brokers: [...server.brokers],
    clientId: 'chaos',
    logLevel: logLevel.NOTHING,
    requestTimeout: 10_000,
    retry: { retries: 8, initialRetryTime: 100, maxRetryTime: 2_000 },
  });
  let admin: Admin | undefined;
  // A connection that has seen its broker die is given up: kafkajs may keep it half open.
  const asked = async <T>(question: (admin: Admin) => Promise<T>): Promise<T> => {
    for (let tries = 0; ; tries += 1) {
      try {
        if (admin === undefined) {
          admin = kafka.admin();
          await admin.connect();
        }
        return await question(admin);
      } catch (error) {
        const broken = admin;
        admin = undefined;
        await broken?.disconnect().catch(() => undefined);
        if (tries >= 10) throw error;
        await pause(300);
      }
    }
  };
  return {
    addresses: server.brokers,
    kafka,
    pid: () => server.pid,
    kill: () => server.kill('SIGKILL'),
    restart: () => server.restart(),
    createTopic: async () => {
      const topic = `chaos-${randomUUID().slice(0, 8)}`;
      const configEntries = [
        { name: 'retention.ms', value: '-1' },
        { name: 'max.message.bytes', value: String(MOST_BYTES) },
      ];
      await asked((its) =>
        its.createTopics({
          waitForLeaders: true,
          topics: [{ topic, numPartitions: PARTITIONS, replicationFactor: 1, configEntries }],
        }),
      );
      return topic;
    },
    ends: (topic) => asked(async (its) => offsets(await its.fetchTopicOffsets(topic), ({ high }) => high)),
    committed: (topic, group) =>
      asked(async (its) => {
        const [answer] = await its.fetchOffsets({ groupId: group, topics: [topic] });
        return offsets(answer?.partitions ?? [], ({ offset }) => (offset === '-1' ? '0' : offset));
      }),
    createProducer: async () => {
      const producer = kafka.producer({
        idempotent: true,
        maxInFlightRequests: 1,
        createPartitioner: Partitioners.DefaultPartitioner,
        retry: { retries: 3, initialRetryTime: 100, maxRetryTime: 1_000 },
      });
      await producer.connect();
      return producer;
    },
    stop: async () => {
      await admin?.disconnect().catch(() => undefined);
      await server.stop();
    },
  };
}

function offsets<T extends { partition: number }>(
  partitions: readonly T[],
  of: (one: T) => string,
): Map<number, bigint> {
  return new Map(partitions.map((one) => [one.partition, BigInt(of(one))]));
}

/** How many records lie between where a group is and where it should be. */
export function distance(from: Offsets, to: Offsets): bigint {
  let sum = 0n;
  for (const [partition, end] of to) {
    const at = from.get(partition) ?? 0n;
    if (at < end) sum += end - at;
  }
  return sum;
}
