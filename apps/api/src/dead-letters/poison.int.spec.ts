import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the workspace's test tooling belongs to no project
import { kafkaForTests } from '../../../../scripts/kafka/kafka-for-tests.mjs';
import { createKafka } from '../event-log/kafka/kafka-client.js';
import { rightEvent, startWhole, type WholeService } from './testing/whole-service.js';

const kafka = await kafkaForTests();
const TOPIC = `poison-${randomUUID()}`;
/** kafkajs's numbers of compressions. */
const [NONE, GZIP] = [0, 1];

interface Poison {
  readonly what: string;
  readonly reason: string;
  readonly value: Uint8Array | string | null;
  readonly key?: Uint8Array;
  readonly headers?: Readonly<Record<string, Buffer>>;
}

const event = (id: string, outer: object): string => JSON.stringify(rightEvent(id, {}, outer));
const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);

/** Whatever can be wrong with a message that somebody writes straight to the log. */
const POISONS: readonly Poison[] = [
  { what: 'no JSON', reason: 'not-json', value: '{"id": ' },
  { what: 'every byte', reason: 'not-json', value: everyByte },
  { what: 'a byte order mark', reason: 'not-cloudevent', value: '\uFEFF{}' },
  { what: 'empty', reason: 'not-json', value: new Uint8Array() },
  { what: 'null', reason: 'not-json', value: null },
  { what: '2 MB', reason: 'too-large', value: new Uint8Array(2_000_000).map((_, at) => (at * 7919) % 251) },
  { what: 'wrong type', reason: 'unknown-type', value: event('p1', { type: 'hearback.coffee.brewed.v1' }) },
  {
    what: 'unknown version',
    reason: 'unsupported-version',
    value: event('p2', { type: 'hearback.interview.completed.v9' }),
  },
  { what: 'another shape', reason: 'not-cloudevent', value: '[[{"a":[1,2,{"b":null}]}]]' },
  { what: 'a number', reason: 'not-cloudevent', value: '42' },
  { what: 'wrong data', reason: 'invalid-data', value: event('p3', { data: { applicationId: 7 } }) },
  {
    what: 'a conflict',
    reason: 'conflict',
    value: JSON.stringify(rightEvent('known', { stage: 'Other', applicationId: 'app-known' })),
  },
  {
    what: 'key and headers of any bytes',
    reason: 'not-json',
    value: Uint8Array.from([0, 255, 10, 13]),
    key: everyByte,
    headers: { odd: Buffer.from([255, 254, 0]), 'hearback-recorded-time': Buffer.from([255]) },
  },
];

let service: WholeService | undefined;
let client: ReturnType<typeof createKafka>;
let producer: ReturnType<typeof client.producer>;

beforeAll(async () => {
  if (kafka === null) return;
  client = createKafka({ brokers: kafka.brokers, clientId: 'poison' }, () => undefined);
  const admin = client.admin();
  await admin.connect();
  // Larger than the default, so that a message may be larger than an event.
  const configEntries = [{ name: 'max.message.bytes', value: String(8 * 1024 * 1024) }];
  await admin.createTopics({
    waitForLeaders: true,
    topics: [{ topic: TOPIC, numPartitions: 1, configEntries }],
  });
  await admin.disconnect();
  producer = client.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  service = await startWhole(
    { KAFKA_BROKERS: kafka.brokers.join(','), KAFKA_TOPIC: TOPIC },
    undefined,
    () => new Date(),
  );
  await send(NONE, [{ value: JSON.stringify(rightEvent('known')) }]);
  await service.settled();
});
afterAll(async () => {
  await producer?.disconnect();
  await service?.close();
  await kafka?.stop();
});

type Message = Pick<Poison, 'value' | 'key' | 'headers'>;

const asBuffer = (bytes: Uint8Array | string | null | undefined): Buffer | null =>
  bytes === null || bytes === undefined ? null : Buffer.from(bytes);

/** One batch, as it is: all of it goes to one partition in one request. */
async function send(compression: number, messages: readonly Message[]): Promise<number> {
  const [written] = await producer.send({
    topic: TOPIC,
    compression,
    messages: messages.map(({ value, key, headers }) => ({
      value: asBuffer(value),
      key: asBuffer(key),
      ...(headers !== undefined && { headers: { ...headers } }),
    })),
  });
  return Number(written?.baseOffset);
}

async function expectKept(poison: Poison, offset: number): Promise<void> {
  const letter = await service!.one(`${TOPIC}/0/${offset}`);
  const { what, reason } = poison;
  expect([what, letter.reason, letter.origin, letter.topic, letter.offset]).toEqual([
    what,
    reason,
    'log',
    TOPIC,
    String(offset),
  ]);
  const bytes = asBuffer(poison.value) ?? Buffer.alloc(0);
  expect(letter.size).toBe(bytes.byteLength);
  // Compared here and not printed: a difference in two megabytes would be no help to anybody.
  expect([what, Buffer.from(letter.bytesBase64, 'base64').equals(bytes)]).toEqual([what, true]);
  expect(letter.keyBase64).toBe(poison.key === undefined ? null : asBuffer(poison.key)!.toString('base64'));
  const headers = Object.entries(poison.headers ?? {}).map(([name, value]) => [
    name,
    value.toString('base64'),
  ]);
  expect(letter.headersBase64).toEqual(Object.fromEntries(headers));
}

const fine = (): Message => ({ value: JSON.stringify(rightEvent(`fine-${randomUUID()}`)) });
/** Which of a batch is poisoned. */
const PLACES = ['first', 'middle', 'last'] as const;

/** @returns the batch with the poison at its place, and where in the batch that is */
function around(poison: Poison, place: (typeof PLACES)[number]): readonly [readonly Message[], number] {
  const at = { first: 0, middle: 2, last: 4 }[place];
  const batch: Message[] = [fine(), fine(), fine(), fine()];
  batch.splice(at, 0, poison);
  return [batch, at];
}

const events = async (): Promise<number> =>
  Number((await service!.row('SELECT count() AS n FROM stored_events FINAL'))['n']);
const batches = [
  ['plain', NONE],
  ['gzip', GZIP],
] as const;

if (kafka === null) test.skip('poison in the log needs a real broker', () => undefined);
else
  describe.each(batches)('poison in %s batches on a real broker', (_, compression) => {
    it.each(PLACES)(
      'given one of each kind as the %s of a batch, then each is kept byte for byte and all others become events',
      async (place) => {
        const before = await events();
        const sent: [Poison, number][] = [];
        for (const poison of POISONS) {
          const [batch, at] = around(poison, place);
          sent.push([poison, (await send(compression, batch)) + at]);
        }
        await service!.settled();
        for (const [poison, offset] of sent) await expectKept(poison, offset);
        expect((await events()) - before).toBe(POISONS.length * 4);
      },
    );

    it('given a batch of nothing else, then each is kept, and what comes after it becomes an event', async () => {
      const before = await events();
      const { total } = await service!.list();
      const base = await send(compression, POISONS);
      await send(compression, [fine()]);
      await service!.settled();
      for (const [index, poison] of POISONS.entries()) await expectKept(poison, base + index);
      expect((await service!.list()).total - total).toBe(POISONS.length);
      expect((await events()) - before).toBe(1);
    });

    it('given all of them sent again, then each is rejected as before, and none is added to them', async () => {
      const { total } = await service!.list();
      const run = await service!.replay({ all: true, filter: { topic: TOPIC } });
      await service!.settled();
      expect(run.total).toBe(total);
      expect(run.counts).toEqual({ recorded: 0, duplicate: 0, rejected: total, notKept: 0 });
      for (const { id, reason } of run.results)
        expect([id, reason]).toEqual([id, (await service!.one(id)).reason]);
      expect((await service!.list()).total).toBe(total);
    });
  });
