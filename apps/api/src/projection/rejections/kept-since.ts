import type { Organisation } from '../../platform/organisation.js';

const DAY_MS = 86_400_000;

/** Milliseconds since the epoch: of messages recorded before, the originals are not kept any more. */
export function keptSince({ deadLetters }: Organisation, now: Date): number {
  return now.getTime() - deadLetters.keepDays * DAY_MS;
}
