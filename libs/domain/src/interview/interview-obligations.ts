import type { Instant } from '../time/days.js';
import { answersTo, type Answer } from './answers.js';
import { belongingOf } from './belonging.js';
import { scopeOf, stopOf, type FoldOptions, type Obligation } from './obligation.js';
import type { ApplicationState, HeldInterview } from './state.js';

const kinds = ['response', 'decision', 'feedback'] as const;

/** What the candidate is owed after an interview that took place. */
export function interviewObligations(
  held: HeldInterview,
  state: ApplicationState,
  all: readonly HeldInterview[],
  options: FoldOptions,
): Obligation[] {
  const answers = answersTo(held, state, all, options);
  return kinds.map((kind) => obligation(kind, held, answers, state));
}

function obligation(
  kind: (typeof kinds)[number],
  held: HeldInterview,
  answers: readonly Answer[],
  state: ApplicationState,
): Obligation {
  const { interview, end, assumed } = held;
  const answer = answers.find((candidate) => kind === 'response' || candidate.kind === kind);
  const met = answer === undefined ? undefined : Math.max(answer.at, end);
  const stop = stopOf(met, withdrawalAfter(end, state));
  const isMet = stop.state === 'met';
  return {
    kind,
    interviewId: interview.id,
    ...belongingOf(interview, state),
    startedAt: end,
    ...stop,
    assumed,
    inferred: isMet && (answer?.inferred ?? false),
    early: isMet && (answer?.at ?? end) < end,
    ...(kind === 'response' ? { promisedAt: promiseCovering(held, state) } : {}),
  };
}

/** The first withdrawal at or after an interview's end; one from before it has no effect on what is owed for it. */
function withdrawalAfter(end: Instant, state: ApplicationState): Instant | undefined {
  return state.closings.find(({ at, outcome }) => outcome === 'withdrawn' && at >= end)?.at;
}

/** When the candidate was first told by when they will hear about this interview, from its first scheduling on. */
function promiseCovering({ interview, start }: HeldInterview, state: ApplicationState): Instant | undefined {
  const from = interview.firstScheduledAt ?? start;
  return state.promises.find((promise) => {
    const scope = scopeOf(promise.interviewId, state);
    return promise.at >= from && (scope === undefined || scope === interview.id);
  })?.at;
}
