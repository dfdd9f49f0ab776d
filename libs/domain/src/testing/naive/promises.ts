import type { ApplicationEvent } from '../../events/catalogue.js';
import { hirings, invitations } from './answers.js';
import { ownerOf, scopeOf } from './belonging.js';
import { heldAmong, type Read } from './course.js';
import { contactsIn, earliest, ms, originOf, promisesIn, withdrawalsIn, type Named } from './known.js';
import type { NaiveObligation } from './shape.js';

interface Contact {
  readonly at: number;
  readonly inferred: boolean;
}

interface Chain {
  readonly first: Named<'response.promised'>;
  readonly contact: Contact | undefined;
  dueInForce: number;
}

interface Options {
  readonly timeZone: string;
  readonly inferResponses: boolean;
}

/** One per chain of promises about one interview, or about the application. */
export function promisesOwed(
  known: readonly ApplicationEvent[],
  interviews: readonly Read[],
  options: Options,
): NaiveObligation[] {
  const promises = promisesIn(known);
  const scopes = new Set(promises.map(({ data }) => scopeOf(data.interviewId, interviews)));
  return [...scopes].flatMap((scope) => {
    const about = promises.filter(({ data }) => scopeOf(data.interviewId, interviews) === scope);
    const contacts = contactsAbout(scope, known, interviews, options);
    return chainsOf(about, contacts).map((chain) => owed(chain, scope, known, interviews));
  });
}

function chainsOf(promises: readonly Named<'response.promised'>[], contacts: readonly Contact[]): Chain[] {
  const chains: Chain[] = [];
  for (const promise of promises) {
    const at = ms(promise.time);
    const last = chains.at(-1);
    const isStillOwed = last !== undefined && (last.contact === undefined || at < last.contact.at);
    if (isStillOwed && at < last.dueInForce) {
      last.dueInForce = ms(promise.data.dueAt);
    } else {
      const contact = firstAfter(at, contacts);
      chains.push({ first: promise, contact, dueInForce: ms(promise.data.dueAt) });
    }
  }
  return chains;
}

/** The first strictly after an instant; of those at one instant one that was sent, if there is any. */
function firstAfter(instant: number, contacts: readonly Contact[]): Contact | undefined {
  const at = earliest(contacts.map((contact) => contact.at).filter((time) => time > instant));
  const then = contacts.filter((contact) => contact.at === at);
  return then.find(({ inferred }) => !inferred) ?? then[0];
}

/**
 * What was sent that covers the interview, or for one about the application whatever was sent; and what being invited
 * on or being hired says, to that interview or to any.
 */
function contactsAbout(
  scope: string | undefined,
  known: readonly ApplicationEvent[],
  interviews: readonly Read[],
  { timeZone, inferResponses }: Options,
): Contact[] {
  const start = scope === undefined ? -Infinity : interviews.find(({ id }) => id === scope)?.start;
  const sent = contactsIn(known).filter(({ time, data: { interviewId } }) => {
    if (scope === undefined) return true;
    const names = interviewId === undefined || interviewId === scope;
    return names && start !== undefined && start <= ms(time);
  });
  const contacts: Contact[] = sent.map(({ time }) => ({ at: ms(time), inferred: false }));
  if (!inferResponses) return contacts;
  if (start !== undefined) contacts.push(...hirings(known, { start }));
  const held = heldAmong(interviews);
  for (const interview of held) {
    if (scope !== undefined && interview.id !== scope) continue;
    contacts.push(...invitations(interviews, held, interview, timeZone));
  }
  return contacts;
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
  const isMet = contact !== undefined && (withdrawal === undefined || contact.at <= withdrawal);
  return {
    kind: 'promise',
    interviewId: scope,
    origin: originOf(first),
    ...ownerOf(first.data.interviewId, startedAt, interviews),
    startedAt,
    stoppedAt: isMet ? contact.at : withdrawal,
    state: isMet ? 'met' : withdrawal === undefined ? 'waiting' : 'ended',
    assumed: false,
    inferred: isMet && contact.inferred,
    early: false,
    dueAt: ms(first.data.dueAt),
    lastDueAt: dueInForce,
  };
}
