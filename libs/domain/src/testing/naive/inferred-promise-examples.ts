import { closed, completed, promised, responded, retracted, scheduled } from '../builders.js';
import { LATER, on, owed, type ObligationExample } from './example.js';

const DUE = on(6, '17:00');
/** Held from 09:00 to 10:00 on the 4th, in the stage "Onsite". */
const story = [scheduled(), completed()];
/** About the application, on the 4th at 10:00, due on the 6th at 17:00. */
const first = promised();
const aboutIt = promised({ interviewId: 'int-1' });
const before = promised({ interviewId: 'int-1', time: on(3, '10:00') });

/** To the stage "Final", on the 9th. */
const invitation = (day: number, time: string, more: Parameters<typeof scheduled>[0] = {}) =>
  scheduled({
    interviewId: 'int-2',
    stage: 'Final',
    time: on(day, time),
    startsAt: on(19, '09:00'),
    endsAt: undefined,
    ...more,
  });
const contact = (day: number, time: string, more: Parameters<typeof responded>[0] = {}) =>
  responded({ kind: 'status_update', time: on(day, time), ...more });
const hired = (day: number, time: string) => closed({ outcome: 'hired', time: on(day, time) });
const withdrawn = (day: number, time: string) => closed({ outcome: 'withdrawn', time: on(day, time) });

type Told = Partial<Parameters<typeof owed>[1]>;
const chain = (told: Told = {}) =>
  owed('promise', { from: first, startedAt: on(4, '10:00'), dueAt: DUE, ...told });
const chainAboutIt = (told: Told = {}) => chain({ from: aboutIt, interviewId: 'int-1', ...told });
const inferredAt = (day: number, time: string) => ({ stoppedAt: on(day, time), inferred: true });

const invited: readonly Omit<ObligationExample, 'kind'>[] = [
  {
    name: 'meets one about the interview and one about the application',
    events: [...story, first, aboutIt, invitation(5, '09:00')],
    asOf: LATER,
    expected: [chain(inferredAt(5, '09:00')), chainAboutIt(inferredAt(5, '09:00'))],
  },
  {
    name: 'meets it from its own instant on',
    events: [...story, aboutIt, invitation(5, '09:00')],
    asOf: on(5, '08:59:59.999'),
    expected: [chainAboutIt()],
  },
  {
    name: 'meets no promise that was made at its instant or after it',
    events: [...story, promised({ interviewId: 'int-1', time: on(5, '09:00') }), invitation(5, '09:00')],
    asOf: LATER,
    expected: [
      chainAboutIt({
        from: promised({ interviewId: 'int-1', time: on(5, '09:00') }),
        startedAt: on(5, '09:00'),
      }),
    ],
  },
  {
    name: 'meets one made before the interview only at or after its end',
    events: [...story, before, invitation(4, '09:59:59.999')],
    asOf: LATER,
    expected: [chainAboutIt({ from: before, startedAt: on(3, '10:00') })],
  },
  {
    name: 'meets it exactly at its end',
    events: [...story, before, invitation(4, '10:00')],
    asOf: LATER,
    expected: [chainAboutIt({ from: before, startedAt: on(3, '10:00'), ...inferredAt(4, '10:00') })],
  },
  {
    name: 'to the same stage, or from or to an unknown one, meets none',
    events: [
      ...story,
      first,
      aboutIt,
      invitation(5, '09:00', { stage: 'Onsite' }),
      invitation(5, '10:00', { stage: undefined, interviewId: 'int-3' }),
    ],
    asOf: LATER,
    expected: [chain(), chainAboutIt()],
  },
  {
    name: 'says nothing about a promise for the interview that it invites to',
    events: [...story, invitation(5, '09:00'), promised({ interviewId: 'int-2', time: on(4, '12:00') })],
    asOf: LATER,
    expected: [
      chain({
        from: promised({ interviewId: 'int-2', time: on(4, '12:00') }),
        interviewId: 'int-2',
        stage: 'Final',
        startedAt: on(4, '12:00'),
      }),
    ],
  },
  {
    name: 'ends the chain: a promise after it begins another',
    events: [
      ...story,
      first,
      invitation(5, '09:00'),
      promised({ time: on(5, '10:00'), dueAt: on(12, '17:00') }),
    ],
    asOf: LATER,
    expected: [
      chain(inferredAt(5, '09:00')),
      chain({
        from: promised({ time: on(5, '10:00'), dueAt: on(12, '17:00') }),
        startedAt: on(5, '10:00'),
        dueAt: on(12, '17:00'),
        stage: 'Onsite',
      }),
    ],
  },
  {
    name: 'goes after a contact at the same instant, which was sent and not inferred',
    events: [...story, first, invitation(5, '09:00'), contact(5, '09:00')],
    asOf: LATER,
    expected: [chain({ stoppedAt: on(5, '09:00') })],
  },
  {
    name: 'goes before a contact a millisecond later',
    events: [...story, first, invitation(5, '09:00'), contact(5, '09:00:00.001')],
    asOf: LATER,
    expected: [chain(inferredAt(5, '09:00'))],
  },
  {
    name: 'goes before a withdrawal at the same instant, and after an earlier one',
    events: [...story, first, aboutIt, invitation(5, '09:00'), withdrawn(5, '09:00')],
    asOf: LATER,
    expected: [chain(inferredAt(5, '09:00')), chainAboutIt(inferredAt(5, '09:00'))],
  },
  {
    name: 'after the withdrawal comes too late',
    events: [...story, first, invitation(5, '09:00'), withdrawn(5, '08:59')],
    asOf: LATER,
    expected: [chain({ stoppedAt: on(5, '08:59'), state: 'ended' })],
  },
  {
    name: 'that is retracted meets it no more',
    events: [...story, first, invitation(5, '09:00'), retracted(invitation(5, '09:00'))],
    asOf: LATER,
    expected: [chain()],
  },
];

const further = completed({
  interviewId: 'int-2',
  stage: 'Final',
  time: on(5, '15:00'),
  startedAt: on(5, '14:00'),
  endedAt: on(5, '15:00'),
});

const others: readonly Omit<ObligationExample, 'kind'>[] = [
  {
    name: 'taking part in a further stage that no event scheduled meets it at its start',
    events: [...story, aboutIt, further],
    asOf: LATER,
    expected: [chainAboutIt(inferredAt(5, '14:00'))],
  },
  {
    name: 'which is known only once it has taken place',
    events: [...story, aboutIt, further],
    asOf: on(5, '14:59:59.999'),
    expected: [chainAboutIt()],
  },
  {
    name: 'on the same day it says nothing',
    events: [
      ...story,
      aboutIt,
      completed({ interviewId: 'int-2', stage: 'Final', time: on(4, '15:00'), endedAt: on(4, '15:00') }),
    ],
    asOf: LATER,
    expected: [chainAboutIt()],
  },
  {
    name: 'being hired meets one about the application and one about an interview that had started',
    events: [...story, first, aboutIt, hired(5, '09:00')],
    asOf: LATER,
    expected: [chain(inferredAt(5, '09:00')), chainAboutIt(inferredAt(5, '09:00'))],
  },
  {
    name: 'being hired before the start of the interview says nothing about it',
    events: [...story, before, hired(4, '08:59:59.999')],
    asOf: LATER,
    expected: [chainAboutIt({ from: before, startedAt: on(3, '10:00') })],
  },
  {
    name: 'being hired at its start does',
    events: [...story, before, hired(4, '09:00')],
    asOf: LATER,
    expected: [chainAboutIt({ from: before, startedAt: on(3, '10:00'), ...inferredAt(4, '09:00') })],
  },
];

export const inferredPromiseExamples: readonly ObligationExample[] = [
  ...invited.map((row) => ({ kind: 'promise', ...row, name: `an invitation ${row.name}` }) as const),
  ...others.map((row) => ({ kind: 'promise', ...row }) as const),
];
