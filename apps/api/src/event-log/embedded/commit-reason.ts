import { pause } from '../back-off.js';
import { asError } from '../errors.js';

/** How long LMDB may take to say why a commit failed, in milliseconds. */
const REASON_WITHIN_MS = 1_000;

/**
 * Why a write failed.
 *
 * TRICKY: lmdb rejects a failed write with "see commitError", a promise that rejects with the actual reason. Every failed
 * write must come by here: where nobody listens to that promise, its rejection is unhandled and ends the process.
 */
export async function commitReason(thrown: unknown): Promise<Error> {
  const error = asError(thrown);
  const reason = (error as { commitError?: Promise<unknown> }).commitError;
  if (reason === undefined) return error;
  const settled = reason.then(() => error, asError);
  return Promise.race([settled, pause(REASON_WITHIN_MS).then(() => error)]);
}
