import { randomUUID } from 'node:crypto';
import type { IHeaders } from 'kafkajs';
import type { Broker } from './broker.js';
import { distance } from './broker.js';
import type { LoggedRecord } from './hearback.js';
import { until } from './waiting.js';

/** A record and where it stands. */
export interface Placed {
  readonly topic: string;
  readonly partition: number;
  readonly record: LoggedRecord;
}

/** The same few texts in every record: kept once. */
const texts = new Map<string, Buffer>();
function bytesOf(header: IHeaders[string]): Buffer {
  const bytes = Buffer.isBuffer(header) ? header : Buffer.from(String(header));
  const text = bytes.toString('latin1');
  const known = texts.get(text) ?? bytes;
  texts.set(text, known);
  return known;
}

/** The whole topic, partition by partition in the order of the log: what really was produced. */
export async function readLog(broker: Broker, topic: string): Promise<Placed[]> {
  const ends = await broker.ends(topic);
  const placed: Placed[] = [];
  const reached = new Map<number, bigint>();
  const consumer = broker.kafka.consumer({
    groupId: `judge-${randomUUID()}`,
    maxBytesPerPartition: 8 * 1024 * 1024,
  });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: ({ batch }) => {
        for (const { offset, timestamp, key, value, headers } of batch.messages) {
          // A fetch after a rebalance of the judge's own group may bring the same again.
          if (BigInt(offset) < (reached.get(batch.partition) ?? 0n)) continue;
          const record = {
            offset: BigInt(offset),
            appendedAt: Number(timestamp),
            key,
            value,
            headers: Object.fromEntries(
              Object.entries(headers ?? {}).map(([name, text]) => [name, bytesOf(text)]),
            ),
          };
          placed.push({ topic, partition: batch.partition, record });
          reached.set(batch.partition, BigInt(offset) + 1n);
        }
        return Promise.resolve();
      },
    });
    await until(`the whole topic ${topic}`, () => distance(reached, ends) === 0n, 300_000);
  } finally {
    await consumer.disconnect();
  }
  return placed.sort((a, b) => a.partition - b.partition || Number(a.record.offset - b.record.offset));
}
