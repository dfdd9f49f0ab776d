import type { Instant } from '../time/days.js';
import { interviewObligations } from './interview-obligations.js';
import type { FoldOptions, Obligation } from './obligation.js';
import { promiseObligations } from './promises.js';
import { requestObligations } from './requests.js';
import { scorecardObligations } from './scorecards.js';
import { heldInterviews, type ApplicationState } from './state.js';

/** The obligations of an application as of an instant, which must not lie before the state's own. */
export function obligationsAsOf(state: ApplicationState, asOf: Instant, options: FoldOptions): Obligation[] {
  const held = heldInterviews(state, asOf);
  return [
    ...held.flatMap((interview) => interviewObligations(interview, state, held, options)),
    ...held.flatMap((interview) => scorecardObligations(interview, state)),
    ...promiseObligations(state, held, options),
    ...requestObligations(state, held),
  ];
}
