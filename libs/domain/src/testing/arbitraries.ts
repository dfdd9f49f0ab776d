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
/** Mostly the same one, so that what is about it meets. */
const interviewId = fc.constantFrom('int-1', 'int-1', 'int-1', ...INTERVIEWS);
const anInterviewOrNone = maybe(fc.constantFrom('int-1', 'int-1', 'int-1', ...INTERVIEWS, 'int-unheard-of'));
const interviewer = fc.constantFrom('emp-1', 'emp-1', 'emp-1', 'emp-2', 'emp-3');
const flag = maybe(fc.boolean());
const outOf5 = maybe(fc.integer({ min: 1, max: 5 }));
const substance = fc.record({
  wordCount: maybe(fc.constantFrom(0, 180)),
  hasExamples: flag,
  hasNextSteps: flag,
});
const judgement = fc.record({
  nps: maybe(fc.integer({ min: 0, max: 10 })),
  specific: outOf5,
  constructive: outOf5,
  respectful: outOf5,
  timely: outOf5,
});

const description = fc.record({
  candidateId: maybe(fc.constantFrom('cand-1', 'cand-2')),
  teamId: maybe(fc.constantFrom('payments', 'search')),
  teamName: fc.constant(undefined),
  jobId: maybe(fc.constantFrom('job-1', 'job-2')),
  jobTitle: fc.constant(undefined),
  stage: maybe(fc.constantFrom(...STAGES)),
  // A list may be empty, and may say of one interviewer two things.
  interviewers: maybe(
    fc.array(
      fc.record({
        id: fc.constantFrom('emp-1', 'emp-1', 'emp-2', 'emp-3'),
        scorecardRequired: fc.constantFrom(true, true, false),
      }),
      { maxLength: 3 },
    ),
  ),
  url: maybe(fc.constantFrom('https://ats.example.com/a/1', 'https://ats.example.com/a/2')),
});

const plan = fc.tuple(anInstant, maybe(choice)).map(([start, end]) => ({
  startsAt: iso(start),
  endsAt: end === undefined ? undefined : iso(from(start, end)),
}));

/** Any event of the application but a retraction; `happened` is its time. */
const happenings: fc.Arbitrary<Happen>[] = [
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
      fc.constantFrom('feedback', 'feedback', 'feedback', 'decision', 'next_step', 'status_update'),
      maybe(fc.constantFrom(true, false)),
      substance,
    )
    .map(
      ([id, kind, automated, more]) =>
        (e) =>
          a.responded({ ...e, ...more, interviewId: id, kind, automated }),
    ),
  fc
    .constantFrom('hired', 'rejected', 'withdrawn', 'withdrawn', 'role_closed')
    .map((outcome) => (e) => a.closed({ ...e, outcome })),
  // Mostly due at a later instant: the next promise or contact comes before it, at it or after it.
  fc.tuple(anInterviewOrNone, choice, fc.constantFrom(from, from, from, upTo)).map(
    ([id, n, pick]) =>
      (e, at) =>
        a.promised({ ...e, interviewId: id, dueAt: iso(pick(at, n)) }),
  ),
  anInterviewOrNone.map((id) => (e) => a.feedbackRequested({ ...e, interviewId: id })),
  fc.tuple(interviewId, interviewer, choice).map(
    ([id, interviewerId, n]) =>
      (e, at) =>
        a.scorecardSubmitted({ ...e, interviewId: id, interviewerId, submittedAt: iso(upTo(at, n)) }),
  ),
  fc.tuple(interviewId, interviewer).map(
    ([id, interviewerId]) =>
      (e) =>
        a.scorecardDeleted({ ...e, interviewId: id, interviewerId }),
  ),
  anInterviewOrNone.map((id) => (e) => a.surveySent({ ...e, interviewId: id })),
  fc.tuple(anInterviewOrNone, judgement).map(
    ([id, marks]) =>
      (e) =>
        a.rated({ ...e, ...marks, interviewId: id }),
  ),
];

/**
 * How often each of them comes about. In one application everything, with more of what moves the clocks; in
 * another mostly what one kind of obligation is made of, so that several of it meet.
 */
const MIXTURES = {
  everything: [4, 2, 5, 2, 6, 3, 2, 2, 2, 1, 1, 1],
  promises: [2, 1, 1, 1, 5, 1, 8, 0, 0, 0, 0, 0],
  requests: [2, 1, 1, 1, 7, 1, 1, 6, 0, 0, 0, 0],
  scorecards: [2, 1, 1, 1, 0, 1, 0, 0, 8, 3, 0, 0],
  touchpoints: [2, 1, 1, 1, 3, 0, 0, 0, 0, 0, 4, 6],
};

/** An interview that took place: what most of the rules are about. */
const held = fc
  .tuple(description, choice, choice, anInstant, maybe(choice))
  .map(([facts, start, told, end, late]) => {
    const [endedAt, startedAt] = [iso(end), iso(upTo(end, start))];
    const time = iso(late === undefined ? end : from(end, told));
    return a.completed({ ...facts, id: 'evt-held', time, interviewId: 'int-1', startedAt, endedAt });
  });

type Happen = (envelope: Identity & { time: string }, happened: Instant) => ApplicationEvent;

/** An event of the application by a mixture, now and then a retraction. */
function step(mixture: readonly number[]): fc.Arbitrary<Happen> {
  const weighted = happenings.map((arbitrary, i) => ({ arbitrary, weight: mixture[i]! }));
  const retraction = identity.map(
    (target): Happen =>
      (e) =>
        a.retracted(target, e),
  );
  return fc.oneof({ arbitrary: fc.oneof(...weighted), weight: 8 }, { arbitrary: retraction, weight: 1 });
}

const identity: fc.Arbitrary<Identity> = fc.record({
  source: fc.constantFrom(...SOURCES),
  id: fc.nat(9).map((n) => `evt-${n}`),
});

/**
 * The events of one application in the order of their arrival (any), each once: interviews planned, moved, held,
 * called off, assumed; answers that cover one, all or none of them; promises that follow each other, requests,
 * scorecards submitted and deleted, ratings and surveys; closings; retractions of what was, is not or is yet to
 * come, and of retractions.
 */
export function arbitraryApplication({ maxEvents = 12 } = {}): fc.Arbitrary<ApplicationEvent[]> {
  const { everything, ...others } = MIXTURES;
  const of = (mixture: readonly number[], minLength = 1) =>
    fc
      .uniqueArray(fc.tuple(identity, anInstant, step(mixture)), {
        minLength: Math.min(minLength, maxEvents),
        maxLength: maxEvents,
        // As often long as short: chains need many events.
        size: 'max',
        selector: ([{ source, id }]) => `${source} ${id}`,
      })
      .map((steps) => steps.map(([who, at, happen]) => happen({ ...who, time: iso(at) }, at)));
  const after = (mixture: readonly number[]) =>
    fc
      .tuple(fc.option(held, { freq: 6 }), of(mixture, 6))
      .map(([opening, events]) => (opening === null ? events : [...events.slice(1), opening]));
  return fc.oneof(
    { arbitrary: of(everything), weight: 3 },
    ...Object.values(others).map((mixture) => ({ arbitrary: after(mixture), weight: 2 })),
  );
}

/** Every instant at which something happens, is planned, promised or may be assumed, and the milliseconds next to it, ascending. */
export function instantsAround(events: readonly ApplicationEvent[]): Instant[] {
  const told = events.flatMap(({ time, data }) => {
    const { startsAt, endsAt, startedAt, endedAt, submittedAt, dueAt } = data as Partial<
      Record<string, string>
    >;
    return [time, startsAt, endsAt, startedAt, endedAt, submittedAt, dueAt].filter(
      (instant) => instant !== undefined,
    );
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
