import { BackOff, pause } from '../event-log/back-off.js';
import { NotReady } from './failure.js';

const FIRST_MS = 250;
const LONGEST_MS = 2_000;

/** What waits for a service that is starting, instead of failing at once; for what may be sent again without harm. */
export class Patience {
  /** @param limitMs how long one thing is tried again; 0: it is tried once */
  constructor(private readonly limitMs: number) {}

  /** @throws Failure when the service was not ready within the limit; anything else as it comes */
  async until<T>(attempt: () => Promise<T>): Promise<T> {
    const backOff = new BackOff(FIRST_MS, LONGEST_MS);
    const startedAt = performance.now();
    let isTold = false;
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof NotReady) || this.limitMs === 0) throw error;
        const left = this.limitMs - (performance.now() - startedAt);
        if (left <= 0) throw error.after(this.#seconds);
        if (!isTold) console.error(`${error.state} Waiting up to ${this.#seconds} s for it …`);
        isTold = true;
        await pause(Math.min(backOff.next(), left));
      }
    }
  }

  get #seconds(): number {
    return this.limitMs / 1000;
  }
}
