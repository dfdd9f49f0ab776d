import { readFileSync } from 'node:fs';
import type { Broker } from '../broker.js';
import type { Engine } from '../engine.js';
import { expectedRows, tables } from '../expected.js';
import { messages, type Message } from '../load.js';
import { readLog, type Placed } from '../reading.js';
import type { Outcome, Row } from '../row.js';
import { inScene } from '../scene.js';
import { pause, seconds } from '../waiting.js';

const PER_SEND = 2_000;
const PER_BATCH = 5_000;
/** More than the memory of the third quarter, and it counts as growing. */
const FLAT = 1.2;

/** Many events as fast as they go, beside what the parts alone can do on the same machine in the same run. */
export const load: Row = {
  name: 'load',
  fault:
    'a backlog as large as that, from Kafka into the engine, by one projector with the timeouts of production',
  expects: 'no harm',
  run: (context) =>
    inScene(context, 81, { perSecond: 1 }, async (scene): Promise<Outcome> => {
      const { broker, engine, topic } = scene;
      const count = context.isShort ? 20_000 : (context.limit ?? 1_000_000);
      await scene.producing.stop();
      const sent = await fill(broker, topic, count);
      if (sent.length !== count) throw new Error(`${sent.length} of ${count} messages were sent.`);
      for (const message of sent) scene.producing.acknowledged.push(message);
      context.say(`load: ${count} messages are in the log`);
      const idle = await readBy(broker, topic);
      const actor = await scene.startDirectly();
      await actor.service.joined();
      const from = performance.now();
      const memory = watch(actor.service.pid);
      const took = await scene.caughtUp(await scene.ends(), from, 3_600_000);
      const quarters = memory.quarters();
      const log = await readLog(broker, topic);
      await scene.end(actor);
      const bare = await insertBare(engine, log);
      const verdict = await scene.judge(log);
      const [third, fourth] = quarters;
      if (third > 0 && fourth > third * FLAT)
        throw new Error(`The memory of the service grew from ${third} to ${fourth} MB in the second half.`);
      const rates = [
        `${perSecond(log.length, took)} messages/s`,
        `a consumer that does nothing ${perSecond(log.length, idle)} (${(took / idle).toFixed(1)} times as long)`,
        `the bare insert of the same rows ${perSecond(log.length, bare)} (${(took / bare).toFixed(1)} times as long)`,
        `memory ${third} MB in the third quarter, ${fourth} MB in the last`,
      ];
      const { events, lost, doubled, details } = verdict;
      const notes = [...rates, ...details].join('; ');
      return { runs: 1, hits: 1, missed: 0, events, lost, doubled, recovery: [took], notes };
    }),
};

const perSecond = (count: number, took: number): number => Math.round(count / took);

async function fill(broker: Broker, topic: string, count: number): Promise<Message[]> {
  const all: Message[] = [];
  const producer = await broker.createProducer();
  let chunk: Message[] = [];
  const send = async (): Promise<void> => {
    await producer.send({ topic, acks: -1, messages: chunk });
    all.push(...chunk);
    chunk = [];
  };
  for (const message of messages(count, 81)) {
    chunk.push(message);
    if (chunk.length === PER_SEND) await send();
  }
  if (chunk.length > 0) await send();
  await producer.disconnect();
  return all;
}

/** How long kafkajs alone takes for it, from the first batch on, in seconds. */
async function readBy(broker: Broker, topic: string): Promise<number> {
  const ends = await broker.ends(topic);
  let left = [...ends.values()].reduce((sum, end) => sum + end, 0n);
  const consumer = broker.kafka.consumer({ groupId: `idle-${topic}`, maxBytesPerPartition: 4 * 1024 * 1024 });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const joined = new Promise<number>((resolve) =>
    consumer.on(consumer.events.GROUP_JOIN, () => resolve(performance.now())),
  );
  let done: () => void = () => undefined;
  const all = new Promise<void>((resolve) => (done = resolve));
  await consumer.run({
    autoCommit: false,
    eachBatch: ({ batch }) => {
      left -= BigInt(batch.messages.length);
      if (left <= 0n) done();
      return Promise.resolve();
    },
  });
  const from = await joined;
  await all;
  const took = seconds(from);
  await consumer.disconnect();
  return took;
}

/** How long the engine takes for the same rows with nothing in front of it, in batches of the same size. */
async function insertBare(engine: Engine, log: readonly Placed[]): Promise<number> {
  const rows = expectedRows(log);
  const batches = Math.max(1, Math.ceil(log.length / PER_BATCH));
  await engine.client.command({ query: 'DROP DATABASE IF EXISTS bare' });
  await engine.client.command({ query: 'CREATE DATABASE bare ENGINE = Atomic' });
  for (const table of tables)
    await engine.client.command({ query: `CREATE TABLE bare.${table} AS hearback.${table}` });
  const from = performance.now();
  for (let batch = 0; batch < batches; batch += 1) {
    await Promise.all(
      tables.map(async (table) => {
        const size = Math.ceil(rows[table].length / batches);
        const values = rows[table].slice(batch * size, (batch + 1) * size);
        if (values.length > 0)
          await engine.client.insert({ table: `bare.${table}`, values, format: 'JSONEachRow' });
      }),
    );
  }
  const took = seconds(from);
  await engine.client.command({ query: 'DROP DATABASE bare' });
  return took;
}

/** Watches the resident memory of a process. */
function watch(pid: number): { quarters(): readonly [third: number, fourth: number] } {
  const samples: number[] = [];
  let watching = true;
  void (async () => {
    while (watching) {
      const kilobytes = /^VmRSS:\s+(\d+)/m.exec(statusOf(pid))?.[1];
      if (kilobytes !== undefined) samples.push(Number(kilobytes) / 1024);
      await pause(250);
    }
  })();
  return {
    quarters: () => {
      watching = false;
      const quarter = Math.floor(samples.length / 4);
      return [median(samples.slice(2 * quarter, 3 * quarter)), median(samples.slice(3 * quarter))];
    },
  };
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    // Only Linux has it.
    return '';
  }
}

const median = (values: readonly number[]): number =>
  Math.round([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0);
