import { cancelled, closed, completed, feedbackRequested, responded, scheduled } from '../builders.js';
import { LATER, on, owed, type ObligationExample } from './example.js';

const END = on(4, '10:00');
const AT = on(9, '09:00');
const story = [scheduled(), completed()];
/** On the 9th at 09:00. */
const request = feedbackRequested();
const aboutIt = feedbackRequested({ interviewId: 'int-1' });
const before = feedbackRequested({ interviewId: 'int-1', time: on(3, '10:00') });
const during = feedbackRequested({ interviewId: 'int-1', time: on(4, '09:30') });
const unheardOf = feedbackRequested({ interviewId: 'int-unheard-of' });
const madeKnown = scheduled({
  interviewId: 'int-unheard-of',
  time: on(11, '09:00'),
  startsAt: on(12, '09:00'),
  endsAt: on(12, '10:00'),
});
const feedback = (day: number, time: string, more: Parameters<typeof responded>[0] = {}) =>
  responded({ kind: 'feedback', time: on(day, time), ...more });
const withdrawn = (day: number, time: string) => closed({ outcome: 'withdrawn', time: on(day, time) });

type Told = Partial<Parameters<typeof owed>[1]>;
const asked = (told: Told = {}) => owed('request', { from: request, startedAt: AT, ...told });
const askedAboutIt = (told: Told = {}) => asked({ from: aboutIt, interviewId: 'int-1', ...told });
const askedBefore = (told: Told = {}) => askedAboutIt({ from: before, startedAt: END, ...told });

const table: readonly Omit<ObligationExample, 'kind'>[] = [
  { name: 'it waits from the request on', events: [...story, request], asOf: AT, expected: [asked()] },
  {
    name: 'each request is one',
    events: [...story, request, aboutIt],
    asOf: LATER,
    expected: [asked(), askedAboutIt()],
  },
  {
    name: 'about an interview it starts at its end, if that is later',
    events: [...story, before],
    asOf: LATER,
    expected: [askedBefore()],
  },
  { name: 'it is none before that', events: [scheduled(), before], asOf: on(4, '09:59'), expected: [] },
  {
    name: 'about an interview nobody heard of it is one about the application: any feedback meets it',
    events: [...story, unheardOf, feedback(10, '09:00', { interviewId: 'int-1' })],
    asOf: LATER,
    expected: [asked({ from: unheardOf, stoppedAt: on(10, '09:00') })],
  },
  {
    name: 'until that interview is known: then it is none before its end',
    events: [...story, unheardOf, madeKnown],
    asOf: on(11, '09:00'),
    expected: [],
  },
  {
    name: 'and from its end on it waits for what covers that interview',
    events: [...story, unheardOf, feedback(10, '09:00', { interviewId: 'int-1' }), madeKnown],
    asOf: LATER,
    expected: [
      asked({
        from: unheardOf,
        interviewId: 'int-unheard-of',
        startedAt: on(12, '10:00'),
        assumed: true,
      }),
    ],
  },
  {
    name: 'it is none about an interview that was called off by a closing',
    events: [scheduled(), before, closed({ time: on(3, '11:00') })],
    asOf: LATER,
    expected: [],
  },
  {
    name: 'about one that is assumed to have taken place it is assumed',
    events: [scheduled(), before],
    asOf: END,
    expected: [askedBefore({ assumed: true })],
  },
  {
    name: 'feedback meets it, the earliest',
    events: [...story, request, feedback(11, '09:00'), feedback(10, '09:00')],
    asOf: LATER,
    expected: [asked({ stoppedAt: on(10, '09:00') })],
  },
  {
    name: 'other answers, updates and automated feedback do not',
    events: [
      ...story,
      request,
      responded({ kind: 'decision', time: on(10, '09:00') }),
      responded({ kind: 'next_step', time: on(10, '09:00') }),
      responded({ kind: 'status_update', time: on(10, '09:00') }),
      feedback(10, '09:00', { automated: true }),
    ],
    asOf: LATER,
    expected: [asked()],
  },
  {
    name: 'feedback at its own instant does not meet it',
    events: [...story, request, feedback(9, '09:00')],
    asOf: LATER,
    expected: [asked()],
  },
  {
    name: 'feedback a millisecond later does',
    events: [...story, request, feedback(9, '09:00:00.001')],
    asOf: LATER,
    expected: [asked({ stoppedAt: on(9, '09:00:00.001') })],
  },
  {
    name: 'feedback about another interview meets one about the application only',
    events: [...story, request, aboutIt, feedback(10, '09:00', { interviewId: 'int-2' })],
    asOf: LATER,
    expected: [asked({ stoppedAt: on(10, '09:00') }), askedAboutIt()],
  },
  {
    name: 'feedback about its interview, or about none, meets one about an interview',
    events: [...story, aboutIt, feedback(11, '09:00', { interviewId: 'int-1' }), feedback(10, '09:00')],
    asOf: LATER,
    expected: [askedAboutIt({ stoppedAt: on(10, '09:00') })],
  },
  {
    name: 'feedback between the start and the end is early',
    events: [...story, before, feedback(4, '09:00')],
    asOf: LATER,
    expected: [askedBefore({ stoppedAt: END, early: true })],
  },
  {
    name: 'feedback at the end is not early',
    events: [...story, before, feedback(4, '10:00')],
    asOf: LATER,
    expected: [askedBefore({ stoppedAt: END })],
  },
  {
    name: 'feedback before the start does not meet it',
    events: [...story, before, feedback(4, '08:59')],
    asOf: LATER,
    expected: [askedBefore()],
  },
  {
    name: 'feedback during the interview, but not after the request, does not meet it',
    events: [...story, during, feedback(4, '09:30')],
    asOf: LATER,
    expected: [askedBefore({ from: during })],
  },
  {
    name: 'one about a cancelled interview is about the application, from the request on',
    events: [scheduled(), cancelled(), before, feedback(5, '09:00', { interviewId: 'int-2' })],
    asOf: LATER,
    expected: [asked({ from: before, startedAt: on(3, '10:00'), stoppedAt: on(5, '09:00') })],
  },
  {
    name: 'a withdrawal ends it',
    events: [...story, request, withdrawn(10, '09:00')],
    asOf: LATER,
    expected: [asked({ stoppedAt: on(10, '09:00'), state: 'ended' })],
  },
  {
    name: 'a withdrawal at its own instant does not',
    events: [...story, request, withdrawn(9, '09:00')],
    asOf: LATER,
    expected: [asked()],
  },
  {
    name: 'a withdrawal before the end of its interview does not',
    events: [...story, before, withdrawn(4, '09:59')],
    asOf: LATER,
    expected: [askedBefore()],
  },
  {
    name: 'a withdrawal at the end of its interview does',
    events: [...story, before, withdrawn(4, '10:00')],
    asOf: LATER,
    expected: [askedBefore({ stoppedAt: END, state: 'ended' })],
  },
  {
    name: 'feedback at the instant of the withdrawal goes first',
    events: [...story, request, withdrawn(10, '09:00'), feedback(10, '09:00')],
    asOf: LATER,
    expected: [asked({ stoppedAt: on(10, '09:00') })],
  },
  {
    name: 'early feedback goes before a withdrawal at the end',
    events: [...story, before, feedback(4, '09:30'), withdrawn(4, '10:00')],
    asOf: LATER,
    expected: [askedBefore({ stoppedAt: END, early: true })],
  },
  {
    name: 'feedback after the withdrawal comes too late',
    events: [...story, request, withdrawn(10, '09:00'), feedback(10, '09:00:00.001')],
    asOf: LATER,
    expected: [asked({ stoppedAt: on(10, '09:00'), state: 'ended' })],
  },
];

export const requestExamples: readonly ObligationExample[] = table.map((row) => ({
  kind: 'request',
  ...row,
}));
