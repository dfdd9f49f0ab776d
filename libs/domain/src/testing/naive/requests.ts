import type { ApplicationEvent } from '../../events/catalogue.js';
import { ownerOf, scopeOf } from './belonging.js';
import { heldAmong, type Held, type Read } from './course.js';
import { contactsIn, earliest, ms, originOf, requestsIn, withdrawalsIn, type Named } from './known.js';
import type { NaiveObligation } from './shape.js';

/** One per request; about an interview only once that has taken place. */
export function requestsOwed(
  known: readonly ApplicationEvent[],
  interviews: readonly Read[],
): NaiveObligation[] {
  const result: NaiveObligation[] = [];
  for (const request of requestsIn(known)) {
    const scope = scopeOf(request.data.interviewId, interviews);
    const about = heldAmong(interviews).find(({ id }) => id === scope);
    if (scope === undefined || about !== undefined) result.push(owed(request, about, known, interviews));
  }
  return result;
}

function owed(
  request: Named<'feedback.requested'>,
  about: Held | undefined,
  known: readonly ApplicationEvent[],
  interviews: readonly Read[],
): NaiveObligation {
  const asked = ms(request.time);
  const startedAt = about === undefined ? asked : Math.max(asked, about.end);
  const answers = contactsIn(known).filter(({ time, data: { kind, interviewId } }) => {
    if (kind !== 'feedback' || ms(time) <= asked) return false;
    if (about === undefined) return true;
    return (interviewId === undefined || interviewId === about.id) && ms(time) >= about.start;
  });
  const answer = earliest(answers.map(({ time }) => ms(time)));
  const withdrawal = earliest(withdrawalsIn(known).filter((at) => at > asked && at >= startedAt));
  const stop = answer === undefined ? undefined : Math.max(answer, startedAt);
  const isMet = stop !== undefined && (withdrawal === undefined || stop <= withdrawal);
  return {
    kind: 'request',
    interviewId: about?.id,
    origin: originOf(request),
    ...ownerOf(request.data.interviewId, startedAt, interviews),
    startedAt,
    stoppedAt: isMet ? stop : withdrawal,
    state: isMet ? 'met' : withdrawal === undefined ? 'waiting' : 'ended',
    assumed: about?.assumed ?? false,
    inferred: false,
    early: isMet && about !== undefined && answer! < about.end,
  };
}
