import type { LoggedRecord, RecordToAppend } from '../event-log.js';
import type { IHeaders, KafkaMessage } from './kafka-client.js';

/** Upper bounds of what Kafka's format adds to a record, to each of its headers and to a batch, in bytes. */
const RECORD_BYTES = 40;
const HEADER_BYTES = 10;
const BATCH_BYTES = 128;

/** An upper bound of what a record takes in a batch, in bytes. */
export function recordSize({ key, value, headers }: RecordToAppend): number {
  let size = RECORD_BYTES + Buffer.byteLength(key) + value.byteLength;
  for (const [name, text] of Object.entries(headers))
    size += HEADER_BYTES + Buffer.byteLength(name) + Buffer.byteLength(text);
  return size;
}

/** How large a record may be where batches may have `maxBatchBytes`. */
export const largestRecord = (maxBatchBytes: number): number => maxBatchBytes - BATCH_BYTES;

/** Cuts records into runs that each fit into one batch even if one partition gets all of them. */
export function intoRuns(records: readonly RecordToAppend[], maxBatchBytes: number): RecordToAppend[][] {
  const runs: RecordToAppend[][] = [];
  let run: RecordToAppend[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = recordSize(record);
    if (run.length > 0 && bytes + size > largestRecord(maxBatchBytes)) {
      runs.push(run);
      run = [];
      bytes = 0;
    }
    run.push(record);
    bytes += size;
  }
  if (run.length > 0) runs.push(run);
  return runs;
}

export const toMessage = ({ key, value, headers }: RecordToAppend) => ({
  key,
  value: asBuffer(value),
  headers: { ...headers },
});

/** The time is the one in the record: by default the producer's clock. A record without one gets 0. */
export const toLoggedRecord = (message: KafkaMessage): LoggedRecord => ({
  offset: BigInt(message.offset),
  appendedAt: Math.max(0, Number(message.timestamp)),
  key: message.key,
  value: message.value,
  headers: toHeaders(message.headers ?? {}),
});

function toHeaders(headers: IHeaders): Record<string, Uint8Array> {
  const all: [string, Uint8Array][] = [];
  for (const [name, values] of Object.entries(headers)) {
    // Kafka allows a name more than once; by its own convention the last one counts. kafkajs hands on null values.
    const value = (Array.isArray(values) ? values.at(-1) : values) as Buffer | string | null | undefined;
    if (value !== null && value !== undefined)
      all.push([name, typeof value === 'string' ? Buffer.from(value) : value]);
  }
  return Object.fromEntries(all);
}

/**
 * Cuts the records of one partition into batches of at most `maxRecords` that end before they exceed `maxBytes`.
 * A broker's batch is bounded only in its compressed size.
 */
export function* intoBatches(
  messages: readonly KafkaMessage[],
  maxRecords: number,
  maxBytes: number,
): Generator<LoggedRecord[]> {
  let batch: LoggedRecord[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = (message.key?.length ?? 0) + (message.value?.length ?? 0);
    if (batch.length > 0 && (batch.length >= maxRecords || bytes + size > maxBytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(toLoggedRecord(message));
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
