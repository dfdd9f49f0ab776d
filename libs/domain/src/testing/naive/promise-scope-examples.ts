import { cancelled, closed, completed, promised, rescheduled, responded, scheduled } from '../builders.js';
import { LATER, NO_INTERVIEW, on, owed, type ObligationExample } from './example.js';

const DUE = on(6, '17:00');
const AT = on(4, '10:00');
const story = [scheduled(), completed()];
/** About the application, on the 4th at 10:00, due on the 6th at 17:00. */
const first = promised();
const aboutIt = promised({ interviewId: 'int-1' });
const contact = (day: number, time: string, more: Parameters<typeof responded>[0] = {}) =>
  responded({ kind: 'status_update', time: on(day, time), ...more });
const withdrawn = (day: number, time: string) => closed({ outcome: 'withdrawn', time: on(day, time) });

type Told = Partial<Parameters<typeof owed>[1]>;
const chain = (told: Told = {}) => owed('promise', { from: first, startedAt: AT, dueAt: DUE, ...told });
const chainAboutIt = (told: Told = {}) => chain({ from: aboutIt, interviewId: 'int-1', ...told });

const secondAboutIt = promised({ interviewId: 'int-1', time: on(5, '10:00'), dueAt: on(9, '17:00') });
const before = promised({ interviewId: 'int-1', time: on(3, '10:00') });
const unheardOf = promised({ interviewId: 'int-unheard-of' });
const unheardOfLater = promised({
  interviewId: 'int-unheard-of',
  time: on(5, '10:00'),
  dueAt: on(9, '17:00'),
});
const madeKnown = scheduled({
  interviewId: 'int-unheard-of',
  time: on(6, '09:00'),
  startsAt: on(12, '09:00'),
  endsAt: on(12, '10:00'),
});
const beforeAll = promised({ time: on(1, '10:00') });

const scopes: readonly Omit<ObligationExample, 'kind'>[] = [
  {
    name: 'one about the interview does not move one about the application',
    events: [...story, first, secondAboutIt],
    asOf: LATER,
    expected: [
      chain(),
      chain({ from: secondAboutIt, interviewId: 'int-1', startedAt: on(5, '10:00'), dueAt: on(9, '17:00') }),
    ],
  },
  {
    name: 'a contact that names another interview meets one about the application, not one about this',
    events: [...story, first, aboutIt, contact(5, '09:00', { interviewId: 'int-2' })],
    asOf: LATER,
    expected: [chain({ stoppedAt: on(5, '09:00') }), chainAboutIt()],
  },
  {
    name: 'a contact that names it, or none, meets one about the interview',
    events: [...story, aboutIt, contact(6, '09:00', { interviewId: 'int-1' }), contact(5, '09:00')],
    asOf: LATER,
    expected: [chainAboutIt({ stoppedAt: on(5, '09:00') })],
  },
  {
    name: 'a contact before the start of the interview does not meet it',
    events: [...story, before, contact(4, '08:59', { interviewId: 'int-1' }), contact(4, '08:59')],
    asOf: LATER,
    expected: [chainAboutIt({ from: before, startedAt: on(3, '10:00') })],
  },
  {
    name: 'a contact at its start does',
    events: [...story, before, contact(4, '09:00')],
    asOf: LATER,
    expected: [chainAboutIt({ from: before, startedAt: on(3, '10:00'), stoppedAt: on(4, '09:00') })],
  },
  {
    name: 'the actual start counts before the scheduled one',
    events: [scheduled(), completed({ startedAt: on(4, '09:20') }), before, contact(4, '09:10')],
    asOf: LATER,
    expected: [chainAboutIt({ from: before, startedAt: on(3, '10:00') })],
  },
  {
    name: 'what has ended has started, whatever the plan said',
    events: [
      scheduled({ startsAt: on(4, '11:00'), endsAt: on(4, '12:00') }),
      completed(),
      before,
      contact(4, '10:00'),
    ],
    asOf: LATER,
    expected: [chainAboutIt({ from: before, startedAt: on(3, '10:00'), stoppedAt: on(4, '10:00') })],
  },
  {
    name: 'an interview that is only scheduled starts as planned',
    events: [scheduled(), before, contact(4, '08:59'), contact(4, '09:30')],
    asOf: on(4, '09:45'),
    expected: [chainAboutIt({ from: before, startedAt: on(3, '10:00'), stoppedAt: on(4, '09:30') })],
  },
  {
    name: 'one about an interview nobody heard of is about the application: any contact meets it',
    events: [...story, unheardOf, contact(5, '09:00', { interviewId: 'int-2' })],
    asOf: LATER,
    expected: [chain({ from: unheardOf, stoppedAt: on(5, '09:00') })],
  },
  {
    name: 'and it moves one about the application',
    events: [...story, first, unheardOfLater],
    asOf: on(6, '08:59:59.999'),
    expected: [chain({ lastDueAt: on(9, '17:00') })],
  },
  {
    name: 'until that interview is known: then it is about that one, in a chain of its own',
    events: [...story, first, unheardOfLater, madeKnown],
    asOf: on(6, '09:00'),
    expected: [
      chain(),
      chain({
        from: unheardOfLater,
        interviewId: 'int-unheard-of',
        startedAt: on(5, '10:00'),
        dueAt: on(9, '17:00'),
      }),
    ],
  },
  {
    name: 'and only what covers that interview meets it',
    events: [...story, unheardOfLater, contact(5, '11:00'), madeKnown, contact(12, '09:30')],
    asOf: LATER,
    expected: [
      chain({
        from: unheardOfLater,
        interviewId: 'int-unheard-of',
        startedAt: on(5, '10:00'),
        dueAt: on(9, '17:00'),
        stoppedAt: on(12, '09:30'),
      }),
    ],
  },
  {
    name: 'one about a cancelled interview is about the application: any contact meets it',
    events: [scheduled(), cancelled(), aboutIt, contact(5, '09:00', { interviewId: 'int-2' })],
    asOf: LATER,
    expected: [chain({ from: aboutIt, stoppedAt: on(5, '09:00') })],
  },
  {
    name: 'one about a cancelled interview moves one about the application',
    events: [scheduled(), cancelled(), first, secondAboutIt],
    asOf: LATER,
    expected: [chain({ lastDueAt: on(9, '17:00'), ...NO_INTERVIEW })],
  },
  {
    name: 'as of before the cancellation it is about the interview',
    events: [scheduled(), before, cancelled()],
    asOf: on(3, '11:59'),
    expected: [chainAboutIt({ from: before, startedAt: on(3, '10:00') })],
  },
  {
    name: 'once the interview is planned again it is about the interview again',
    events: [scheduled(), cancelled(), rescheduled({ time: on(3, '13:00') }), before],
    asOf: on(4, '00:00'),
    expected: [chainAboutIt({ from: before, startedAt: on(3, '10:00') })],
  },
];

const withdrawals: readonly Omit<ObligationExample, 'kind'>[] = [
  {
    name: 'a withdrawal ends it, the first one',
    events: [...story, first, withdrawn(6, '09:00'), withdrawn(5, '09:00')],
    asOf: LATER,
    expected: [chain({ stoppedAt: on(5, '09:00'), state: 'ended' })],
  },
  {
    name: 'a closing that says nothing to the candidate does not end it',
    events: [
      ...story,
      first,
      closed({ time: on(5, '09:00') }),
      closed({ outcome: 'role_closed', time: on(5, '10:00') }),
    ],
    asOf: LATER,
    expected: [chain()],
  },
  {
    name: 'a withdrawal at its own instant does not end it',
    events: [...story, first, withdrawn(4, '10:00')],
    asOf: LATER,
    expected: [chain()],
  },
  {
    name: 'a contact at the instant of the withdrawal goes first',
    events: [...story, first, withdrawn(5, '09:00'), contact(5, '09:00')],
    asOf: LATER,
    expected: [chain({ stoppedAt: on(5, '09:00') })],
  },
  {
    name: 'a contact after the withdrawal comes too late',
    events: [...story, first, withdrawn(5, '09:00'), contact(5, '09:00:00.001')],
    asOf: LATER,
    expected: [chain({ stoppedAt: on(5, '09:00'), state: 'ended' })],
  },
  {
    name: 'a withdrawal before the end of its interview, which took place, has no effect on it',
    events: [...story, before, withdrawn(4, '09:59')],
    asOf: LATER,
    expected: [chainAboutIt({ from: before, startedAt: on(3, '10:00') })],
  },
  {
    name: 'a withdrawal at the end of its interview ends it',
    events: [...story, before, withdrawn(4, '09:59'), withdrawn(4, '10:00')],
    asOf: LATER,
    expected: [
      chainAboutIt({ from: before, startedAt: on(3, '10:00'), stoppedAt: on(4, '10:00'), state: 'ended' }),
    ],
  },
  {
    name: 'a withdrawal before the end ends one about the application',
    events: [...story, beforeAll, withdrawn(4, '09:59')],
    asOf: LATER,
    expected: [
      chain({ from: beforeAll, startedAt: on(1, '10:00'), stoppedAt: on(4, '09:59'), state: 'ended' }),
    ],
  },
  {
    name: 'a withdrawal before an interview that did not take place ends it',
    events: [scheduled(), before, withdrawn(4, '08:00')],
    asOf: LATER,
    expected: [
      chainAboutIt({ from: before, startedAt: on(3, '10:00'), stoppedAt: on(4, '08:00'), state: 'ended' }),
    ],
  },
];

export const promiseScopeExamples: readonly ObligationExample[] = [...scopes, ...withdrawals].map((row) => ({
  kind: 'promise',
  ...row,
}));
