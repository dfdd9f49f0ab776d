// eslint-disable-next-line no-restricted-imports -- a development tool; nothing that ships imports this folder
import fc from 'fast-check';
import type { ApplicationEvent } from '../events/catalogue.js';
import type { Instant } from '../time/days.js';
import * as a from './builders.js';

/**
 * Few instants, so that what happens, is planned and is promised often falls together. Around midnight of three
 * zones, and across the night in which Berlin's clocks change.
 */
const INSTANTS = [
  '2026-03-27T10:00:00Z',
  '2026-03-28T06:30:00Z',
  '2026-03-28T08:00:00Z',
  '2026-03-28T22:30:00Z',
  '2026-03-28T23:30:00Z',
  '2026-03-29T00:30:00Z',
  '2026-03-29T10:00:00Z',
  '2026-03-30T10:00:00Z',
].map((time) => Date.parse(time));

const INTERVIEWS = ['int-1', 'int-2', 'int-3'];
const STAGES = ['Screen', 'Technical'];
const SOURCES = ['https://ats.example.com/acme', 'https://ats.example.com/bolt'];

interface Identity {
  readonly source: string;
  readonly id: string;
}

const iso = (at: Instant): string => new Date(at).toISOString();
const anInstant = fc
  .tuple(fc.constantFrom(...INSTANTS), fc.constantFrom(0, 0, 0, 0, 0, 0, 1))
  .map(([at, shift]) => at + shift);
/** A number that chooses an instant up to, or from, another one. */
const choice = fc.nat(INSTANTS.length - 1);
const upTo = (at: Instant, n: number): Instant => chosen([...INSTANTS.filter((other) => other < at), at], n);
const from = (at: Instant, n: number): Instant => chosen([at, ...INSTANTS.filter((other) => other > at)], n);
const chosen = (among: readonly Instant[], n: number): Instant => among[n % among.length]!;
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const interviewId = fc.constantFrom(...INTERVIEWS);
const anInterviewOrNone = maybe(fc.constantFrom(...INTERVIEWS, 'int-unheard-of'));

const description = fc.record({
  candidateId: maybe(fc.constantFrom('cand-1', 'cand-2')),
  teamId: maybe(fc.constantFrom('payments', 'search')),
  teamName: fc.constant(undefined),
  jobId: maybe(fc.constantFrom('job-1', 'job-2')),
  jobTitle: fc.constant(undefined),
  stage: maybe(fc.constantFrom(...STAGES)),
  interviewers: maybe(
    fc.uniqueArray(fc.record({ id: fc.constantFrom('emp-1', 'emp-2'), scorecardRequired: fc.boolean() }), {
      selector: ({ id }) => id,
    }),
  ),
  url: maybe(fc.constantFrom('https://ats.example.com/a/1', 'https://ats.example.com/a/2')),
});

const plan = fc.tuple(anInstant, maybe(choice)).map(([start, end]) => ({
  startsAt: iso(start),
  endsAt: end === undefined ? undefined : iso(from(start, end)),
}));

/** Any event of the application but a retraction; `happened` is its time. */
const happenings: fc.Arbitrary<
  (envelope: Identity & { time: string }, happened: Instant) => ApplicationEvent
>[] = [
  fc.tuple(interviewId, description, plan).map(
    ([id, facts, times]) =>
      (e) =>
        a.scheduled({ ...e, ...facts, ...times, interviewId: id }),
  ),
  fc.tuple(interviewId, description, plan).map(
    ([id, facts, times]) =>
      (e) =>
        a.rescheduled({ ...e, ...facts, ...times, interviewId: id }),
  ),
  fc
    .tuple(interviewId, description, choice, maybe(choice), fc.option(plan, { nil: {}, freq: 1 }))
    .map(([id, facts, end, start, times]) => (e, at) => {
      const endedAt = iso(upTo(at, end));
      const startedAt = start === undefined ? undefined : iso(upTo(Date.parse(endedAt), start));
      return a.completed({ ...e, ...facts, ...times, interviewId: id, startedAt, endedAt });
    }),
  fc
    .tuple(interviewId, description, fc.constantFrom('candidate', 'company', 'unknown'), maybe(fc.boolean()))
    .map(
      ([id, facts, by, noShow]) =>
        (e) =>
          a.cancelled({ ...e, ...facts, interviewId: id, by, noShow }),
    ),
  fc
    .tuple(
      anInterviewOrNone,
      fc.constantFrom('feedback', 'decision', 'next_step', 'status_update'),
      maybe(fc.constantFrom(true, false)),
    )
    .map(
      ([id, kind, automated]) =>
        (e) =>
          a.responded({ ...e, interviewId: id, kind, automated }),
    ),
  fc
    .constantFrom('hired', 'rejected', 'withdrawn', 'role_closed')
    .map((outcome) => (e) => a.closed({ ...e, outcome })),
  fc.tuple(anInterviewOrNone, anInstant).map(
    ([id, due]) =>
      (e) =>
        a.promised({ ...e, interviewId: id, dueAt: iso(due) }),
  ),
  anInterviewOrNone.map((id) => (e) => a.feedbackRequested({ ...e, interviewId: id })),
  fc.tuple(interviewId, fc.constantFrom('emp-1', 'emp-2', 'emp-3'), choice).map(
    ([id, interviewerId, n]) =>
      (e, at) =>
        a.scorecardSubmitted({ ...e, interviewId: id, interviewerId, submittedAt: iso(upTo(at, n)) }),
  ),
  fc.tuple(interviewId, fc.constantFrom('emp-1', 'emp-2')).map(
    ([id, interviewerId]) =>
      (e) =>
        a.scorecardDeleted({ ...e, interviewId: id, interviewerId }),
  ),
  anInterviewOrNone.map((id) => (e) => a.surveySent({ ...e, interviewId: id })),
  anInterviewOrNone.map((id) => (e) => a.rated({ ...e, interviewId: id })),
];

/** More of what moves the clocks, less of what doesn't. */
const WEIGHTS = [4, 2, 5, 2, 6, 3, 2, 2, 2, 1, 1, 1];
const HAPPENING = fc.oneof(...happenings.map((arbitrary, i) => ({ arbitrary, weight: WEIGHTS[i]! })));

const identity: fc.Arbitrary<Identity> = fc.record({
  source: fc.constantFrom(...SOURCES),
  id: fc.nat(7).map((n) => `evt-${n}`),
});

/**
 * The events of one application in the order of their arrival (any), each once: interviews planned, moved, held,
 * called off, assumed; answers that cover one, all or none of them; closings; retractions of what was, is not or is
 * yet to come, and of retractions.
 */
export function arbitraryApplication({ maxEvents = 12 } = {}): fc.Arbitrary<ApplicationEvent[]> {
  const step = fc.oneof(
    { arbitrary: HAPPENING, weight: 8 },
    {
      arbitrary: identity.map((target) => (e: Identity & { time: string }) => a.retracted(target, e)),
      weight: 1,
    },
  );
  return fc
    .uniqueArray(fc.tuple(identity, anInstant, step), {
      minLength: 1,
      maxLength: maxEvents,
      selector: ([{ source, id }]) => `${source} ${id}`,
    })
    .map((steps) => steps.map(([who, at, happen]) => happen({ ...who, time: iso(at) }, at)));
}

/** Every instant at which something happens, is planned or may be assumed, and the milliseconds next to it, ascending. */
export function instantsAround(events: readonly ApplicationEvent[]): Instant[] {
  const told = events.flatMap(({ time, data }) => {
    const { startsAt, endsAt, startedAt, endedAt } = data as Partial<Record<string, string>>;
    return [time, startsAt, endsAt, startedAt, endedAt].filter((instant) => instant !== undefined);
  });
  const around = told.map((text) => Date.parse(text)).flatMap((at) => [at - 1, at, at + 1]);
  return [...new Set(around)].sort((x, y) => x - y);
}

/** Any order of the events, some of them several times. */
export function arbitraryDelivery<T>(events: readonly T[]): fc.Arbitrary<T[]> {
  return fc
    .tuple(
      fc.shuffledSubarray([...events], { minLength: events.length }),
      fc.array(fc.tuple(fc.nat(events.length), fc.nat(Math.max(0, events.length - 1))), { maxLength: 6 }),
    )
    .map(([order, repeats]) => {
      const delivered = [...order];
      for (const [at, which] of repeats) delivered.splice(at, 0, events[which]!);
      return delivered;
    });
}
