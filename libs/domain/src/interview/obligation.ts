import type { Instant } from '../time/days.js';
import type { ApplicationState, HeldInterview, Origin } from './state.js';

/**
 * What is owed: to the candidate after an interview that took place (`response`, `decision`, `feedback`), to the
 * organisation by its interviewers (`scorecard`), and to the candidate because it was promised or asked for.
 */
export const obligationKinds = [
  'response',
  'decision',
  'feedback',
  'scorecard',
  'promise',
  'request',
] as const;
export type ObligationKind = (typeof obligationKinds)[number];

/**
 * - `met`: answered at `stoppedAt`
 * - `waiting`: still unanswered
 * - `ended`: the candidate withdrew at `stoppedAt` while waiting
 */
export type ObligationState = 'met' | 'waiting' | 'ended';

/** Whose something is: the candidate of the application, and the descriptive fields of the interview it belongs to. */
export interface Belonging {
  readonly candidateId?: string | undefined;
  readonly teamId?: string | undefined;
  readonly jobId?: string | undefined;
  readonly stage?: string | undefined;
  readonly url?: string | undefined;
}

/** One clock: what was owed, from when, and what became of it. Instants in milliseconds since the epoch. */
export interface Obligation extends Belonging {
  readonly kind: ObligationKind;
  /** Absent of a promise or request about the whole application. */
  readonly interviewId?: string | undefined;
  /** Of a scorecard: who owes it. */
  readonly interviewerId?: string | undefined;
  /** Of a promise or request: the event that began it. */
  readonly origin?: Origin | undefined;
  readonly startedAt: Instant;
  readonly stoppedAt?: Instant | undefined;
  readonly state: ObligationState;
  /** The interview counts as completed only because its scheduled end has passed. */
  readonly assumed: boolean;
  /** The answer was read off the course of events, not sent as such. */
  readonly inferred: boolean;
  /** What was owed came before its clock started: latency 0. */
  readonly early: boolean;
  /** Of a response: when the candidate was first told by when they will hear, from the interview's scheduling on. */
  readonly promisedAt?: Instant | undefined;
  /** Of a promise: by when the candidate was first told they would hear; of the others the calendar decides. */
  readonly dueAt?: Instant | undefined;
  /** Of a promise: by when they were last told. */
  readonly lastDueAt?: Instant | undefined;
}

export interface FoldOptions {
  /** IANA zone of the organisation: decides what a "later day" is. */
  readonly timeZone: string;
  /** Whether going on to another stage, or being hired, counts as having heard back. */
  readonly inferResponses: boolean;
}

export const defaultFoldOptions: FoldOptions = { timeZone: 'UTC', inferResponses: true };

/** How a clock stopped, if it did: what was owed goes before a withdrawal at the same instant. */
export function stopOf(
  met: Instant | undefined,
  withdrawn: Instant | undefined,
): Pick<Obligation, 'state' | 'stoppedAt'> {
  if (met !== undefined && (withdrawn === undefined || met <= withdrawn)) {
    return { state: 'met', stoppedAt: met };
  }
  return withdrawn === undefined
    ? { state: 'waiting', stoppedAt: undefined }
    : { state: 'ended', stoppedAt: withdrawn };
}

/**
 * The interview that a promise or request is about. One that names an interview that is cancelled, or that no event
 * about its course has named yet, counts as about the application.
 */
export function scopeOf(interviewId: string | undefined, state: ApplicationState): string | undefined {
  const interview = interviewId === undefined ? undefined : state.interviews.get(interviewId);
  return interview === undefined || interview.status === 'cancelled' ? undefined : interviewId;
}

/** The interview of that id, if it took place. */
export function heldNamed(
  interviewId: string | undefined,
  held: readonly HeldInterview[],
): HeldInterview | undefined {
  return interviewId === undefined ? undefined : held.find(({ interview }) => interview.id === interviewId);
}
