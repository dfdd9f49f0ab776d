import { EventLogUnavailable, messageOf } from '../errors.js';
import type { LogFunction } from '../log-function.js';
import { isExistingTopic, type Admin } from './kafka-client.js';

export interface TopicSettings {
  readonly topic: string;
  /** Of a topic that has to be created. Fixed for good: with other partitions, keys would change their order. */
  readonly partitions: number;
  /** Copies of each record, of a topic that has to be created; default: 3, or as many as there are brokers. */
  readonly replicationFactor?: number;
  /** How long records are kept, of a topic that has to be created, in milliseconds; default: for good. */
  readonly retentionMs?: number;
}

/** What Hearback wants of its topic. The log is the source of truth: Kafka's defaults would lose events after seven days. */
export function topicConfig(copies: number, retentionMs = -1): Readonly<Record<string, string>> {
  return {
    'cleanup.policy': 'delete',
    'retention.ms': String(retentionMs),
    'retention.bytes': '-1',
    'min.insync.replicas': String(copies >= 3 ? 2 : 1),
  };
}

export interface TopicFacts {
  /** The largest batch of records the topic takes, in bytes. */
  readonly maxBatchBytes: number;
}

/** What Kafka takes when nothing else is configured, in bytes. */
const KAFKA_DEFAULT_MAX_BYTES = 1_048_588;
export const TOPIC_RESOURCE = 2;

/**
 * Creates the topic when it is missing, and reads what it allows.
 * Throws `EventLogUnavailable` when it is missing and may not be created, and kafkajs's errors when no broker answers.
 */
export async function ensureTopic(
  admin: Admin,
  settings: TopicSettings,
  log: LogFunction,
): Promise<TopicFacts> {
  const { topic } = settings;
  const topics = await admin.listTopics();
  if (!topics.includes(topic)) await createTopic(admin, settings, log);
  return readFacts(admin, topic, log);
}

export async function createTopic(admin: Admin, settings: TopicSettings, log: LogFunction): Promise<void> {
  const { topic, partitions } = settings;
  const { brokers } = await admin.describeCluster();
  const copies = settings.replicationFactor ?? Math.min(3, brokers.length);
  const config = topicConfig(copies, settings.retentionMs);
  try {
    await admin.createTopics({
      waitForLeaders: true,
      topics: [
        {
          topic,
          numPartitions: partitions,
          replicationFactor: copies,
          configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
        },
      ],
    });
    log('info', `Created the topic ${topic}.`, { partitions, copies, ...config });
  } catch (error) {
    if (isExistingTopic(error)) return;
    throw new EventLogUnavailable(
      `The topic ${topic} is missing and can't be created (${messageOf(error)}). Create it with ${partitions} ` +
        `partitions, retention.ms=-1 and retention.bytes=-1, or permit this client to create it.`,
      { cause: error },
    );
  }
}

async function readFacts(admin: Admin, topic: string, log: LogFunction): Promise<TopicFacts> {
  let entries: Map<string, string>;
  try {
    const described = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [
        {
          type: TOPIC_RESOURCE,
          name: topic,
          configNames: ['max.message.bytes', 'retention.ms', 'cleanup.policy'],
        },
      ],
    });
    entries = new Map(
      described.resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]),
    );
  } catch (error) {
    // Reading configurations may be forbidden where reading and writing records is not.
    log('info', `The settings of the topic ${topic} can't be read: ${messageOf(error)}`);
    return { maxBatchBytes: KAFKA_DEFAULT_MAX_BYTES };
  }
  const retention = entries.get('retention.ms');
  const policy = entries.get('cleanup.policy');
  if (retention !== undefined && retention !== '-1')
    log(
      'warn',
      `The topic ${topic} forgets records after ${retention} ms. It is the source of truth: set retention.ms=-1.`,
    );
  if (policy?.includes('compact'))
    log('warn', `The topic ${topic} is compacted, which removes events. Set cleanup.policy=delete.`);
  return { maxBatchBytes: Number(entries.get('max.message.bytes') ?? KAFKA_DEFAULT_MAX_BYTES) };
}
