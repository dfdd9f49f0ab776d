import type { ApplicationEvent } from '../../events/catalogue.js';
import { ownerOf, scopeOf } from './belonging.js';
import type { Read } from './course.js';
import { contactsIn, earliest, ms, originOf, promisesIn, withdrawalsIn, type Named } from './known.js';
import type { NaiveObligation } from './shape.js';

interface Chain {
  readonly first: Named<'response.promised'>;
  readonly contact: number | undefined;
  dueInForce: number;
}

/** One per chain of promises about one interview, or about the application. */
export function promisesOwed(
  known: readonly ApplicationEvent[],
  interviews: readonly Read[],
): NaiveObligation[] {
  const promises = promisesIn(known);
  const scopes = new Set(promises.map(({ data }) => scopeOf(data.interviewId, interviews)));
  return [...scopes].flatMap((scope) => {
    const about = promises.filter(({ data }) => scopeOf(data.interviewId, interviews) === scope);
    return chainsOf(about, scope, known, interviews).map((chain) => owed(chain, scope, known, interviews));
  });
}

function chainsOf(
  promises: readonly Named<'response.promised'>[],
  scope: string | undefined,
  known: readonly ApplicationEvent[],
  interviews: readonly Read[],
): Chain[] {
  const chains: Chain[] = [];
  for (const promise of promises) {
    const at = ms(promise.time);
    const last = chains.at(-1);
    const isStillOwed = last !== undefined && (last.contact === undefined || at < last.contact);
    if (isStillOwed && at < last.dueInForce) {
      last.dueInForce = ms(promise.data.dueAt);
    } else {
      const contact = firstContact(at, scope, known, interviews);
      chains.push({ first: promise, contact, dueInForce: ms(promise.data.dueAt) });
    }
  }
  return chains;
}

/** The first contact strictly after an instant that covers the interview; about the application: any. */
function firstContact(
  after: number,
  scope: string | undefined,
  known: readonly ApplicationEvent[],
  interviews: readonly Read[],
): number | undefined {
  const start = interviews.find(({ id }) => id === scope)?.start;
  const covering = contactsIn(known).filter(({ time, data: { interviewId } }) => {
    if (scope === undefined) return true;
    const names = interviewId === undefined || interviewId === scope;
    return names && start !== undefined && start <= ms(time);
  });
  return earliest(covering.map(({ time }) => ms(time)).filter((at) => at > after));
}

function owed(
  { first, contact, dueInForce }: Chain,
  scope: string | undefined,
  known: readonly ApplicationEvent[],
  interviews: readonly Read[],
): NaiveObligation {
  const startedAt = ms(first.time);
  const about = interviews.find(({ id }) => id === scope);
  const left = withdrawalsIn(known)
    .filter((at) => at > startedAt)
    // Whoever took part in the interview after all had not left before its end.
    .filter((at) => about?.status !== 'completed' || at >= about.end!);
  const withdrawal = earliest(left);
  const isMet = contact !== undefined && (withdrawal === undefined || contact <= withdrawal);
  return {
    kind: 'promise',
    interviewId: scope,
    origin: originOf(first),
    ...ownerOf(first.data.interviewId, startedAt, interviews),
    startedAt,
    stoppedAt: isMet ? contact : withdrawal,
    state: isMet ? 'met' : withdrawal === undefined ? 'waiting' : 'ended',
    assumed: false,
    inferred: false,
    early: false,
    dueAt: ms(first.data.dueAt),
    lastDueAt: dueInForce,
  };
}
