import type { Instant } from '../time/days.js';
import { isAnswer } from './answers.js';
import { belongingAt, belongingOf, interviewNamed } from './belonging.js';
import type { Belonging } from './obligation.js';
import { heldInterviews, type ApplicationState, type Origin } from './state.js';

/**
 * Moments in which the candidate was told something of substance, asked for their judgement, or gave it: what the
 * figures about quality are drawn from, on their day and in their team.
 */
export const touchpointKinds = ['feedback', 'rating', 'survey'] as const;
export type TouchpointKind = (typeof touchpointKinds)[number];

export interface Touchpoint extends Belonging {
  readonly kind: TouchpointKind;
  readonly origin: Origin;
  readonly interviewId?: string | undefined;
  readonly at: Instant;
  /** Of feedback; a flag that is absent is unknown. */
  readonly words?: number | undefined;
  readonly hasExamples?: boolean | undefined;
  readonly hasNextSteps?: boolean | undefined;
  /** Of a rating. */
  readonly nps?: number | undefined;
  readonly specific?: number | undefined;
  readonly constructive?: number | undefined;
  readonly respectful?: number | undefined;
  readonly timely?: number | undefined;
  /** Of a survey. */
  readonly answeredAt?: Instant | undefined;
}

/** The touchpoints of an application as of an instant, which must not lie before the state's own. */
export function touchpointsAsOf(state: ApplicationState, asOf: Instant): Touchpoint[] {
  const held = heldInterviews(state, asOf);
  const whose = (at: Instant, interviewId: string | undefined): Belonging => {
    if (interviewId === undefined) return belongingAt(at, undefined, state, held);
    return belongingOf(interviewNamed(interviewId, state), state);
  };
  const feedback = state.responses
    .filter((response) => isAnswer(response) && response.kind === 'feedback')
    .map(({ at, origin, interviewId, wordCount: words, hasExamples, hasNextSteps }) => {
      const told = { origin, interviewId, ...whose(at, interviewId), at, words, hasExamples, hasNextSteps };
      return { kind: 'feedback', ...told } as const;
    });
  // Later ratings take the place of earlier ones: Map keeps the last of each interview.
  const latest = new Map(state.ratings.map((rating) => [rating.interviewId, rating]));
  const ratings = [...latest.values()].map((rating) => {
    return { kind: 'rating', ...rating, ...whose(rating.at, rating.interviewId) } as const;
  });
  const surveys = state.surveys.map(({ at, origin, interviewId }) => {
    const answer = state.ratings.find(
      (rating) => rating.at >= at && (rating.interviewId === undefined || rating.interviewId === interviewId),
    );
    const told = { origin, interviewId, ...whose(at, interviewId), at, answeredAt: answer?.at };
    return { kind: 'survey', ...told } as const;
  });
  return [...feedback, ...ratings, ...surveys];
}
