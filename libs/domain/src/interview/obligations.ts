import { dayOf, type Instant } from '../time/days.js';
import {
  heldInterviews,
  type ApplicationState,
  type HeldInterview,
  type Interview,
  type Response,
} from './state.js';

/** What a candidate is owed after an interview that took place. */
export const obligationKinds = ['response', 'decision', 'feedback'] as const;
export type ObligationKind = (typeof obligationKinds)[number];

/**
 * - `met`: answered at `stoppedAt`
 * - `waiting`: still unanswered
 * - `ended`: the candidate withdrew at `stoppedAt` while waiting
 */
export type ObligationState = 'met' | 'waiting' | 'ended';

/** One clock: what was owed, from when, and what became of it. Instants in milliseconds since the epoch. */
export interface Obligation {
  readonly kind: ObligationKind;
  readonly interviewId: string;
  readonly candidateId?: string | undefined;
  readonly teamId?: string | undefined;
  readonly jobId?: string | undefined;
  readonly stage?: string | undefined;
  readonly url?: string | undefined;
  readonly startedAt: Instant;
  readonly stoppedAt?: Instant | undefined;
  readonly state: ObligationState;
  /** The interview counts as completed only because its scheduled end has passed. */
  readonly assumed: boolean;
  /** The answer was read off the course of events, not sent as such. */
  readonly inferred: boolean;
  /** The answer came between the interview's start and its end: latency 0. */
  readonly early: boolean;
}

export interface FoldOptions {
  /** IANA zone of the organisation: decides what a "later day" is. */
  readonly timeZone: string;
  /** Whether going on to another stage, or being hired, counts as having heard back. */
  readonly inferResponses: boolean;
}

export const defaultFoldOptions: FoldOptions = { timeZone: 'UTC', inferResponses: true };

/** The obligations of an application as of an instant, which must not lie before the state's own. */
export function obligationsAsOf(state: ApplicationState, asOf: Instant, options: FoldOptions): Obligation[] {
  const held = heldInterviews(state, asOf);
  return held.flatMap((interview) => {
    const answers = answersTo(interview, state, held, options);
    return obligationKinds.map((kind) => obligation(kind, interview, answers, state));
  });
}

interface Answer {
  readonly at: Instant;
  readonly kind: 'feedback' | 'decision' | 'next_step';
  readonly inferred: boolean;
}

function obligation(
  kind: ObligationKind,
  { interview, end, assumed }: HeldInterview,
  answers: readonly Answer[],
  state: ApplicationState,
): Obligation {
  const answer = answers.find((candidate) => kind === 'response' || candidate.kind === kind);
  const met = answer === undefined ? undefined : Math.max(answer.at, end);
  const withdrawn = withdrawalAfter(end, state);
  const isMet = met !== undefined && (withdrawn === undefined || met <= withdrawn);
  const { candidateId, teamId, jobId, stage, url } = interview.description;
  return {
    kind,
    interviewId: interview.id,
    candidateId,
    teamId,
    jobId,
    stage,
    url,
    startedAt: end,
    stoppedAt: isMet ? met : withdrawn,
    state: isMet ? 'met' : withdrawn === undefined ? 'waiting' : 'ended',
    assumed,
    inferred: isMet && (answer?.inferred ?? false),
    early: isMet && (answer?.at ?? end) < end,
  };
}

/** The answers that cover an interview, first to last; at one instant an explicit one goes before an inferred. */
function answersTo(
  target: HeldInterview,
  state: ApplicationState,
  held: readonly HeldInterview[],
  options: FoldOptions,
): Answer[] {
  const explicit = state.responses.filter(isAnswer).filter((response) => covers(response, target));
  const answers: Answer[] = explicit.map(({ at, kind }) => ({ at, kind, inferred: false }));
  if (options.inferResponses) answers.push(...inferredAnswers(target, state, held, options.timeZone));
  return answers.sort((a, b) => a.at - b.at || Number(a.inferred) - Number(b.inferred));
}

/** A contact that tells the candidate where they stand; nobody decided to send an automated message. */
function isAnswer(response: Response): response is Response & { kind: Answer['kind'] } {
  return !response.automated && response.kind !== 'status_update';
}

function covers(response: Response, { interview, start }: HeldInterview): boolean {
  const isAboutIt = response.interviewId === undefined || response.interviewId === interview.id;
  return isAboutIt && start <= response.at;
}

function inferredAnswers(
  target: HeldInterview,
  state: ApplicationState,
  held: readonly HeldInterview[],
  timeZone: string,
): Answer[] {
  const answers: Answer[] = [];
  for (const other of state.interviews.values()) {
    const at = invitedOnAt(other, target, held, timeZone);
    if (at !== undefined) answers.push({ at, kind: 'next_step', inferred: true });
  }
  for (const { at, outcome } of state.closings) {
    if (outcome === 'hired' && target.start <= at) answers.push({ at, kind: 'decision', inferred: true });
  }
  return answers;
}

/**
 * When an interview of another stage told the candidate that they are through: at its first scheduling; if no
 * event scheduled it but it took place, at its start, when that is on a later day. An invitation from before the
 * end of the target says nothing about it, and between unknown stages nothing is read off.
 */
function invitedOnAt(
  other: Interview,
  target: HeldInterview,
  held: readonly HeldInterview[],
  timeZone: string,
): Instant | undefined {
  const [from, to] = [target.interview.description.stage, other.description.stage];
  if (from === undefined || to === undefined || from === to) return undefined;
  if (other.firstScheduledAt !== undefined) {
    return other.firstScheduledAt >= target.end ? other.firstScheduledAt : undefined;
  }
  const start = held.find(({ interview }) => interview === other)?.start;
  if (start === undefined || start < target.end) return undefined;
  return dayOf(start, timeZone) > dayOf(target.end, timeZone) ? start : undefined;
}

/** The first withdrawal at or after an interview's end; one from before it has no effect on what is owed for it. */
function withdrawalAfter(end: Instant, state: ApplicationState): Instant | undefined {
  const withdrawals = state.closings.filter(({ at, outcome }) => outcome === 'withdrawn' && at >= end);
  return withdrawals[0]?.at;
}
