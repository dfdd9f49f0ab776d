import { Random } from '../../simulation/random.js';

/** Whoever waits for a turn: a process, or something that outlives every process. */
export interface Actor {
  readonly name: string;
  /** How often it is chosen, compared with the others. */
  weight: number;
  /** A dead process never gets a turn again: what it waited for never returns. */
  readonly isDead?: boolean;
}

interface Turn {
  readonly actor: Actor;
  readonly what: string;
  readonly when: (() => boolean) | undefined;
  readonly proceed: () => void;
}

/**
 * So many promises follow one another from one turn to where the next is waited for, at most; many more than there are.
 * Were they too few, more would be under way at once, in an order that is the same each time. An immediate per step
 * would take as long as all the rest.
 */
const TICKS = 24;

const nextImmediate = globalThis.setImmediate;

/**
 * Lets exactly one of all that wait go on at a time, chosen by the seed. Between two turns everything runs until it
 * waits again, so that the order of turns is the order of everything.
 */
export class Scheduler {
  readonly random: Random;
  /** What happened, turn by turn, where it is kept; the same for the same seed. */
  readonly trace: string[] = [];
  #waiting: Turn[] = [];
  #steps = 0;

  constructor(
    seed: number,
    private readonly keepsTrace: boolean,
  ) {
    this.random = new Random('interleavings', seed);
  }

  /** How many turns there have been: the clock of the simulation. */
  get steps(): number {
    return this.#steps;
  }

  /** Resolves when it is the actor's turn; never while `when` is false, and never once the actor is dead. */
  turn(actor: Actor, what: string, when?: () => boolean): Promise<void> {
    return new Promise((proceed) => {
      this.#waiting.push({ actor, what, when, proceed });
    });
  }

  note(...what: readonly string[]): void {
    if (this.keepsTrace) this.trace.push(`${this.#steps} ${what.join(': ')}`);
  }

  /** Gives one turn. `false`: nobody can go on. */
  async step(): Promise<boolean> {
    const chosen = this.#choose(this.#ready()) ?? (await this.#chooseLater());
    if (chosen === undefined) return false;
    this.#waiting.splice(this.#waiting.indexOf(chosen), 1);
    this.#steps += 1;
    this.note(chosen.actor.name, chosen.what);
    chosen.proceed();
    await this.settle();
    return true;
  }

  /** Until whatever could go on waits for its next turn. */
  async settle(): Promise<void> {
    for (let tick = 0; tick < TICKS; tick += 1) await Promise.resolve();
  }

  #ready(): Turn[] {
    return this.#waiting.filter(({ actor, when }) => actor.isDead !== true && when?.() !== false);
  }

  /** Before it is taken for certain that nobody can go on. */
  async #chooseLater(): Promise<Turn | undefined> {
    // Immediates run when no promise has anything left to do.
    await new Promise((resolve) => nextImmediate(resolve));
    return this.#choose(this.#ready());
  }

  #choose(ready: readonly Turn[]): Turn | undefined {
    const total = ready.reduce((sum, { actor }) => sum + actor.weight, 0);
    let left = this.random.float() * total;
    return ready.find(({ actor }) => (left -= actor.weight) < 0) ?? ready.at(-1);
  }
}

/**
 * Runs `work` with `setImmediate` as one more place where the schedule decides who goes on: the projector lets go of
 * the thread between its inserts and the fold. Time stands still meanwhile: slices of work end by it, and a slow machine
 * must not make another schedule.
 */
export async function withImmediatesAsTurns<T>(scheduler: Scheduler, work: () => Promise<T>): Promise<T> {
  const cpu: Actor = { name: 'event loop', weight: 4 };
  const original = globalThis.setImmediate;
  const { stackTraceLimit } = Error;
  const standing = performance.now();
  performance.now = () => standing;
  const asTurn = (callback: () => void): void => void scheduler.turn(cpu, 'immediate').then(callback);
  globalThis.setImmediate = asTurn as unknown as typeof setImmediate;
  // Errors are as common as answers here, and nobody reads where they came from.
  Error.stackTraceLimit = 0;
  try {
    return await work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    globalThis.setImmediate = original;
    // What was put over the prototype's method.
    Reflect.deleteProperty(performance, 'now');
  }
}
