import type { Admin } from './kafka-client.js';
import { TOPIC_RESOURCE } from './kafka-topic.js';

/** What brokers say of a topic. */
export interface DescribedTopic {
  readonly partitions: number;
  /** Copies of the partition that has the fewest. */
  readonly replication: number;
  readonly brokers: number;
  readonly records: bigint;
  /** Settings that matter here, as Kafka writes them. */
  readonly config: ReadonlyMap<string, string>;
}

export interface WantedTopic {
  /** `undefined`: any number. */
  readonly partitions: number | undefined;
  /** `undefined`: 3, or as many as there are brokers. */
  readonly replication: number | undefined;
  /** `undefined`: for good. */
  readonly retentionDays: number | undefined;
}

export interface Difference {
  readonly setting: string;
  readonly is: string;
  readonly wanted: string;
  /** What comes of it, and what to do. */
  readonly why: string;
}

export const DAY_MS = 86_400_000;
/** What the Kafka client reads; anything else ends the projection. */
const READABLE = new Set(['producer', 'uncompressed', 'gzip']);
const ASKED = [
  'cleanup.policy',
  'retention.ms',
  'retention.bytes',
  'min.insync.replicas',
  'compression.type',
];

/** `undefined` where the topic does not exist. */
export async function describeTopic(admin: Admin, topic: string): Promise<DescribedTopic | undefined> {
  if (!(await admin.listTopics()).includes(topic)) return undefined;
  const [{ topics }, { brokers }, offsets, { resources }] = await Promise.all([
    admin.fetchTopicMetadata({ topics: [topic] }),
    admin.describeCluster(),
    admin.fetchTopicOffsets(topic),
    admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: TOPIC_RESOURCE, name: topic, configNames: [...ASKED] }],
    }),
  ]);
  const partitions = topics[0]?.partitions ?? [];
  return {
    partitions: partitions.length,
    replication: Math.min(...partitions.map(({ replicas }) => replicas.length)),
    brokers: brokers.length,
    records: offsets.reduce((sum, { low, high }) => sum + BigInt(high) - BigInt(low), 0n),
    config: new Map(
      resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]),
    ),
  };
}

/** Everything in which a topic is not what Hearback needs, or not what was asked for. */
export function differences(topic: DescribedTopic, wanted: WantedTopic): readonly Difference[] {
  const { config, partitions, replication, brokers, records } = topic;
  const found: Difference[] = [];
  const set = (name: string): string => config.get(name) ?? 'unknown';
  if (wanted.partitions !== undefined && partitions !== wanted.partitions) {
    const why =
      records === 0n
        ? 'It holds no records yet: delete it and create it again.'
        : 'It holds events, so leave it: with another number the key of an application leads to another partition, and its events lose their order.';
    found.push({ setting: 'partitions', is: String(partitions), wanted: String(wanted.partitions), why });
  }
  const copies = wanted.replication ?? Math.min(3, brokers);
  if (replication < copies)
    found.push({
      setting: 'replication',
      is: String(replication),
      wanted: String(copies),
      why: 'The log is the source of truth: with fewer copies the loss of a broker can lose events. Reassign the partitions (kafka-reassign-partitions.sh).',
    });
  if (replication >= 3 && Number(set('min.insync.replicas')) < 2)
    found.push({
      setting: 'min.insync.replicas',
      is: set('min.insync.replicas'),
      wanted: '2',
      why: 'An event counts as kept when one broker has it; were that one lost, so were the event.',
    });
  if (set('cleanup.policy') !== 'delete')
    found.push({
      setting: 'cleanup.policy',
      is: set('cleanup.policy'),
      wanted: 'delete',
      why: 'Compaction keeps the last record of each key only, and the key is the application: it removes events.',
    });
  found.push(...retention(set('retention.ms'), set('retention.bytes'), wanted.retentionDays));
  if (!READABLE.has(set('compression.type')))
    found.push({
      setting: 'compression.type',
      is: set('compression.type'),
      wanted: 'gzip',
      why: 'Hearback reads gzip and uncompressed records; anything else stops the projection.',
    });
  return found;
}

function retention(ms: string, bytes: string, days: number | undefined): readonly Difference[] {
  const found: Difference[] = [];
  const wantedMs = days === undefined ? '-1' : String(days * DAY_MS);
  if (ms !== wantedMs)
    found.push({
      setting: 'retention.ms',
      is: ms,
      wanted: wantedMs,
      why: `${ms === '-1' ? 'Nothing is ever removed' : `Events are removed after ${round(Number(ms) / DAY_MS)} days, and a rebuild reaches no further back`}; ${days === undefined ? 'nothing should be' : `asked were ${days} days`}.`,
    });
  if (bytes !== '-1')
    found.push({
      setting: 'retention.bytes',
      is: bytes,
      wanted: '-1',
      why: 'Events are removed once a partition is that large, whatever their age.',
    });
  return found;
}

const round = (days: number): number => Math.round(days * 10) / 10;
