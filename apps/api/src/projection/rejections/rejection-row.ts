import type { Rejection } from '@hearback/domain';
import { toDateTime64 } from '../../clickhouse/client.js';
import type { LoggedRecord } from '../../event-log/event-log.js';
import type { Judged } from '../judge.js';
import type { LogPlace } from '../events/event-row.js';
import { replayOf } from './replay-row.js';
import { withoutQuotes } from './quotes.js';

/** A row of `stored_rejections`. Bytes, key and headers may be anything, so they travel as base64. */
export interface RejectionRow {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly appended_at: string;
  readonly recorded_time: string;
  readonly reason: string;
  /** JSON: the list of problems with their paths. */
  readonly detail: string;
  readonly origin: string;
  /** JSON: header name to base64. */
  readonly headers: string;
  readonly key_base64: string | null;
  readonly bytes_base64: string;
  /** In bytes. */
  readonly size: number;
  readonly bytes_kept: 0 | 1;
  /** The dead letter that it was sent again for; empty for one of its own. */
  readonly replay_of: string;
}

/**
 * @param keptSince milliseconds since the epoch: of messages that were recorded before, the original has been deleted
 *   and must not come back when the log is read again
 */
export function toRejectionRow(
  message: Judged,
  place: LogPlace,
  rejection: Rejection,
  keptSince: number,
): RejectionRow {
  const { record, recordedTime, origin } = message;
  const isKept = Date.parse(recordedTime) >= keptSince;
  return {
    topic: place.topic,
    partition: place.partition,
    offset: String(place.offset),
    appended_at: toDateTime64(record.appendedAt),
    recorded_time: toDateTime64(recordedTime),
    reason: rejection.reason,
    detail: JSON.stringify(isKept ? rejection.problems : withoutQuotes(rejection)),
    origin,
    headers: isKept ? headersOf(record) : '{}',
    key_base64: isKept && record.key !== null ? base64(record.key) : null,
    bytes_base64: isKept && record.value !== null ? base64(record.value) : '',
    size: record.value?.byteLength ?? 0,
    bytes_kept: isKept ? 1 : 0,
    replay_of: replayOf(message)?.of ?? '',
  };
}

function headersOf({ headers }: LoggedRecord): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, base64(value)])),
  );
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
