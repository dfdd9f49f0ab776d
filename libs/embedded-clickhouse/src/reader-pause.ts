const FIRST_MS = 60_000;
const LONGEST_MS = 15 * 60_000;

/** How long readers wait after one of their statements has cost a restart: longer, when that happens again soon. */
export class ReaderPause {
  #length = FIRST_MS;
  /** In ms since the epoch. */
  until = 0;

  /** @returns the length of the pause that begins, in ms */
  begin(now: number): number {
    const isSoon = now < this.until + this.#length;
    this.#length = isSoon ? Math.min(this.#length * 2, LONGEST_MS) : FIRST_MS;
    this.until = now + this.#length;
    return this.#length;
  }
}
