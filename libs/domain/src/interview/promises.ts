import type { Instant } from '../time/days.js';
import { hiringsIn, invitationsAfter } from './answers.js';
import { belongingAt, belongingOf, interviewNamed } from './belonging.js';
import {
  heldNamed,
  scopeOf,
  stopOf,
  type Belonging,
  type FoldOptions,
  type Obligation,
} from './obligation.js';
import { startOf, type ApplicationState, type HeldInterview, type ResponsePromise } from './state.js';

/** Something that the candidate was told; or, `inferred`, could tell from being invited on or hired. */
interface Contact {
  readonly at: Instant;
  readonly inferred: boolean;
}

/** Promises about one interview or about the application, of which each but the first moved the due time. */
interface Chain {
  readonly first: ResponsePromise;
  last: ResponsePromise;
  /** The first contact after the first promise that tells the candidate anything about what was promised. */
  readonly contact: Contact | undefined;
}

/** What was promised to the candidate: contact, of whatever kind as long as somebody decided to make it. */
export function promiseObligations(
  state: ApplicationState,
  held: readonly HeldInterview[],
  options: FoldOptions,
): Obligation[] {
  const scopes = new Map<string | undefined, ResponsePromise[]>();
  for (const promise of state.promises) {
    const scope = scopeOf(promise.interviewId, state);
    scopes.set(scope, [...(scopes.get(scope) ?? []), promise]);
  }
  return [...scopes].flatMap(([scope, promises]) => {
    const contacts = contactsAbout(scope, state, held, options);
    return chainsOf(promises, contacts).map((chain) => obligation(chain, scope, state, held));
  });
}

function chainsOf(promises: readonly ResponsePromise[], contacts: readonly Contact[]): Chain[] {
  const chains: Chain[] = [];
  for (const promise of promises) {
    const chain = chains.at(-1);
    const isOver = chain === undefined || (chain.contact !== undefined && promise.at >= chain.contact.at);
    if (!isOver && promise.at < chain.last.dueAt) chain.last = promise;
    else {
      const contact = contacts.find(({ at }) => at > promise.at);
      chains.push({ first: promise, last: promise, contact });
    }
  }
  return chains;
}

/**
 * All contacts that cover what was promised, first to last; at one instant what was sent goes before what is inferred.
 * About the application every contact does, and what is inferred about any of its interviews.
 */
function contactsAbout(
  scope: string | undefined,
  state: ApplicationState,
  held: readonly HeldInterview[],
  { inferResponses, timeZone }: FoldOptions,
): Contact[] {
  const interview = interviewNamed(scope, state);
  const about = heldNamed(scope, held);
  const start = about?.start ?? (interview === undefined ? undefined : startOf(interview));
  const isCovered = (at: Instant): boolean => scope === undefined || (start !== undefined && start <= at);
  const contacts: Contact[] = [];
  for (const { at, automated, interviewId } of state.responses) {
    const isAboutIt = scope === undefined || interviewId === undefined || interviewId === scope;
    if (!automated && isAboutIt && isCovered(at)) contacts.push({ at, inferred: false });
  }
  if (!inferResponses) return contacts;
  const answered = scope === undefined ? held : about === undefined ? [] : [about];
  const inferred = [
    ...hiringsIn(state).filter(isCovered),
    ...answered.flatMap((target) => invitationsAfter(target, state, held, timeZone)),
  ];
  contacts.push(...inferred.map((at) => ({ at, inferred: true })));
  return contacts.sort((a, b) => a.at - b.at || Number(a.inferred) - Number(b.inferred));
}

function obligation(
  { first, last, contact }: Chain,
  scope: string | undefined,
  state: ApplicationState,
  held: readonly HeldInterview[],
): Obligation {
  const stop = stopOf(contact?.at, withdrawalAfter(first.at, scope, state));
  return {
    kind: 'promise',
    interviewId: scope,
    origin: first.origin,
    ...whose(first, scope, state, held),
    startedAt: first.at,
    ...stop,
    assumed: false,
    inferred: stop.state === 'met' && contact?.inferred === true,
    early: false,
    dueAt: first.dueAt,
    lastDueAt: last.dueAt,
  };
}

/** A withdrawal before the end of an interview that took place all the same has no effect on what is owed for it. */
function withdrawalAfter(
  at: Instant,
  scope: string | undefined,
  state: ApplicationState,
): Instant | undefined {
  const interview = interviewNamed(scope, state);
  const from = interview?.status === 'completed' ? interview.endedAt : -Infinity;
  return state.closings.find(
    (closing) => closing.outcome === 'withdrawn' && closing.at > at && closing.at >= from,
  )?.at;
}

function whose(
  { at, interviewId }: ResponsePromise,
  scope: string | undefined,
  state: ApplicationState,
  held: readonly HeldInterview[],
): Belonging {
  if (scope === undefined) return belongingAt(at, interviewId, state, held);
  return belongingOf(interviewNamed(scope, state), state);
}
