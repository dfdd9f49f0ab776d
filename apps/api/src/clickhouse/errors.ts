import { isNativeError } from 'node:util/types';
import { NotEnoughRoom } from '../platform/free-space/not-enough-room.js';

/** The store is away or overloaded; a later try may succeed. Callers answer 503. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';

  constructor(detail: string, options?: ErrorOptions) {
    super(`The analytical store (ClickHouse) does not answer: ${detail}`, options);
  }
}

/** Codes with which ClickHouse says "not now": timeouts, too many queries or parts, network, memory, read-only. */
const PASSING_CODES = new Set([
  '3',
  '159',
  '164',
  '202',
  '203',
  '209',
  '210',
  '241',
  '242',
  '243',
  '252',
  '285',
  '319',
  '425',
  '999',
]);

const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/**
 * `true` for a failure of the engine or the way to it, `false` for one of the query itself.
 * TRICKY: the client throws its own ClickHouseError with a numeric `code` as text, and plain socket errors or bare
 * messages for the rest.
 */
export function isOutage(error: unknown): boolean {
  // Not `instanceof`: in tests the errors of Node's sockets are those of another realm.
  if (!isNativeError(error)) return false;
  if (error instanceof NotEnoughRoom) return true;
  const { code } = error as NodeJS.ErrnoException;
  if (code !== undefined && (PASSING_CODES.has(code) || CONNECTION_CODES.has(code))) return true;
  return /socket hang up|timeout error|aborted|network/i.test(error.message);
}

/** What callers are given for a failure of the store: an outage under its own name, anything else as it is. */
export function asOutage(error: unknown): unknown {
  if (error instanceof NotEnoughRoom || !isOutage(error)) return error;
  return new StoreUnavailable((error as Error).message, { cause: error });
}
