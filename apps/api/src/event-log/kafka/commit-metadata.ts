import type { Consumer } from './kafka-client.js';

/**
 * Commits offsets with metadata in the name of a group that nobody is in: as its only member, for that long. kafkajs's
 * administration sets offsets without metadata.
 *
 * @param consumer one of the group, not connected yet; disconnected at the end
 */
export async function commitMetadata(
  consumer: Consumer,
  topic: string,
  positions: readonly { readonly partition: number; readonly offset: string; readonly metadata?: string }[],
): Promise<void> {
  const joined = new Promise<void>((resolve, reject) => {
    consumer.on(consumer.events.GROUP_JOIN, () => resolve());
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
  });
  joined.catch(() => undefined);
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    // Nothing that it is handed counts as read.
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: () => Promise.resolve(),
    });
    await joined;
    await consumer.commitOffsets(positions.map((position) => ({ topic, ...position })));
  } finally {
    await consumer.disconnect().catch(() => undefined);
  }
}
