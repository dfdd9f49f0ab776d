import type { ApplicationEvent } from '../events/catalogue.js';
import { answersOwed } from './naive/answers.js';
import { readInterviews } from './naive/course.js';
import { candidateIn, knownAsOf } from './naive/known.js';
import { promisesOwed } from './naive/promises.js';
import { requestsOwed } from './naive/requests.js';
import { scorecardsOwed } from './naive/scorecards.js';
import type { NaiveObligation } from './naive/shape.js';

export { naiveTouchpoints } from './naive/touchpoints.js';

/**
 * The obligations of an application as of T, written a second time, sentence by sentence from the definitions and
 * without any of the fold's code: slow, for one T at a time, and only there to disagree with it in tests.
 */
export function naiveObligations(
  log: readonly ApplicationEvent[],
  T: number,
  options: { readonly timeZone: string; readonly inferResponses: boolean },
): NaiveObligation[] {
  const known = knownAsOf(log, T);
  const interviews = readInterviews(known, T);
  const owed = [
    ...answersOwed(known, interviews, options),
    ...scorecardsOwed(known, interviews),
    ...promisesOwed(known, interviews, options),
    ...requestsOwed(known, interviews),
  ];
  return owed.map((obligation) => ({ ...obligation, candidateId: candidateIn(known) }));
}
