import { belongingOf } from './belonging.js';
import type { Obligation } from './obligation.js';
import type { ApplicationState, HeldInterview } from './state.js';

/**
 * What each interviewer owes who is to hand in an assessment: the first of theirs that still stands stops the clock,
 * edits never move it. A candidate who withdraws does not release them.
 */
export function scorecardObligations(
  { interview, end, assumed }: HeldInterview,
  state: ApplicationState,
): Obligation[] {
  const required = (interview.description.interviewers ?? []).filter((each) => each.scorecardRequired);
  return [...new Set(required.map(({ id }) => id))].map((interviewerId) => {
    const submitted = state.submissions
      .filter((each) => each.interviewId === interview.id && each.interviewerId === interviewerId)
      .reduce((first, { submittedAt }) => Math.min(first, submittedAt), Infinity);
    const isMet = submitted < Infinity;
    return {
      kind: 'scorecard',
      interviewId: interview.id,
      interviewerId,
      ...belongingOf(interview, state),
      startedAt: end,
      stoppedAt: isMet ? Math.max(submitted, end) : undefined,
      state: isMet ? 'met' : 'waiting',
      assumed,
      inferred: false,
      early: submitted < end,
    };
  });
}
