import {
  cancelled,
  closed,
  completed,
  rescheduled,
  retracted,
  scheduled,
  scorecardDeleted,
  scorecardSubmitted,
} from '../builders.js';
import { LATER, on, owed, type ObligationExample } from './example.js';

const END = on(4, '10:00');
const interviewers = [{ id: 'emp-1', scorecardRequired: true }];
const planned = scheduled({ interviewers });
const held = completed();
const submitted = (day: number, time: string, more: Parameters<typeof scorecardSubmitted>[0] = {}) =>
  scorecardSubmitted({ time: on(day, time), submittedAt: on(day, time), ...more });

const scorecard = (told: Partial<Parameters<typeof owed>[1]> = {}) =>
  owed('scorecard', { interviewId: 'int-1', interviewerId: 'emp-1', startedAt: END, ...told });

const first = submitted(5, '09:00');
const table: readonly Omit<ObligationExample, 'kind'>[] = [
  {
    name: 'each required interviewer owes one from the end on, others none',
    events: [
      scheduled({
        interviewers: [
          { id: 'emp-1', scorecardRequired: true },
          { id: 'emp-2', scorecardRequired: false },
          { id: 'emp-3', scorecardRequired: true },
        ],
      }),
      held,
    ],
    asOf: END,
    expected: [scorecard(), scorecard({ interviewerId: 'emp-3' })],
  },
  { name: 'without a list nobody owes one', events: [scheduled(), held], asOf: LATER, expected: [] },
  { name: 'before the end nobody owes one', events: [planned], asOf: on(4, '09:59'), expected: [] },
  {
    name: 'it is met when it was submitted, not when that became known',
    events: [planned, held, submitted(4, '12:00', { time: on(4, '15:00') })],
    asOf: LATER,
    expected: [scorecard({ stoppedAt: on(4, '12:00') })],
  },
  {
    name: 'it is not known to be met before the event',
    events: [planned, held, submitted(4, '12:00', { time: on(4, '15:00') })],
    asOf: on(4, '14:59'),
    expected: [scorecard()],
  },
  {
    name: 'one submitted before the end is early and takes no time',
    events: [planned, submitted(4, '09:30'), held],
    asOf: LATER,
    expected: [scorecard({ stoppedAt: END, early: true })],
  },
  {
    name: 'one submitted at the end is not early',
    events: [planned, submitted(4, '10:00'), held],
    asOf: LATER,
    expected: [scorecard({ stoppedAt: END })],
  },
  {
    name: 'one submitted before the start counts too',
    events: [planned, submitted(3, '09:00'), held],
    asOf: LATER,
    expected: [scorecard({ stoppedAt: END, early: true })],
  },
  {
    name: 'the earliest submission counts, whichever is said first',
    events: [planned, held, first, submitted(4, '12:00', { time: on(6, '09:00') })],
    asOf: LATER,
    expected: [scorecard({ stoppedAt: on(4, '12:00') })],
  },
  {
    name: 'an edit never moves it',
    events: [planned, held, first, submitted(6, '09:00')],
    asOf: LATER,
    expected: [scorecard({ stoppedAt: on(5, '09:00') })],
  },
  {
    name: 'a deletion takes back what was submitted before it',
    events: [planned, held, submitted(4, '12:00'), first, scorecardDeleted({ time: on(6, '09:00') })],
    asOf: LATER,
    expected: [scorecard()],
  },
  {
    name: 'what is submitted after a deletion stands',
    events: [planned, held, first, scorecardDeleted({ time: on(6, '09:00') }), submitted(7, '09:00')],
    asOf: LATER,
    expected: [scorecard({ stoppedAt: on(7, '09:00') })],
  },
  {
    name: 'what is told after a deletion stands, also when it was submitted before it',
    events: [
      planned,
      held,
      scorecardDeleted({ time: on(6, '09:00') }),
      submitted(5, '09:00', { time: on(7, '09:00') }),
    ],
    asOf: LATER,
    expected: [scorecard({ stoppedAt: on(5, '09:00') })],
  },
  {
    name: 'as of before a deletion the scorecard stands',
    events: [planned, held, first, scorecardDeleted({ time: on(6, '09:00') })],
    asOf: on(6, '08:59'),
    expected: [scorecard({ stoppedAt: on(5, '09:00') })],
  },
  {
    name: 'at one instant a deletion with the greater id takes back the submission',
    events: [
      planned,
      held,
      submitted(5, '09:00', { id: 'a' }),
      scorecardDeleted({ time: on(5, '09:00'), id: 'b' }),
    ],
    asOf: LATER,
    expected: [scorecard()],
  },
  {
    name: 'at one instant a deletion with the lesser id does not',
    events: [
      planned,
      held,
      submitted(5, '09:00', { id: 'b' }),
      scorecardDeleted({ time: on(5, '09:00'), id: 'a' }),
    ],
    asOf: LATER,
    expected: [scorecard({ stoppedAt: on(5, '09:00') })],
  },
  {
    name: 'a deletion of another interviewer or interview takes back nothing of it',
    events: [
      planned,
      held,
      first,
      scorecardDeleted({ time: on(6, '09:00'), interviewerId: 'emp-2' }),
      scorecardDeleted({ time: on(6, '09:00'), interviewId: 'int-2' }),
    ],
    asOf: LATER,
    expected: [scorecard({ stoppedAt: on(5, '09:00') })],
  },
  {
    name: "another interviewer's submission, or one for another interview, does not meet it",
    events: [
      planned,
      held,
      submitted(5, '09:00', { interviewerId: 'emp-2' }),
      submitted(5, '09:00', { interviewId: 'int-2' }),
    ],
    asOf: LATER,
    expected: [scorecard()],
  },
  {
    name: 'the latest list counts as a whole, for the past too',
    events: [
      planned,
      held,
      submitted(5, '09:00', { interviewerId: 'emp-2' }),
      rescheduled({
        time: on(6, '09:00'),
        startsAt: on(4, '09:00'),
        endsAt: END,
        interviewers: [{ id: 'emp-2', scorecardRequired: true }],
      }),
    ],
    asOf: LATER,
    expected: [scorecard({ interviewerId: 'emp-2', stoppedAt: on(5, '09:00') })],
  },
  {
    name: 'as of before a new list the one before counts',
    events: [planned, completed({ time: on(6, '09:00'), interviewers: [] })],
    asOf: on(6, '08:59'),
    expected: [scorecard({ assumed: true })],
  },
  {
    name: 'an empty list takes them all away',
    events: [planned, completed({ interviewers: [] })],
    asOf: LATER,
    expected: [],
  },
  {
    name: 'whoever is listed twice owes one if any entry says so',
    events: [scheduled({ interviewers: [...interviewers, { id: 'emp-1', scorecardRequired: false }] }), held],
    asOf: LATER,
    expected: [scorecard()],
  },
  {
    name: 'whoever is listed as required twice owes one',
    events: [scheduled({ interviewers: [...interviewers, ...interviewers] }), held],
    asOf: LATER,
    expected: [scorecard()],
  },
  {
    name: 'a withdrawal does not end it',
    events: [planned, held, closed({ outcome: 'withdrawn', time: on(5, '09:00') })],
    asOf: LATER,
    expected: [scorecard()],
  },
  {
    name: 'it is assumed as its interview is',
    events: [planned, first],
    asOf: LATER,
    expected: [scorecard({ stoppedAt: on(5, '09:00'), assumed: true })],
  },
  {
    name: 'after a cancelled interview none is owed',
    events: [planned, cancelled()],
    asOf: LATER,
    expected: [],
  },
  {
    name: 'a retracted submission meets nothing',
    events: [planned, held, first, retracted(first)],
    asOf: LATER,
    expected: [scorecard()],
  },
  {
    name: 'a retracted deletion takes back nothing',
    events: [
      planned,
      held,
      first,
      scorecardDeleted({ time: on(6, '09:00'), id: 'deletion' }),
      retracted({ source: first.source, id: 'deletion' }),
    ],
    asOf: LATER,
    expected: [scorecard({ stoppedAt: on(5, '09:00') })],
  },
];

export const scorecardExamples: readonly ObligationExample[] = table.map((row) => ({
  kind: 'scorecard',
  ...row,
}));
