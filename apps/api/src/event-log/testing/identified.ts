import { createHash } from 'node:crypto';
import type { LoggedRecord, RecordIdentity, RecordToAppend } from '../event-log.js';
import { textOf } from './collector.js';

const digest = (text: string): string => createHash('md5').update(text).digest('base64');

/** A record whose text is "identity=content". */
export function identified(text: string, keepConflict = false): RecordToAppend {
  return { key: 'k', value: Buffer.from(text), headers: {}, identity: identityIn(text), keepConflict };
}

export function identityIn(text: string): RecordIdentity {
  const [key = '', content = ''] = text.split('=');
  return { key: digest(key), content: digest(content) };
}

export const identify = (record: LoggedRecord): RecordIdentity => identityIn(textOf(record));
