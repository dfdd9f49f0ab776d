import { Injectable } from '@nestjs/common';

/** A loop that this process lives for. */
interface Loop {
  readonly name: string;
  /** When it last did anything, in milliseconds since the epoch; `undefined` before it has begun. */
  readonly lastTick: () => number | undefined;
  /** Silent for so long it hangs, and a restart is the remedy. */
  readonly longestSilenceMs: number;
}

/** The loops of this process. It is alive as long as each of them ticks. */
@Injectable()
export class Liveness {
  readonly #loops: Loop[] = [];

  watch(loop: Loop): void {
    this.#loops.push(loop);
  }

  /** The loops that hang, by name. */
  stuck(now: number): readonly string[] {
    return this.#loops
      .filter(({ lastTick, longestSilenceMs }) => now - (lastTick() ?? now) >= longestSilenceMs)
      .map(({ name }) => name);
  }
}
