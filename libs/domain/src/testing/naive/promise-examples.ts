import { completed, promised, responded, retracted, scheduled } from '../builders.js';
import { LATER, on, owed, type ObligationExample } from './example.js';

const DUE = on(6, '17:00');
const AT = on(4, '10:00');
const story = [scheduled(), completed()];
/** About the application, on the 4th at 10:00, due on the 6th at 17:00. */
const first = promised();
const contact = (day: number, time: string, more: Parameters<typeof responded>[0] = {}) =>
  responded({ kind: 'status_update', time: on(day, time), ...more });

type Told = Partial<Parameters<typeof owed>[1]>;
const chain = (told: Told = {}) => owed('promise', { from: first, startedAt: AT, dueAt: DUE, ...told });

const second = promised({ time: on(5, '10:00'), dueAt: on(9, '17:00') });
const third = promised({ time: on(9, '09:00'), dueAt: on(11, '17:00') });
const atDue = promised({ time: DUE, dueAt: on(9, '17:00') });
const sooner = promised({ time: on(4, '12:00'), dueAt: on(5, '12:00') });
const afterSooner = promised({ time: on(5, '12:00'), dueAt: on(12, '12:00') });
const overdue = promised({ time: on(5, '10:00'), dueAt: on(5, '09:00') });
const afterOverdue = promised({ time: on(5, '11:00'), dueAt: on(6, '09:00') });
const atContact = promised({ time: on(5, '10:00'), dueAt: on(9, '17:00') });
const afterContact = promised({ time: on(5, '10:00:00.001'), dueAt: on(9, '17:00') });
const twin = promised({ id: 'a', time: AT, dueAt: DUE });
const otherTwin = promised({ id: 'b', time: AT, dueAt: on(9, '17:00') });
const lateTwin = promised({ id: 'a', time: DUE, dueAt: DUE });
const laterTwin = promised({ id: 'b', time: DUE, dueAt: on(9, '17:00') });

const chains: readonly Omit<ObligationExample, 'kind'>[] = [
  { name: 'one promise waits', events: [...story, first], asOf: AT, expected: [chain()] },
  {
    name: 'it still waits when its due time has passed',
    events: [...story, first],
    asOf: LATER,
    expected: [chain()],
  },
  {
    name: 'any contact meets it, an update too',
    events: [...story, first, contact(5, '09:00')],
    asOf: LATER,
    expected: [chain({ stoppedAt: on(5, '09:00') })],
  },
  {
    name: 'the earliest contact meets it',
    events: [...story, first, contact(10, '09:00'), contact(9, '09:00', { kind: 'feedback' })],
    asOf: LATER,
    expected: [chain({ stoppedAt: on(9, '09:00') })],
  },
  {
    name: 'an automated contact does not meet it',
    events: [...story, first, contact(5, '09:00', { automated: true })],
    asOf: LATER,
    expected: [chain()],
  },
  {
    name: 'a contact at its own instant does not meet it',
    events: [...story, first, contact(4, '10:00')],
    asOf: LATER,
    expected: [chain()],
  },
  {
    name: 'a contact a millisecond later does',
    events: [...story, first, contact(4, '10:00:00.001')],
    asOf: LATER,
    expected: [chain({ stoppedAt: on(4, '10:00:00.001') })],
  },
  {
    name: 'a later one before the due time moves it',
    events: [...story, first, second],
    asOf: LATER,
    expected: [chain({ lastDueAt: on(9, '17:00') })],
  },
  {
    name: 'as of before the later one nothing is moved',
    events: [...story, first, second],
    asOf: on(5, '09:59'),
    expected: [chain()],
  },
  {
    name: 'one before the due time in force moves it again, after the first due time too',
    events: [...story, first, second, third],
    asOf: LATER,
    expected: [chain({ lastDueAt: on(11, '17:00') })],
  },
  {
    name: 'one can be moved to an earlier due time, and the next counts from there',
    events: [...story, first, sooner, afterSooner],
    asOf: LATER,
    expected: [
      chain({ lastDueAt: on(5, '12:00') }),
      chain({ from: afterSooner, startedAt: on(5, '12:00'), dueAt: on(12, '12:00') }),
    ],
  },
  {
    name: 'one at the due time begins a chain of its own, and one contact meets both',
    events: [...story, first, atDue, contact(8, '09:00')],
    asOf: LATER,
    expected: [
      chain({ stoppedAt: on(8, '09:00') }),
      chain({ from: atDue, startedAt: DUE, dueAt: on(9, '17:00'), stoppedAt: on(8, '09:00') }),
    ],
  },
  {
    name: 'the contact at the instant of the second meets only the first',
    events: [...story, first, atDue, contact(6, '17:00')],
    asOf: LATER,
    expected: [chain({ stoppedAt: DUE }), chain({ from: atDue, startedAt: DUE, dueAt: on(9, '17:00') })],
  },
  {
    name: 'a due time that had passed when it was promised can not be moved',
    events: [...story, overdue, afterOverdue],
    asOf: LATER,
    expected: [
      chain({ from: overdue, startedAt: on(5, '10:00'), dueAt: on(5, '09:00') }),
      chain({ from: afterOverdue, startedAt: on(5, '11:00'), dueAt: on(6, '09:00') }),
    ],
  },
  {
    name: 'one after the contact begins a new chain',
    events: [...story, first, contact(5, '10:00'), afterContact],
    asOf: LATER,
    expected: [
      chain({ stoppedAt: on(5, '10:00') }),
      chain({ from: afterContact, startedAt: on(5, '10:00:00.001'), dueAt: on(9, '17:00') }),
    ],
  },
  {
    name: 'one at the instant of the contact begins a new chain, which that contact does not meet',
    events: [...story, first, contact(5, '10:00'), atContact],
    asOf: LATER,
    expected: [
      chain({ stoppedAt: on(5, '10:00') }),
      chain({ from: atContact, startedAt: on(5, '10:00'), dueAt: on(9, '17:00') }),
    ],
  },
  {
    name: 'an automated contact in between begins no new chain',
    events: [...story, first, contact(5, '09:00', { automated: true }), second, contact(8, '09:00')],
    asOf: LATER,
    expected: [chain({ stoppedAt: on(8, '09:00'), lastDueAt: on(9, '17:00') })],
  },
  {
    name: 'of two at one instant the one with the greater id moves the other',
    events: [...story, otherTwin, twin],
    asOf: LATER,
    expected: [chain({ from: twin, lastDueAt: on(9, '17:00') })],
  },
  {
    name: 'of two at one instant, which is the due time, each begins its own',
    events: [...story, laterTwin, lateTwin],
    asOf: LATER,
    expected: [
      chain({ from: lateTwin, startedAt: DUE }),
      chain({ from: laterTwin, startedAt: DUE, dueAt: on(9, '17:00') }),
    ],
  },
  {
    name: 'a retracted one moved nothing',
    events: [...story, first, second, retracted(second)],
    asOf: LATER,
    expected: [chain()],
  },
  {
    name: 'once the first is retracted the second is the first',
    events: [...story, first, second, retracted(first)],
    asOf: LATER,
    expected: [chain({ from: second, startedAt: on(5, '10:00'), dueAt: on(9, '17:00') })],
  },
];

export const promiseExamples: readonly ObligationExample[] = chains.map((row) => ({
  kind: 'promise',
  ...row,
}));
