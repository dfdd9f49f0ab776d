import { fromDateTime64 } from '../clickhouse/client.js';
import { idOf } from '../projection/rejections/place.js';
import type { ReplayRow } from '../projection/rejections/replay-row.js';
import type { DeadLetter, Replay } from './dead-letters.query.js';
import { STANDING, type Standing } from './selection.js';

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
  readonly key: string | null;
  readonly bytes: string;
  readonly length: number;
  readonly is_kept: 0 | 1;
  readonly for_dead_letter: string;
  readonly standing: Standing;
}

/**
 * SQL: the columns of {@link DeadLetterRow}.
 * @param mostBytes of the original, and a few more where it is longer, so that it can be told to be
 */
export function deadLetterColumns(mostBytes?: number): string {
  const bytes =
    mostBytes === undefined ? 'bytes_base64' : `left(bytes_base64, ${(Math.floor(mostBytes / 3) + 1) * 4})`;
  return `reason, detail, origin, recorded_time AS recorded_at, appended_at, topic, partition,
    toString(offset) AS log_offset, headers, key_base64 AS key, ${bytes} AS bytes, size AS length,
    bytes_kept AS is_kept, replay_of AS for_dead_letter, ${STANDING} AS standing`;
}

/** @param mostBytes as the columns were asked for */
export function toDeadLetter(row: DeadLetterRow, mostBytes = Infinity): DeadLetter {
  const { topic, partition, log_offset: offset } = row;
  const known = Buffer.from(row.bytes, 'base64');
  const isCut = known.byteLength > mostBytes;
  const bytes = isCut ? known.subarray(0, mostBytes) : known;
  const headersBase64 = JSON.parse(row.headers) as Readonly<Record<string, string>>;
  return {
    id: idOf({ topic, partition, offset }),
    reason: row.reason,
    problems: JSON.parse(row.detail) as DeadLetter['problems'],
    origin: row.origin,
    recordedAt: fromDateTime64(row.recorded_at),
    appendedAt: fromDateTime64(row.appended_at),
    topic,
    partition,
    offset,
    headers: Object.fromEntries(
      Object.entries(headersBase64).map(([name, base64]) => [
        name,
        Buffer.from(base64, 'base64').toString('utf8'),
      ]),
    ),
    headersBase64,
    keyBase64: row.key,
    text: row.is_kept === 1 ? textOf(bytes, isCut) : null,
    bytesBase64: bytes.toString('base64'),
    size: row.length,
    isKept: row.is_kept === 1,
    isCut,
    outcome: row.standing,
    ...(row.for_dead_letter !== '' && { replayOf: row.for_dead_letter }),
  };
}

export function toReplay(row: ReplayRow): Replay {
  return {
    run: row.run,
    at: fromDateTime64(row.at),
    outcome: row.outcome,
    isMended: row.mended === 1,
    ...(row.reason !== '' && { reason: row.reason }),
    problems: JSON.parse(row.detail) as Replay['problems'],
    ...(row.event_id !== '' && { event: { source: row.event_source, id: row.event_id } }),
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
