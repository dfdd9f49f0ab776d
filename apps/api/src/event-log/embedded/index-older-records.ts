import type { LoggedRecord, RecordIdentity } from '../event-log.js';
import { silent, type LogFunction } from '../log-function.js';
import type { Storage } from './storage.js';

const READ_RECORDS = 2_000;
const READ_BYTES = 16 * 1024 * 1024;
/** So many records between two commits: what of the index is held in memory. */
const COMMIT_RECORDS = 50_000n;
const SAY_EVERY_MS = 5_000;

/**
 * Brings those records into the index that were written before there was one, or by an earlier version since. Goes on
 * where it was stopped.
 *
 * @throws EventLogUnavailable when nothing can be written, EventLogStorageError for a damaged record
 */
export async function indexOlderRecords(
  storage: Storage,
  identify: (record: LoggedRecord) => RecordIdentity | undefined,
  log: LogFunction = silent,
): Promise<void> {
  const from = storage.keepIndex();
  const { end } = storage;
  if (from >= end) return;
  log(
    'info',
    `The event log has no index of ${end - from} records yet: it is made once, before anything else.`,
  );
  let said = Date.now();
  for (let at = from; at < end;) {
    const until = at + COMMIT_RECORDS < end ? at + COMMIT_RECORDS : end;
    const entries = new Map<string, string>();
    while (at < until) {
      const records = storage.read(at, Math.min(READ_RECORDS, Number(until - at)), READ_BYTES);
      for (const record of records) {
        const identity = identify(record);
        // Of two records with one identity the first is the event.
        if (identity !== undefined && !entries.has(identity.key)) entries.set(identity.key, identity.content);
      }
      at += BigInt(records.length);
      if (Date.now() - said >= SAY_EVERY_MS) {
        said = Date.now();
        log('info', `Index of the event log: ${at} of ${end} records`);
      }
      // Signals are heeded in between.
      await new Promise((resolve) => setImmediate(resolve));
    }
    await storage.index(entries, at);
  }
  log('info', `The index of the event log is complete: ${end} records.`);
}
