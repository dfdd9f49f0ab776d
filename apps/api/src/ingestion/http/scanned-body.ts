import { JsonScanner, type Scanned } from '@hearback/domain';
import { Problem } from '../../platform/problem.js';

export const MAX_EVENTS_PER_REQUEST = 10_000;
/** Values in all events of a request, nested ones included; a typical event has twenty. */
const MAX_VALUES_PER_REQUEST = 1_000_000;

/**
 * For `readBody`: ends the reading of a JSON body with more values than what it is for can need. Parsing them, and a
 * problem for each, would take long.
 */
export function atMostValues(most: number, remedy: string): (part: Uint8Array) => void {
  const scanner = new JsonScanner();
  return (part) => {
    scanner.push(part);
    if (scanner.values <= most) return;
    throw new Problem(413, 'Too much in the body', `The body has more than ${most} values. ${remedy}`, {
      limit: most,
    });
  };
}

const REMEDY = `Send at most ${MAX_EVENTS_PER_REQUEST} events per request, in several requests, or import a file.`;
export const EVENTS_REMEDY = REMEDY;

/** Counts what is in a body while it comes in, so that one with too much in it is neither read to its end nor parsed. */
export class ScannedBody {
  readonly #scanner = new JsonScanner();

  /** @throws Problem 413 when there is too much in what has come in so far */
  inspect(part: Uint8Array): void {
    this.#scanner.push(part);
    // An array of as many events is closed when the last has ended, so one more has begun here at most.
    if (this.#scanner.items > MAX_EVENTS_PER_REQUEST) {
      const detail = `The request holds more than ${MAX_EVENTS_PER_REQUEST} events. ${REMEDY}`;
      throw new Problem(413, 'Too many events', detail, { limit: MAX_EVENTS_PER_REQUEST });
    }
    if (this.#scanner.values > MAX_VALUES_PER_REQUEST) {
      const detail = `The request holds more than ${MAX_VALUES_PER_REQUEST} values. ${REMEDY}`;
      throw new Problem(413, 'Too much in the events', detail, { limit: MAX_VALUES_PER_REQUEST });
    }
  }

  end(): Scanned {
    return this.#scanner.end();
  }
}
