import type { Attempt, Message } from './message.js';

/** What came of an attempt to send. */
export type Outcome =
  | { readonly is: 'sent'; readonly detail: string }
  /** Trying again would change nothing. */
  | { readonly is: 'refused'; readonly detail: string }
  | {
      readonly is: 'retry';
      readonly detail: string;
      /** As the receiver asks for. */
      readonly afterMs?: number;
      /** Nothing else gets through either: the endpoint is away or wants a pause. */
      readonly away: boolean;
      /** It had left, and nobody knows whether it was taken: sent again, it may come twice. */
      readonly mayHaveArrived?: boolean;
    };

const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 3_600_000;
const GIVE_UP_AFTER_MS = 3 * 24 * 3_600_000;
/** A receiver may ask for patience, not for ever. */
const LONGEST_ASKED_MS = 24 * 3_600_000;
const REMEMBERED = 10;

/**
 * How long to wait after so many attempts have failed: one minute, doubled each time up to an hour, or as long as the
 * receiver asks where that is longer.
 * @param failures 1 or more
 * @returns milliseconds
 */
export function pauseAfter(failures: number, askedMs = 0): number {
  const own = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
  return Math.max(own, Math.min(askedMs, LONGEST_ASKED_MS));
}

/** The message once it is on its way: to be durable before the first byte leaves. */
export function begun(message: Message): Message {
  return { ...message, status: 'sending', attempts: message.attempts + 1 };
}

/** The message after an attempt. */
export function concluded(message: Message, outcome: Outcome, now: Date): Message {
  const { is, detail } = outcome;
  const mayRepeat = message.mayRepeat || (outcome.is === 'retry' && outcome.mayHaveArrived === true);
  const history = remembered(message, { at: now.toISOString(), outcome: is, detail });
  const after = { ...message, history, mayRepeat };
  if (is !== 'retry') return { ...after, status: is };
  const isTooOld = now.getTime() - Date.parse(message.triedSince) >= GIVE_UP_AFTER_MS;
  if (isTooOld) return { ...after, status: 'given-up' };
  const pause = pauseAfter(Math.max(1, message.attempts), outcome.afterMs);
  return { ...after, status: 'queued', nextAt: new Date(now.getTime() + pause).toISOString() };
}

/** A message that was on its way when the process ended: it goes out once more, and may arrive twice. */
export function interrupted(message: Message, now: Date): Message {
  const at = now.toISOString();
  const detail = 'Hearback ended while it was being sent; it is sent again under the same id.';
  return {
    ...message,
    status: 'queued',
    nextAt: at,
    mayRepeat: true,
    history: remembered(message, { at, outcome: 'interrupted', detail }),
  };
}

/** A message that is to be sent again by hand, whatever became of it. */
export function queuedAgain(message: Message, now: Date): Message {
  const at = now.toISOString();
  const mayRepeat = message.mayRepeat || message.status === 'sent';
  return { ...message, status: 'queued', triedSince: at, nextAt: at, attempts: 0, mayRepeat };
}

function remembered({ history }: Message, attempt: Attempt): Attempt[] {
  return [...history, attempt].slice(-REMEMBERED);
}
