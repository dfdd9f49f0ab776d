import type { Instant } from '../time/days.js';

/** A clock that stands still until it is told to move. */
export interface FixedClock {
  /** Milliseconds since the epoch. */
  now(): Instant;
  /** ISO 8601, UTC. */
  iso(): string;
  moveTo(time: string): void;
  advance(milliseconds: number): void;
}

/** @param time ISO 8601 with a zone; by default the Thursday after the builders' default interview */
export function fixedClock(time = '2026-03-05T12:00:00Z'): FixedClock {
  let at = instant(time);
  return {
    now: () => at,
    iso: () => new Date(at).toISOString(),
    moveTo: (to) => void (at = instant(to)),
    advance: (milliseconds) => void (at += milliseconds),
  };
}

/** Milliseconds since the epoch of an ISO 8601 instant with a zone; throws when it is none. */
export function instant(time: string): Instant {
  const at = Date.parse(time);
  if (Number.isNaN(at)) throw new Error(`not an instant: ${time}`);
  return at;
}
