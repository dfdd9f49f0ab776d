import type { ApplicationEvent } from '../../events/catalogue.js';
import { describe } from './belonging.js';
import { heldAmong, type Held, type Read } from './course.js';
import { earliest, ms } from './known.js';
import type { NaiveObligation } from './shape.js';

/** One per interview that took place and interviewer whose assessment is required. */
export function scorecardsOwed(
  known: readonly ApplicationEvent[],
  interviews: readonly Read[],
): NaiveObligation[] {
  const result: NaiveObligation[] = [];
  for (const interview of heldAmong(interviews)) {
    const required = interview.interviewers.filter(({ scorecardRequired }) => scorecardRequired);
    for (const interviewerId of new Set(required.map(({ id }) => id))) {
      result.push(scorecard(known, interview, interviewerId));
    }
  }
  return result;
}

function scorecard(
  known: readonly ApplicationEvent[],
  interview: Held,
  interviewerId: string,
): NaiveObligation {
  const { id: interviewId, end, assumed } = interview;
  const submittedAt = earliest(standing(known, interviewId, interviewerId));
  return {
    kind: 'scorecard',
    interviewId,
    interviewerId,
    ...describe(interview),
    startedAt: end,
    stoppedAt: submittedAt === undefined ? undefined : Math.max(submittedAt, end),
    state: submittedAt === undefined ? 'waiting' : 'met',
    assumed,
    inferred: false,
    early: submittedAt !== undefined && submittedAt < end,
  };
}

/** When what still stands was submitted: what no later deletion took back. */
function standing(known: readonly ApplicationEvent[], interviewId: string, interviewerId: string): number[] {
  const isTheirs = ({ data }: { data: { interviewId: string; interviewerId: string } }) =>
    data.interviewId === interviewId && data.interviewerId === interviewerId;
  const instants: number[] = [];
  for (const [i, event] of known.entries()) {
    if (event.type !== 'hearback.scorecard.submitted.v1' || !isTheirs(event)) continue;
    const takenBack = known
      .slice(i + 1)
      .some((later) => later.type === 'hearback.scorecard.deleted.v1' && isTheirs(later));
    if (!takenBack) instants.push(ms(event.data.submittedAt));
  }
  return instants;
}
