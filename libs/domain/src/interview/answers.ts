import { dayOf, type Instant } from '../time/days.js';
import type { FoldOptions } from './obligation.js';
import type { ApplicationState, HeldInterview, Interview, Response } from './state.js';

/** What tells a candidate where they stand after an interview. */
export interface Answer {
  readonly at: Instant;
  readonly kind: 'feedback' | 'decision' | 'next_step';
  readonly inferred: boolean;
}

/** The answers that cover an interview, first to last; at one instant an explicit one goes before an inferred. */
export function answersTo(
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
export function isAnswer(response: Response): response is Response & { kind: Answer['kind'] } {
  return !response.automated && response.kind !== 'status_update';
}

export function covers(response: Response, { interview, start }: HeldInterview): boolean {
  const isAboutIt = response.interviewId === undefined || response.interviewId === interview.id;
  return isAboutIt && start <= response.at;
}

function inferredAnswers(
  target: HeldInterview,
  state: ApplicationState,
  held: readonly HeldInterview[],
  timeZone: string,
): Answer[] {
  const invitations = invitationsAfter(target, state, held, timeZone);
  const hirings = hiringsIn(state).filter((at) => target.start <= at);
  return [
    ...invitations.map((at) => ({ at, kind: 'next_step', inferred: true }) as const),
    ...hirings.map((at) => ({ at, kind: 'decision', inferred: true }) as const),
  ];
}

/** When the application was closed as hired: that says a decision about the whole of it. */
export function hiringsIn({ closings }: ApplicationState): Instant[] {
  return closings.filter(({ outcome }) => outcome === 'hired').map(({ at }) => at);
}

/** When the candidate was invited on after an interview, in no order. */
export function invitationsAfter(
  target: HeldInterview,
  state: ApplicationState,
  held: readonly HeldInterview[],
  timeZone: string,
): Instant[] {
  const instants: Instant[] = [];
  for (const other of state.interviews.values()) {
    const at = invitedOnAt(other, target, held, timeZone);
    if (at !== undefined) instants.push(at);
  }
  return instants;
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
