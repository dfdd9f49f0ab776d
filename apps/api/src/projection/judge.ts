import { decodeBytes, type Decoded } from '@hearback/domain';
import type { LoggedRecord } from '../event-log/event-log.js';
import { headerOf, recordedTimeOf } from '../ingestion/recorded-time.js';

/** A log record with what became of it: an event, or a rejection with its reason. A bad message is a value. */
export interface Judged {
  readonly record: LoggedRecord;
  readonly decoded: Decoded;
  readonly recordedTime: string;
  /** Which door it came in by, or {@link LOG_ORIGIN}. */
  readonly origin: string;
  /** Bears the mark of Hearback itself. */
  readonly isMarked?: boolean;
}

/** The origin of what others wrote straight to the log: no door of ours has seen it. */
export const LOG_ORIGIN = 'log';

/** Decides the same for the same record, however often it is read. */
export function judge(record: LoggedRecord): Judged {
  const recordedTime = recordedTimeOf(record);
  const origin = headerOf(record, 'hearback-origin') ?? LOG_ORIGIN;
  const value = record.value ?? new Uint8Array();
  return { record, decoded: decodeBytes(value, recordedTime), recordedTime, origin };
}
