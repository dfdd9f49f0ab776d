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
  readonly log_offset: string;
  readonly headers: string;
  readonly bytes_base64: string;
  readonly is_cut: 0 | 1;
}

/** SQL: the columns of {@link DeadLetterRow}, with at most so many bytes of the original. */
export function deadLetterColumns(mostBytes: number | undefined): string {
  const bytes =
    mostBytes === undefined
      ? 'bytes_base64, 0 AS is_cut'
      : // Whole groups of four letters, so that what is cut can still be decoded.
        `left(bytes_base64, ${Math.floor(mostBytes / 3) * 4}) AS bytes_base64, length(bytes_base64) < length(stored.bytes_base64) AS is_cut`;
  return `reason, detail, origin, recorded_time AS recorded_at, appended_at, topic, partition, toString(offset) AS log_offset, headers, ${bytes}`;
}

export function toDeadLetter(row: DeadLetterRow): DeadLetter {
  const { topic, partition, log_offset: offset } = row;
  return {
    id: `${topic}/${partition}/${offset}`,
    topic,
    partition,
    offset,
    reason: row.reason,
    problems: JSON.parse(row.detail) as DeadLetter['problems'],
    origin: row.origin,
    recordedAt: fromDateTime64(row.recorded_at),
    appendedAt: fromDateTime64(row.appended_at),
    headers: Object.fromEntries(
      Object.entries(JSON.parse(row.headers) as Readonly<Record<string, string>>).map(([name, base64]) => [
        name,
        Buffer.from(base64, 'base64').toString('utf8'),
      ]),
    ),
    text: textOf(row),
    bytesBase64: row.bytes_base64,
    isCut: row.is_cut === 1,
  };
}

/** A cut may go through a character: then the broken end is left out. */
function textOf({ bytes_base64, is_cut }: DeadLetterRow): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(bytes_base64, 'base64'), {
      stream: is_cut === 1,
    });
  } catch {
    return null;
  }
}
