import type { LoggedRecord } from '../event-log/event-log.js';

/** Between the host of the service and the broker's. */
const MOST_CLOCK_DIFFERENCE_MS = 60 * 60 * 1000;

/** When Hearback first saw a record (ISO 8601, UTC): as its header says, where that can be. */
export function recordedTimeOf(record: LoggedRecord): string {
  const stamped = headerOf(record, 'hearback-recorded-time');
  const at = stamped === undefined ? NaN : Date.parse(stamped);
  // A stamp from after the log took the record is not ours: what is "future" must not be decided by the sender.
  const isPlausible = at >= 0 && at <= record.appendedAt + MOST_CLOCK_DIFFERENCE_MS;
  return new Date(isPlausible ? at : record.appendedAt).toISOString();
}

/** Headers that Hearback gives its records. */
type HearbackHeader = 'hearback-recorded-time' | 'hearback-origin';

export function headerOf({ headers }: LoggedRecord, name: HearbackHeader): string | undefined {
  const bytes = headers[name];
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}
