import { fromDateTime64 } from '../clickhouse/client.js';
import type { DeadLetter } from './dead-letters.query.js';

/** As the store gives it. */
export interface DeadLetterRow {
  readonly reason: string;
  readonly detail: string;
  readonly origin: string;
  readonly recorded_at: string;
  readonly appended_at: string;
  readonly topic: string;
  readonly partition: number;
  /** As text: it may be larger than what a number of JavaScript holds exactly. */
  readonly log_offset: string;
  readonly headers: string;
  readonly bytes: string;
}

/**
 * SQL: the columns of {@link DeadLetterRow}.
 * @param mostBytes of the original, and a few more where it is longer, so that it can be told to be
 */
export function deadLetterColumns(mostBytes?: number): string {
  const bytes =
    mostBytes === undefined ? 'bytes_base64' : `left(bytes_base64, ${(Math.floor(mostBytes / 3) + 1) * 4})`;
  return `reason, detail, origin, recorded_time AS recorded_at, appended_at, topic, partition,
    toString(offset) AS log_offset, headers, ${bytes} AS bytes`;
}

/** @param mostBytes as the columns were asked for */
export function toDeadLetter(row: DeadLetterRow, mostBytes = Infinity): DeadLetter {
  const { topic, partition, log_offset: offset } = row;
  const known = Buffer.from(row.bytes, 'base64');
  const isCut = known.byteLength > mostBytes;
  const bytes = isCut ? known.subarray(0, mostBytes) : known;
  const headers = Object.entries(JSON.parse(row.headers) as Readonly<Record<string, string>>);
  return {
    id: `${topic}/${partition}/${offset}`,
    reason: row.reason,
    problems: JSON.parse(row.detail) as DeadLetter['problems'],
    origin: row.origin,
    recordedAt: fromDateTime64(row.recorded_at),
    appendedAt: fromDateTime64(row.appended_at),
    topic,
    partition,
    offset,
    headers: Object.fromEntries(
      headers.map(([name, base64]) => [name, Buffer.from(base64, 'base64').toString('utf8')]),
    ),
    text: textOf(bytes, isCut),
    bytesBase64: bytes.toString('base64'),
    isCut,
  };
}

/**
 * `null` where it is no text. A cut may go through a character: then the broken end is left out. A byte order mark
 * stays: it may be what the message was rejected for.
 */
function textOf(bytes: Uint8Array, isCut: boolean): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: isCut });
  } catch {
    return null;
  }
}
