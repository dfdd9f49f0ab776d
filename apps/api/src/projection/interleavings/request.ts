import { InjectedError, type Faults } from './faults.js';
import type { Actor, Scheduler } from './scheduler.js';

/** The parts of a schedule that every model needs. */
export interface Surroundings {
  readonly scheduler: Scheduler;
  readonly faults: Faults;
}

/** Requests that are slow to arrive: whoever sent them has often given them up, lost its partition, or died. */
const LATE: Actor = { name: 'late', weight: 0.05 };

interface Request<T> {
  readonly from: Actor;
  readonly to: Actor;
  /** What kind of request it is, for the counts of faults. */
  readonly kind: string;
  readonly what: string;
  /** Does it, all at once; what it throws is the answer. */
  readonly done: () => T;
}

/**
 * A request and its answer: it arrives at one turn of the receiver's, whether or not the sender lives by then, and the
 * answer at a later turn of the sender's. Between the two anything may happen.
 *
 * @throws InjectedError as the schedule has it
 */
export async function request<T>(
  { scheduler, faults }: Surroundings,
  { from, to, kind, what, done }: Request<T>,
): Promise<T> {
  const outcome = faults.outcome(kind);
  const arrival = scheduler.turn(faults.isSlow(outcome) ? LATE : to, `${what} from ${from.name}`);
  if (outcome === 'done-late') void arrival.then(done).catch(() => undefined);
  else await arrival;
  const result = outcome === 'answered' || outcome === 'answer-lost' ? attempt(done) : undefined;
  await scheduler.turn(from, `${what} ${result?.error?.message ?? outcome}`);
  if (result?.error !== undefined) throw result.error;
  if (outcome !== 'answered') throw new InjectedError(`${what}: ${outcome}`);
  return result?.value as T;
}

function attempt<T>(done: () => T): { readonly value?: T; readonly error?: Error } {
  try {
    return { value: done() };
  } catch (error) {
    return { error: error as Error };
  }
}
