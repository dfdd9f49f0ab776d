import { randomUUID } from 'node:crypto';
import { CompressionTypes, type Message, type Producer } from 'kafkajs';
import { PARTITIONS } from '../broker.js';
import { interview, poisons, type Poison } from '../poison.js';
import type { Row } from '../row.js';
import { inScene, type Scene } from '../scene.js';

/** Where in a batch of five it stands. */
const PLACES = [0, 2, 4] as const;

/** A message that has to be in the dead letters. */
interface Sent {
  readonly partition: number;
  readonly offset: bigint;
  readonly reason: string;
}

/**
 * Each kind first, in the middle and last of a batch, then all of them as one batch, plain and compressed, under load.
 * The judge compares what is rejected byte for byte, keys and headers too, and whatever stood beside it.
 */
export const poisoned: Row = {
  name: 'poisoned',
  fault: 'messages that are no events, first, in the middle, last and all of a batch, plain and gzip',
  expects: 'no harm',
  run: (context) =>
    inScene(context, 81, { perSecond: 100 }, async (scene) => {
      const { service } = await scene.start();
      await service.joined();
      const producer = await context.broker.createProducer();
      const sent: Sent[] = [];
      try {
        for (const compression of [CompressionTypes.None, CompressionTypes.GZIP]) {
          sent.push(...(await poison(scene, producer, compression)));
          context.say(`poisoned: ${sent.length} sent`);
        }
      } finally {
        await producer.disconnect();
      }
      const recovery = [await scene.caughtUp(await scene.ends())];
      const hits = await rejected(scene, sent);
      const { events, lost, doubled, details } = await scene.finish();
      return {
        runs: sent.length,
        hits,
        missed: 0,
        events,
        lost,
        doubled,
        recovery,
        notes: details.join('; '),
      };
    }),
};

async function poison(scene: Scene, producer: Producer, compression: CompressionTypes): Promise<Sent[]> {
  const sent: Sent[] = [];
  for (const [index, place] of [...PLACES, 'all' as const].entries()) {
    const partition = index % PARTITIONS;
    const send = async (messages: readonly Message[]): Promise<bigint> => {
      const inPartition = messages.map((message) => ({ ...message, partition }));
      const [placed] = await producer.send({ topic: scene.topic, compression, messages: inPartition });
      if (placed?.baseOffset === undefined) throw new Error('The broker told no offset.');
      return BigInt(placed.baseOffset);
    };
    const known = randomUUID();
    await send([{ key: known, value: interview(known) }]);
    const note = (base: bigint, at: number, { reason }: Poison): void =>
      void sent.push({ partition, offset: base + BigInt(at), reason });
    const all = poisons(known);
    if (place === 'all') {
      const base = await send(all.map(({ message }) => message));
      for (const [at, one] of all.entries()) note(base, at, one);
    } else {
      for (const one of all) note(await send(around(one, place)), place, one);
    }
  }
  return sent;
}

function around({ message }: Poison, place: number): Message[] {
  const batch = Array.from({ length: 4 }, (): Message => {
    const id = randomUUID();
    return { key: id, value: interview(id) };
  });
  batch.splice(place, 0, message);
  return batch;
}

/** How many of them are in the dead letters, for the right reason. */
async function rejected(scene: Scene, sent: readonly Sent[]): Promise<number> {
  const rows = await scene.engine.rows<{ partition: number; at: string; reason: string }>(`
    SELECT partition, toString(offset) AS at, reason FROM hearback.stored_rejections FINAL
    WHERE topic = '${scene.topic}'`);
  const reasons = new Map(rows.map(({ partition, at, reason }) => [`${partition}/${at}`, reason]));
  return sent.filter(({ partition, offset, reason }) => reasons.get(`${partition}/${offset}`) === reason)
    .length;
}
