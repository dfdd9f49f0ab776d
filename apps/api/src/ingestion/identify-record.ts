import { decodeBytes, reservation } from '@hearback/domain';
import type { LoggedRecord, RecordIdentity } from '../event-log/event-log.js';
import { contentHash, identityKey, identityOf } from './event-identity.js';
import { MARK_HEADER, REFUSED_HEADER } from './marks/mark.js';
import { recordedTimeOf } from './recorded-time.js';

/**
 * Which event a record is, for an index of a log that was written without one. `undefined` for what is no event, and for
 * what Hearback itself would have had to send and did not: it must not stand in the way of the true one.
 */
export function identifyRecord(record: LoggedRecord): RecordIdentity | undefined {
  if (record.value === null || record.headers[REFUSED_HEADER] !== undefined) return undefined;
  const decoded = decodeBytes(record.value, recordedTimeOf(record));
  if (!('event' in decoded)) return undefined;
  const { event } = decoded;
  if (reservation(event) !== undefined && record.headers[MARK_HEADER] === undefined) return undefined;
  return { key: identityKey(identityOf(event)), content: contentHash(event) };
}
