import { isNativeError } from 'node:util/types';
import { TOLD_OTHERWISE, type Tellings } from './as-told.js';

/** A question about an instant, and which tellings are looked at for its answer. */
type AskedOf<Asked> = Asked & { readonly tellings: Tellings };

/** As of a moment that lies further back, what has been told again since then is too much to hope for none. */
const NOW_MS = 60_000;

/**
 * Asks about the last tellings where those are likely to be all, which is as of now, and about all of them where the
 * store refuses. The answer is the same, and usually comes sooner.
 *
 * @param now milliseconds since the epoch
 */
export async function lastTellingsFirst<Asked extends { readonly asOf: number }, Answer>(
  asked: Asked,
  now: number,
  ask: (asked: AskedOf<Asked>) => Promise<Answer>,
): Promise<Answer> {
  if (asked.asOf < now - NOW_MS) return ask({ ...asked, tellings: 'all' });
  try {
    return await ask({ ...asked, tellings: 'last' });
  } catch (error) {
    if (!isToldOtherwise(error)) throw error;
    return ask({ ...asked, tellings: 'all' });
  }
}

function isToldOtherwise(error: unknown): boolean {
  return isNativeError(error) && error.message.includes(TOLD_OTHERWISE);
}
