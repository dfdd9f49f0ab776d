import type { Random } from '../../simulation/random.js';

/** What becomes of a request: to the store, the broker, or the owner of the candidate keys. */
export type Outcome =
  | 'answered'
  /** An error, and nothing was done. */
  | 'refused'
  /** An error, although it was done: the answer was lost. */
  | 'answer-lost'
  /** An error, and it is done later: the caller timed out, the request did not. */
  | 'done-late';

const ERRORS = ['refused', 'answer-lost', 'done-late'] as const;

/** Decides which requests fail. */
export class Faults {
  #isOver = false;
  #requestsUntilBack = 0;
  readonly #rate: number;
  readonly #slowRate: number;
  /** How often each thing happened. */
  readonly counts = new Map<string, number>();

  constructor(private readonly random: Random) {
    this.#slowRate = random.pick([0, 0.05, 0.2]);
    this.#rate = random.pick([0, 0.02, 0.08, 0.2]);
  }

  /** From now on everything works, so that the schedule comes to an end. */
  end(): void {
    this.#isOver = true;
    this.#requestsUntilBack = 0;
  }

  /** So many of the next requests to the store fail, whoever makes them. */
  takeStoreAway(requests: number): void {
    this.#requestsUntilBack = requests;
  }

  /** To be asked once per request. */
  isStoreAway(): boolean {
    this.#requestsUntilBack -= 1;
    return this.#requestsUntilBack >= 0;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  outcome(what: string): Outcome {
    if (this.#isOver || !this.random.chance(this.#rate)) return 'answered';
    const outcome = this.random.pick(ERRORS);
    this.count(`${what} ${outcome}`);
    return outcome;
  }

  /** Whether a request is long under way. */
  isSlow(outcome: Outcome): boolean {
    return outcome === 'done-late' || (!this.#isOver && this.random.chance(this.#slowRate));
  }

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }
}

/** The error of a request that the schedule lets fail. */
export class InjectedError extends Error {}
