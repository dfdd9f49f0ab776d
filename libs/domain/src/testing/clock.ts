import type { Instant } from '../time/days.js';

/** Milliseconds since the epoch of an ISO 8601 instant with a zone; throws when it is none. */
export function instant(time: string): Instant {
  const at = Date.parse(time);
  if (Number.isNaN(at)) throw new Error(`not an instant: ${time}`);
  return at;
}
