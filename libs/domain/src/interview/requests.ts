import { covers, isAnswer } from './answers.js';
import { belongingAt, belongingOf } from './belonging.js';
import { heldNamed, scopeOf, stopOf, type Obligation } from './obligation.js';
import type { ApplicationState, FeedbackRequest, HeldInterview } from './state.js';

/** What a candidate is owed who asked for feedback: about an interview, from its end on; else at once. */
export function requestObligations(state: ApplicationState, held: readonly HeldInterview[]): Obligation[] {
  return state.requests.flatMap((request) => {
    const scope = scopeOf(request.interviewId, state);
    const about = heldNamed(scope, held);
    return scope !== undefined && about === undefined ? [] : [obligation(request, about, state, held)];
  });
}

function obligation(
  { at, origin, interviewId }: FeedbackRequest,
  about: HeldInterview | undefined,
  state: ApplicationState,
  held: readonly HeldInterview[],
): Obligation {
  const startedAt = Math.max(at, about?.end ?? at);
  const answer = state.responses.find(
    (response) =>
      isAnswer(response) &&
      response.kind === 'feedback' &&
      response.at > at &&
      (about === undefined || covers(response, about)),
  );
  const met = answer === undefined ? undefined : Math.max(answer.at, startedAt);
  const withdrawn = state.closings.find(
    (closing) => closing.outcome === 'withdrawn' && closing.at > at && closing.at >= startedAt,
  );
  const stop = stopOf(met, withdrawn?.at);
  return {
    kind: 'request',
    interviewId: about?.interview.id,
    origin,
    ...(about === undefined
      ? belongingAt(at, interviewId, state, held)
      : belongingOf(about.interview, state)),
    startedAt,
    ...stop,
    assumed: about?.assumed ?? false,
    inferred: false,
    early: stop.state === 'met' && about !== undefined && (answer?.at ?? startedAt) < about.end,
  };
}
