import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import type { EventLog, LoggedRecord, RecordToAppend } from '../event-log/event-log.js';
import { RecordEvents } from '../ingestion/record-events.command.js';
import { simulateApplications } from '../simulation/simulate-applications.js';
import { startInProcess, type HearbackInProcess } from '../testing/hearback-in-process.js';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the workspace's test tooling belongs to no project
import { kafkaForTests } from '../../../../scripts/kafka/kafka-for-tests.mjs';

/** Everything but where in the log a record stood, which differs between two logs. */
const TABLES = {
  stored_events: '* EXCEPT (topic, partition, offset)',
  stored_interviews: '*',
  stored_obligations: '*',
  stored_rejections: '* EXCEPT (topic, partition, offset, appended_at)',
};

let embedded: HearbackInProcess;
let distributed: HearbackInProcess | undefined;

beforeAll(async () => {
  embedded = await startInProcess();
});
afterAll(async () => {
  await distributed?.close();
  await embedded.close();
});

const EVENTS = [
  ...simulateApplications({
    seed: 1,
    teams: 6,
    weeks: 26,
    until: '2026-06-01T00:00:00Z',
    interviewsPerWeek: 6,
  }),
].flat();

/** Records all events, some at a time. @returns how many became what */
async function recordAll({ app }: HearbackInProcess): Promise<Record<string, number>> {
  const counts: Record<string, number> = { recorded: 0, duplicate: 0, rejected: 0 };
  for (let from = 0; from < EVENTS.length; from += 500) {
    const messages = EVENTS.slice(from, from + 500).map((value) => ({ value }));
    for (const { status } of await app.get(CommandBus).execute(new RecordEvents(messages, 'test')))
      counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

/** Each table as its number of rows and a checksum over all of them. */
async function tablesOf({ clickHouse }: HearbackInProcess): Promise<Record<string, unknown>> {
  const entries = Object.entries(TABLES).map(async ([table, columns]) => {
    const result = await clickHouse.query({
      query: `SELECT count() AS n, toString(groupBitXor(sipHash64(tuple(*)))) AS checksum FROM (SELECT ${columns} FROM ${table} FINAL)`,
      format: 'JSONEachRow',
    });
    return [table, (await result.json<{ n: number; checksum: string }>())[0]] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** All records of a log, as they stand in it. */
async function recordsIn(log: EventLog): Promise<LoggedRecord[]> {
  const records: LoggedRecord[] = [];
  const consumption = await log.consume('reader', (batch) => {
    records.push(...batch.records);
    return Promise.resolve();
  });
  while ((await log.lag('reader')) > 0n) await new Promise((resolve) => setTimeout(resolve, 50));
  await consumption.stop();
  return records;
}

/** Deterministic, so that a failure can be repeated. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const result = [...items];
  let state = seed;
  for (let last = result.length - 1; last > 0; last -= 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const other = state % (last + 1);
    [result[last], result[other]] = [result[other] as T, result[last] as T];
  }
  return result;
}

function again({ key, value, headers }: LoggedRecord): RecordToAppend {
  const decoder = new TextDecoder();
  return {
    key: decoder.decode(key ?? new Uint8Array()),
    value: value ?? new Uint8Array(),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, bytes]) => [name, decoder.decode(bytes)]),
    ),
  };
}

it('given the same events twice, then the second time every event is known and no row changes', async () => {
  const first = await recordAll(embedded);
  expect(first).toMatchObject({ rejected: 0 });
  expect(first['recorded']).toBeGreaterThan(3_000);
  await embedded.settled();
  const before = await tablesOf(embedded);
  expect(await recordAll(embedded)).toEqual({ recorded: 0, duplicate: EVENTS.length, rejected: 0 });
  await embedded.settled();
  expect(await tablesOf(embedded)).toEqual(before);
});

const kafka = await kafkaForTests();
const itOnKafka = kafka === null ? it.skip : it;
afterAll(() => kafka?.stop());

itOnKafka(
  'given the same events through Kafka, shuffled and a tenth of them twice, then every table has the same rows',
  async () => {
    distributed = await startInProcess({
      KAFKA_BROKERS: kafka?.brokers.join(',') ?? '',
      KAFKA_TOPIC: `same-rows-${process.pid}`,
    });
    const records = (await recordsIn(embedded.log)).map(again);
    const twice = records.filter((_, index) => index % 10 === 0);
    const sent = shuffled([...records, ...twice], 42);
    for (let from = 0; from < sent.length; from += 2000) {
      await distributed.log.append(sent.slice(from, from + 2000));
    }
    await distributed.settled();
    expect(await tablesOf(distributed)).toEqual(await tablesOf(embedded));
  },
);
