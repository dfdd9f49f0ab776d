import type { ApplicationEvent } from '../../events/catalogue.js';
import { describe, scopeOf } from './belonging.js';
import { heldAmong, type Held, type Read } from './course.js';
import { contactsIn, earliest, ms, promisesIn, withdrawalsIn } from './known.js';
import type { NaiveObligation } from './shape.js';

export interface Answer {
  at: number;
  says: 'feedback' | 'decision' | 'next_step';
  inferred: boolean;
}

/** What is owed to the candidate after each interview that took place. */
export function answersOwed(
  known: readonly ApplicationEvent[],
  interviews: readonly Read[],
  { timeZone, inferResponses }: { readonly timeZone: string; readonly inferResponses: boolean },
): NaiveObligation[] {
  const held = heldAmong(interviews);
  const result: NaiveObligation[] = [];
  for (const interview of held) {
    const answers = explicitAnswers(known, interview);
    if (inferResponses)
      answers.push(...hirings(known, interview), ...invitations(interviews, held, interview, timeZone));
    for (const kind of ['response', 'decision', 'feedback'] as const) {
      const obligation = decide(kind, interview, answers, known);
      const promisedAt = kind === 'response' ? firstPromise(known, interview, interviews) : undefined;
      result.push({ ...obligation, promisedAt });
    }
  }
  return result;
}

function explicitAnswers(known: readonly ApplicationEvent[], { id, start }: Held): Answer[] {
  const answers: Answer[] = [];
  for (const event of contactsIn(known)) {
    const { kind, interviewId } = event.data;
    if (kind === 'status_update') continue;
    if (interviewId !== undefined && interviewId !== id) continue;
    if (ms(event.time) >= start) answers.push({ at: ms(event.time), says: kind, inferred: false });
  }
  return answers;
}

export function hirings(known: readonly ApplicationEvent[], { start }: Pick<Held, 'start'>): Answer[] {
  const answers: Answer[] = [];
  for (const event of known) {
    if (event.type !== 'hearback.application.closed.v1' || event.data.outcome !== 'hired') continue;
    if (ms(event.time) >= start) answers.push({ at: ms(event.time), says: 'decision', inferred: true });
  }
  return answers;
}

export function invitations(all: readonly Read[], held: readonly Held[], from: Held, zone: string): Answer[] {
  const answers: Answer[] = [];
  for (const next of all) {
    if (from.facts.stage === undefined || next.facts.stage === undefined) continue;
    if (from.facts.stage === next.facts.stage) continue;
    if (next.invitedAt !== undefined) {
      if (next.invitedAt >= from.end) answers.push({ at: next.invitedAt, says: 'next_step', inferred: true });
    } else {
      const tookPlace = held.find(({ id }) => id === next.id);
      if (tookPlace !== undefined && localDay(tookPlace.start, zone) > localDay(from.end, zone)) {
        answers.push({ at: tookPlace.start, says: 'next_step', inferred: true });
      }
    }
  }
  return answers;
}

function decide(
  kind: 'response' | 'decision' | 'feedback',
  interview: Held,
  answers: readonly Answer[],
  known: readonly ApplicationEvent[],
): NaiveObligation {
  const { id, end, assumed } = interview;
  const fitting = answers.filter(({ says }) => kind === 'response' || says === kind);
  const first = fitting.reduce<Answer | undefined>((best, answer) => {
    if (best === undefined || answer.at < best.at) return answer;
    return answer.at === best.at && best.inferred ? answer : best;
  }, undefined);
  const stop = first === undefined ? Infinity : Math.max(first.at, end);
  const left = earliest(withdrawalsIn(known).filter((at) => at >= end)) ?? Infinity;

  const obligation = { kind, interviewId: id, ...describe(interview), startedAt: end, assumed };
  // At one instant the answer goes first: whoever is told and leaves has been told.
  if (first !== undefined && stop <= left) {
    return { ...obligation, stoppedAt: stop, state: 'met', inferred: first.inferred, early: first.at < end };
  }
  if (left < Infinity)
    return { ...obligation, stoppedAt: left, state: 'ended', inferred: false, early: false };
  return { ...obligation, state: 'waiting', inferred: false, early: false };
}

/** When the candidate was first told by when they would hear about this interview, from its first scheduling on. */
function firstPromise(
  known: readonly ApplicationEvent[],
  { id, invitedAt, start }: Held,
  interviews: readonly Read[],
): number | undefined {
  const covering = promisesIn(known).filter(({ data: { interviewId } }) => {
    const scope = scopeOf(interviewId, interviews);
    return scope === undefined || scope === id;
  });
  return earliest(covering.map(({ time }) => ms(time)).filter((at) => at >= (invitedAt ?? start)));
}

const calendars = new Map<string, Intl.DateTimeFormat>();

/** By the run time's own calendar, where the production code asks another one. */
function localDay(at: number, timeZone: string): string {
  const calendar =
    calendars.get(timeZone) ??
    new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  calendars.set(timeZone, calendar);
  return calendar.format(at);
}
