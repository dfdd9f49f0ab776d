import { createHmac, timingSafeEqual } from 'node:crypto';

/** Header: shows that Hearback itself wrote the record. */
export const MARK_HEADER = 'hearback-mark';

/** Header of a record that is kept as a dead letter although its bytes alone may look like an event of Hearback's own. */
export const REFUSED_HEADER = 'hearback-refused';

/**
 * The service's mark on a record: an HMAC-SHA-256 over all of its bytes, and so over the event's id, source and content.
 * It fits no other record. Over the bytes rather than over the parsed event, so that processes of two versions that know
 * different fields of an event agree on it.
 */
export function markOf(key: Uint8Array, value: Uint8Array): string {
  return createHmac('sha256', key).update(value).digest('base64url');
}

export function isMarked(key: Uint8Array, value: Uint8Array, mark: Uint8Array | undefined): boolean {
  if (mark === undefined) return false;
  const wanted = Buffer.from(markOf(key, value));
  return mark.byteLength === wanted.byteLength && timingSafeEqual(mark, wanted);
}
