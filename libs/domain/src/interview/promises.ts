import type { Instant } from '../time/days.js';
import { belongingAt, belongingOf, interviewNamed } from './belonging.js';
import { heldNamed, scopeOf, stopOf, type Belonging, type Obligation } from './obligation.js';
import { startOf, type ApplicationState, type HeldInterview, type ResponsePromise } from './state.js';

/** Promises about one interview or about the application, of which each but the first moved the due time. */
interface Chain {
  readonly first: ResponsePromise;
  last: ResponsePromise;
  /** The first contact after the first promise that tells the candidate anything about what was promised. */
  readonly contact: Instant | undefined;
}

/** What was promised to the candidate: contact, of whatever kind as long as somebody decided to make it. */
export function promiseObligations(state: ApplicationState, held: readonly HeldInterview[]): Obligation[] {
  const scopes = new Map<string | undefined, ResponsePromise[]>();
  for (const promise of state.promises) {
    const scope = scopeOf(promise.interviewId, state);
    scopes.set(scope, [...(scopes.get(scope) ?? []), promise]);
  }
  return [...scopes].flatMap(([scope, promises]) =>
    chainsOf(promises, scope, state, held).map((chain) => obligation(chain, scope, state, held)),
  );
}

function chainsOf(
  promises: readonly ResponsePromise[],
  scope: string | undefined,
  state: ApplicationState,
  held: readonly HeldInterview[],
): Chain[] {
  const chains: Chain[] = [];
  for (const promise of promises) {
    const chain = chains.at(-1);
    const isOver = chain === undefined || (chain.contact !== undefined && promise.at >= chain.contact);
    if (!isOver && promise.at < chain.last.dueAt) chain.last = promise;
    else
      chains.push({ first: promise, last: promise, contact: contactAfter(promise.at, scope, state, held) });
  }
  return chains;
}

function contactAfter(
  at: Instant,
  scope: string | undefined,
  state: ApplicationState,
  held: readonly HeldInterview[],
): Instant | undefined {
  const interview = interviewNamed(scope, state);
  const start = heldNamed(scope, held)?.start ?? (interview === undefined ? undefined : startOf(interview));
  return state.responses.find((response) => {
    if (response.automated || response.at <= at) return false;
    if (scope === undefined) return true;
    const isAboutIt = response.interviewId === undefined || response.interviewId === scope;
    return isAboutIt && start !== undefined && start <= response.at;
  })?.at;
}

function obligation(
  { first, last, contact }: Chain,
  scope: string | undefined,
  state: ApplicationState,
  held: readonly HeldInterview[],
): Obligation {
  return {
    kind: 'promise',
    interviewId: scope,
    origin: first.origin,
    ...whose(first, scope, state, held),
    startedAt: first.at,
    ...stopOf(contact, withdrawalAfter(first.at, scope, state)),
    assumed: false,
    inferred: false,
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
  const interview = interviewNamed(scope, state);
  return interview === undefined ? {} : belongingOf(interview);
}
