import { describe, expect, it } from '@jest/globals';
import { topicConfig } from './kafka-topic.js';
import { DAY_MS, differences, type DescribedTopic, type WantedTopic } from './topic-facts.js';

const ANY: WantedTopic = { partitions: undefined, replication: undefined, retentionDays: undefined };

function topic(
  config: Readonly<Record<string, string>> = {},
  changes: Partial<DescribedTopic> = {},
): DescribedTopic {
  const settings = { ...topicConfig(3), 'compression.type': 'producer', ...config };
  return {
    partitions: 12,
    replication: 3,
    brokers: 3,
    records: 7n,
    config: new Map(Object.entries(settings)),
    ...changes,
  };
}
const told = (described: DescribedTopic, wanted = ANY): string[] =>
  differences(described, wanted).map(({ setting, is, wanted: should }) => `${setting} ${is} ${should}`);

describe('how a topic differs from what is wanted', () => {
  it('given one as Hearback creates it, then it does not', () => {
    expect(told(topic())).toEqual([]);
    expect(told(topic(topicConfig(3, 90 * DAY_MS)), { ...ANY, retentionDays: 90 })).toEqual([]);
    expect(told(topic(topicConfig(1), { replication: 1, brokers: 1 }))).toEqual([]);
  });

  it('given one as Kafka creates it, then each setting that loses events is told', () => {
    const config = {
      'cleanup.policy': 'compact',
      'retention.ms': '604800000',
      'retention.bytes': '1073741824',
      'min.insync.replicas': '1',
      'compression.type': 'zstd',
    };
    expect(told(topic(config, { replication: 3 }))).toEqual([
      'min.insync.replicas 1 2',
      'cleanup.policy compact delete',
      'retention.ms 604800000 -1',
      'retention.bytes 1073741824 -1',
      'compression.type zstd gzip',
    ]);
    expect(told(topic({}, { replication: 1 }))).toEqual(['replication 1 3']);
    expect(differences(topic(config), ANY)[2]?.why).toContain(
      'removed after 7 days, and a rebuild reaches no further',
    );
  });

  it('given another number of partitions, then the remedy depends on whether events are there', () => {
    const wanted = { ...ANY, partitions: 24 };
    expect(told(topic(), wanted)).toEqual(['partitions 12 24']);
    expect(differences(topic(), wanted)[0]?.why).toContain('leave it');
    expect(differences(topic({}, { records: 0n }), wanted)[0]?.why).toContain(
      'delete it and create it again',
    );
  });
});
