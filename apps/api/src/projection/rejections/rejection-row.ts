import type { Rejection } from '@hearback/domain';
import { toDateTime64 } from '../../clickhouse/client.js';
import type { LoggedRecord } from '../../event-log/event-log.js';
import type { LogPlace } from '../events/event-row.js';

/** A row of `stored_rejections`. Bytes and headers may be anything, so they travel as base64. */
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
  readonly bytes_base64: string;
}

export function toRejectionRow(
  record: LoggedRecord,
  place: LogPlace,
  rejection: Rejection,
  seen: { recordedTime: string; origin: string },
): RejectionRow {
  const headers = Object.entries(record.headers).map(([name, value]) => [name, base64(value)]);
  return {
    topic: place.topic,
    partition: place.partition,
    offset: String(place.offset),
    appended_at: toDateTime64(record.appendedAt),
    recorded_time: toDateTime64(seen.recordedTime),
    reason: rejection.reason,
    detail: JSON.stringify(rejection.problems),
    origin: seen.origin,
    headers: JSON.stringify(Object.fromEntries(headers)),
    bytes_base64: record.value === null ? '' : base64(record.value),
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
