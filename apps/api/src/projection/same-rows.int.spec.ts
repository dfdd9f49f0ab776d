import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { EventLog, LoggedRecord, RecordToAppend } from '../event-log/event-log.js';
import { ImportService } from '../ingestion/import/import.service.js';
import type { ImportState } from '../ingestion/import/import-state.js';
import { SAMPLE } from '../sample/sample.js';
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

async function importSample({ app }: HearbackInProcess): Promise<ImportState> {
  const started = await app.get(ImportService).start({
    stream: createReadStream(SAMPLE.file),
    format: 'csv',
    mapping: await readFile(SAMPLE.mapping, 'utf8'),
  });
  return started.done;
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

it('given the sample imported twice, then the second time every event is known and no row changes', async () => {
  const first = await importSample(embedded);
  expect(first).toMatchObject({
    state: 'done',
    rows: 63_869,
    counts: { ignored: 19_908, failed: 0, rejected: 0 },
  });
  expect(first.counts.recorded + first.counts.duplicate).toBe(30_906 + 2 * 9_654 + 3_401);
  await embedded.settled();
  const before = await tablesOf(embedded);
  const second = await importSample(embedded);
  await embedded.settled();
  expect(second.counts).toMatchObject({ recorded: 0, duplicate: 53_615 });
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
