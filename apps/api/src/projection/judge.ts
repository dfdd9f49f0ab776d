import { decodeBytes, type Decoded } from '@hearback/domain';
import type { LoggedRecord } from '../event-log/event-log.js';

/** A log record with what became of it: an event, or a rejection with its reason. A bad message is a value. */
export interface Judged {
  readonly record: LoggedRecord;
  readonly decoded: Decoded;
  readonly recordedTime: string;
  /** Which door it came in by, or {@link LOG_ORIGIN}. */
  readonly origin: string;
}

/** The origin of what others wrote straight to the log: no door of ours has seen it. */
export const LOG_ORIGIN = 'log';

/** Decides the same for the same record, however often it is read. */
export function judge(record: LoggedRecord): Judged {
  const recordedTime = recordedTimeOf(record);
  const origin = textOf(record.headers['hearback-origin']) ?? LOG_ORIGIN;
  const value = record.value ?? new Uint8Array();
  return { record, decoded: decodeBytes(value, recordedTime), recordedTime, origin };
}

function recordedTimeOf(record: LoggedRecord): string {
  const stamped = textOf(record.headers['hearback-recorded-time']);
  const at = stamped === undefined ? NaN : Date.parse(stamped);
  // A stamp from after the log took the record is not ours: what is "future" must not be decided by the sender.
  const isPlausible = at >= 0 && at <= record.appendedAt + MOST_CLOCK_DIFFERENCE_MS;
  return new Date(isPlausible ? at : record.appendedAt).toISOString();
}

/** Between the host of the service and the broker's. */
const MOST_CLOCK_DIFFERENCE_MS = 60 * 60 * 1000;

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}
