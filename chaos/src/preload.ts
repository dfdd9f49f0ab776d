/* Loaded into a service before its own code (node --import): names the steps of its consumer to the harness over the
   IPC channel, and dies at one of them when told to. The service itself knows nothing of it. */
import { writeSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import type { Consumer, ConsumerConfig, EachBatchPayload, Kafka } from 'kafkajs';
import { parseOrders, type Step, type ToService } from './steps.js';

const orders = parseOrders(process.env['CHAOS_ORDERS'] ?? '{}');
let dieAt: Step | undefined;
process.on('message', (message: ToService) => {
  dieAt = message.dieAt;
});
process.channel?.unref();
// The harness is gone, however it ended.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

if (orders.noSync) {
  // Sabotage: the log's file is opened without syncing, whatever the service asks for.
  const lmdb = JSON.stringify(import.meta.resolve('lmdb'));
  const careless = `import { open as given } from ${lmdb}; export * from ${lmdb};
    export const open = (options) => given({ ...options, noSync: true });`;
  const wrapper = JSON.stringify(`data:text/javascript,${encodeURIComponent(careless)}`);
  const hook = `export const resolve = (name, context, next) =>
    name === 'lmdb' ? { url: ${wrapper}, shortCircuit: true } : next(name, context);`;
  register(`data:text/javascript,${encodeURIComponent(hook)}`);
}

function reached(step: Step, partition: number, first: string, last: string): void {
  if (step !== dieAt) return;
  // Written at once, whatever happens to the process next; the harness reads it from its output.
  writeSync(1, `\nCHAOS ${JSON.stringify({ step, partition, first, last })}\n`);
  process.kill(process.pid, 'SIGKILL');
  // The signal takes effect before anything else is run.
  for (;;);
}

function observed(payload: EachBatchPayload): EachBatchPayload {
  const { partition } = payload.batch;
  const first = payload.batch.firstOffset() ?? '0';
  return {
    ...payload,
    commitOffsetsIfNecessary: async (offsets) => {
      const next = offsets?.topics[0]?.partitions[0]?.offset ?? '0';
      const last = String(BigInt(next) - 1n);
      reached('before-commit', partition, first, last);
      await payload.commitOffsetsIfNecessary(offsets);
      reached('after-commit', partition, first, last);
    },
  };
}

const { Kafka: Client } = createRequire(import.meta.url)('kafkajs') as { Kafka: { prototype: Kafka } };
const create = Object.getOwnPropertyDescriptor(Client.prototype, 'consumer')?.value as Kafka['consumer'];
Client.prototype.consumer = function (this: Kafka, config?: ConsumerConfig): Consumer {
  // Timeouts are made shorter, all by the same factor: a member that was killed is missed after its session only.
  const factor = orders.timeFactor;
  const given = config ?? { groupId: '' };
  const consumer = create.call(this, {
    ...given,
    sessionTimeout: (given.sessionTimeout ?? 30_000) / factor,
    rebalanceTimeout: (given.rebalanceTimeout ?? 60_000) / factor,
    heartbeatInterval: (given.heartbeatInterval ?? 3_000) / factor,
  });
  const run = consumer.run.bind(consumer);
  consumer.run = (options) =>
    run({
      ...options,
      eachBatch: async (payload) => {
        const { batch } = payload;
        reached('after-read', batch.partition, batch.firstOffset() ?? '0', batch.lastOffset());
        if (orders.commitFirst) {
          // Sabotage: what a consumer does that commits what it has read, and writes it afterwards.
          const offset = String(BigInt(batch.lastOffset()) + 1n);
          const partitions = [{ partition: batch.partition, offset }];
          await payload.commitOffsetsIfNecessary({ topics: [{ topic: batch.topic, partitions }] });
          reached('after-early-commit', batch.partition, batch.firstOffset() ?? '0', batch.lastOffset());
        }
        await options?.eachBatch?.(observed(payload));
      },
    });
  return consumer;
};
