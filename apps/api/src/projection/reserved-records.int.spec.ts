import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { toCloudEvent, type HearbackEvent, previousWeek, weekOf } from '@hearback/domain';
import { completed, erased, merged, scorePublished } from '@hearback/domain/testing';
import { CommandBus } from '@nestjs/cqrs';
import { openEmbeddedEventLog } from '../event-log/embedded/embedded-event-log.js';
import type { EventLog, RecordToAppend } from '../event-log/event-log.js';
import { openKafkaEventLog } from '../event-log/kafka/kafka-event-log.js';
import { RecordEvents, type RecordResult } from '../ingestion/record-events.command.js';
import { keysOfEarlierVersion } from '../ingestion/testing/keys-of-earlier-version.js';
import { rebuilt, rowsOf } from '../rebuild/testing/filled.js';
import { startInProcess, type HearbackInProcess } from '../testing/hearback-in-process.js';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the workspace's test tooling belongs to no project
import { kafkaForTests } from '../../../../scripts/kafka/kafka-for-tests.mjs';

const kafka = await kafkaForTests();
afterAll(() => kafka?.stop());

/** The last one that is over, so that the service publishes none of its own however long a test takes. */
const WEEK = previousWeek(weekOf(Date.now(), 'UTC'));

let directory: string;
let hearback: HearbackInProcess | undefined;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearback-reserved-'));
});
afterEach(async () => {
  await hearback?.close();
  hearback = undefined;
  await rm(directory, { recursive: true, force: true });
});

/** As a version without marks, or anybody who may write to the topic, leaves it in the log. */
const unmarked = (event: HearbackEvent, headers: Record<string, string> = {}): RecordToAppend => ({
  key: event.subject,
  value: Buffer.from(JSON.stringify(toCloudEvent(event))),
  headers: { 'hearback-recorded-time': event.recordedTime, 'hearback-origin': 'scores', ...headers },
});

const score = (teamId: string, points: number, changes: { id?: string } = {}): HearbackEvent =>
  scorePublished({ id: `${WEEK}/${teamId}`, week: WEEK, teamId, score: points, ...changes });

const inStore = async (): Promise<string[]> => {
  const query = `SELECT if(type LIKE '%score%', concat(JSONExtractString(data, 'teamId'), ' ', JSONExtractRaw(data, 'score')), type) AS what
    FROM stored_events FINAL ORDER BY what`;
  const result = await hearback!.clickHouse.query({ query, format: 'JSONEachRow' });
  return (await result.json<{ what: string }>()).map(({ what }) => what);
};
const rejections = async (): Promise<string[]> => {
  const query = 'SELECT reason FROM stored_rejections FINAL ORDER BY reason';
  const result = await hearback!.clickHouse.query({ query, format: 'JSONEachRow' });
  return (await result.json<{ reason: string }>()).map(({ reason }) => reason);
};
const publish = async (event: HearbackEvent): Promise<readonly RecordResult[]> => {
  const own = new RecordEvents([{ value: toCloudEvent(event) }], 'scores', { isOwn: true });
  const results = await hearback!.app.get(CommandBus).execute(own);
  await hearback!.settled();
  return results;
};

const brokers = kafka?.brokers ?? [];
const LOGS = [
  {
    name: 'embedded',
    variables: (): Record<string, string> => ({}),
    open: (): Promise<EventLog> => openEmbeddedEventLog({ directory: join(directory, 'event-log') }),
  },
  ...(kafka === null
    ? []
    : [
        {
          name: 'Kafka',
          variables: (topic: string): Record<string, string> => ({
            KAFKA_BROKERS: brokers.join(','),
            KAFKA_TOPIC: topic,
          }),
          open: (topic: string): Promise<EventLog> =>
            openKafkaEventLog({ brokers, topic, clientId: 'older', partitions: 1 }),
        },
      ]),
];

describe.each(LOGS)('what only Hearback may send, in the $name log', ({ variables, open }) => {
  it('given scores, an erasure and a merge from before marks, then they stand, also after rebuilds and a restart; later ones do not', async () => {
    const topic = `older-${randomUUID()}`;
    await keysOfEarlierVersion(directory);
    const older = await open(topic);
    await older.append([
      unmarked(score('payments', 71.5)),
      // Whoever was second then is second for good.
      unmarked(score('payments', 100)),
      unmarked(erased({ candidateId: `c_${'1'.repeat(32)}` }), { 'hearback-origin': 'http' }),
      unmarked(merged(), { 'hearback-origin': 'http' }),
    ]);
    await older.close();
    const START = () => startInProcess(variables(topic), { directory });
    hearback = await START();
    await hearback.settled();
    const standing = ['hearback.candidate.erased.v1', 'hearback.candidate.merged.v1', 'payments 71.5'];
    expect(await inStore()).toEqual(standing);
    expect(await rejections()).toEqual(['conflict']);

    await hearback.log.append([unmarked(score('search', 100)), unmarked(merged({ fromCandidateId: 'x' }))]);
    await hearback.settled();
    expect(await inStore()).toEqual(standing);
    expect(await rejections()).toEqual(['conflict', 'reserved', 'reserved']);
    const rows = await rowsOf(hearback.clickHouse);
    expect(await rebuilt(hearback)).toMatchObject({ phase: 'done', comparison: { equal: true } });
    expect(await rowsOf(hearback.clickHouse)).toEqual(rows);

    // The same where the store had all of it before marks came: they are known by their places in it.
    await hearback.close();
    await keysOfEarlierVersion(directory);
    hearback = await START();
    await hearback.settled();
    expect(await rebuilt(hearback)).toMatchObject({ phase: 'done' });
    const { stored_rejections: _rejections, ...others } = rows;
    expect(await rowsOf(hearback.clickHouse)).toMatchObject(others);
    // What had conflicted is not in the store as an event, so it is refused for want of a mark before it can conflict.
    expect(await rejections()).toEqual(['reserved', 'reserved', 'reserved']);
  });

  it('given a forged score, a pasted mark and a record sent again, then the true scores stand and nothing else', async () => {
    const topic = `forged-${randomUUID()}`;
    hearback = await startInProcess(variables(topic), { directory });
    const { log } = hearback;
    await log.append([unmarked(score('payments', 100)), unmarked(completed())]);
    await hearback.settled();
    expect(await publish(score('payments', 71.5))).toMatchObject([{ status: 'recorded' }]);
    expect(await inStore()).toEqual(['hearback.interview.completed.v1', 'payments 71.5']);

    const true_ = await markedRecord(log);
    const headers = { 'hearback-mark': true_.headers['hearback-mark']! };
    await log.append([
      true_,
      { ...true_, headers },
      unmarked(score('payments', 99), headers),
      unmarked(score('search', 71.5), headers),
      unmarked(score('payments', 71.5, { id: 'another' }), headers),
      unmarked(erased(), headers),
    ]);
    await hearback.settled();
    expect(await inStore()).toEqual(['hearback.interview.completed.v1', 'payments 71.5']);
    expect(await rejections()).toEqual(Array(5).fill('reserved'));
    const rows = await rowsOf(hearback.clickHouse);
    expect(await rebuilt(hearback)).toMatchObject({ phase: 'done', comparison: { equal: true } });
    expect(await rowsOf(hearback.clickHouse)).toEqual(rows);
  });
});

async function markedRecord(log: EventLog): Promise<RecordToAppend> {
  const decoder = new TextDecoder();
  const found: RecordToAppend[] = [];
  const consumption = await log.consume(`reader ${randomUUID()}`, ({ records }) => {
    for (const { key, value, headers } of records)
      if (headers['hearback-mark'] !== undefined)
        found.push({
          key: decoder.decode(key ?? undefined),
          value: value ?? new Uint8Array(),
          headers: Object.fromEntries(
            Object.entries(headers).map(([name, of]) => [name, decoder.decode(of)]),
          ),
        });
    return Promise.resolve();
  });
  while (found.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  await consumption.stop();
  return found[0]!;
}
