import type { ApplicationEvent } from '../../events/catalogue.js';
import { cancelled, closed, completed, feedbackRequested, scheduled } from '../builders.js';
import { LATER, NO_INTERVIEW, NOBODY, on, owed, type ObligationExample } from './example.js';

/** Each by its team: planned and held for an hour on its day, from nine o'clock on. */
const plan = (interviewId: string, day: number, more: Parameters<typeof scheduled>[0] = {}) =>
  scheduled({
    interviewId,
    teamId: `team of ${interviewId}`,
    time: on(1, '09:00'),
    startsAt: on(day, '09:00'),
    endsAt: on(day, '10:00'),
    ...more,
  });
const hold = (interviewId: string, day: number) =>
  completed({
    interviewId,
    time: on(day, '10:00'),
    endedAt: on(day, '10:00'),
    teamId: `team of ${interviewId}`,
  });

/** About the application, on the 6th at noon. */
const NOON = on(6, '12:00');
const request = feedbackRequested({ time: NOON });
const requestAbout = (interviewId: string) => feedbackRequested({ time: NOON, interviewId });
const asked = (from: ApplicationEvent, more: Partial<Parameters<typeof owed>[1]>) =>
  owed('request', { from, startedAt: NOON, ...more });

const requests: readonly Omit<ObligationExample, 'kind'>[] = [
  {
    name: 'one that names an interview belongs to it',
    events: [plan('int-1', 4), hold('int-1', 4), plan('int-2', 5), hold('int-2', 5), requestAbout('int-1')],
    asOf: LATER,
    expected: [asked(requestAbout('int-1'), { interviewId: 'int-1', teamId: 'team of int-1' })],
  },
  {
    name: 'one that names none belongs to the latest interview that had ended by its start',
    events: [plan('int-2', 4), plan('int-1', 5), plan('int-3', 7), request],
    asOf: LATER,
    expected: [asked(request, { teamId: 'team of int-1' })],
  },
  {
    name: 'an interview that ends at its start had ended',
    events: [plan('int-1', 5), plan('int-2', 6, { endsAt: NOON }), request],
    asOf: LATER,
    expected: [asked(request, { teamId: 'team of int-2' })],
  },
  {
    name: 'of two that ended together the one with the greater id, by code units',
    events: [plan('int-b', 5), plan('int-C', 5), request],
    asOf: LATER,
    expected: [asked(request, { teamId: 'team of int-b' })],
  },
  {
    name: 'the explicit end counts, not the planned one',
    events: [plan('int-1', 5), plan('int-2', 4), hold('int-1', 3), request],
    asOf: LATER,
    expected: [asked(request, { teamId: 'team of int-2' })],
  },
  {
    name: 'a completion that is known only later counts for what began after that end',
    events: [
      plan('int-1', 4),
      plan('int-2', 9),
      completed({
        interviewId: 'int-2',
        teamId: 'team of int-2',
        time: on(9, '10:00'),
        endedAt: on(5, '10:00'),
      }),
      request,
    ],
    asOf: LATER,
    expected: [asked(request, { teamId: 'team of int-2' })],
  },
  {
    name: 'where none had ended, the next to end',
    events: [plan('int-1', 9), plan('int-2', 8), request],
    asOf: on(7, '00:00'),
    expected: [asked(request, { teamId: 'team of int-2' })],
  },
  {
    name: 'the next to end is so when it has ended too',
    events: [plan('int-1', 9), plan('int-2', 8), hold('int-2', 8), request],
    asOf: LATER,
    expected: [asked(request, { teamId: 'team of int-2' })],
  },
  {
    name: 'of two that will end together the one with the lesser id',
    events: [plan('int-b', 8), plan('int-C', 8), request],
    asOf: on(7, '00:00'),
    expected: [asked(request, { teamId: 'team of int-C' })],
  },
  {
    name: 'without a planned end the planned start is expected',
    events: [plan('int-1', 9), plan('int-2', 8, { endsAt: undefined }), request],
    asOf: on(7, '00:00'),
    expected: [asked(request, { teamId: 'team of int-2' })],
  },
  {
    name: 'without a planned end one whose start had passed is neither',
    events: [plan('int-1', 9), plan('int-2', 5, { endsAt: undefined }), request],
    asOf: on(7, '00:00'),
    expected: [asked(request, { teamId: 'team of int-1' })],
  },
  {
    name: 'one that was called off by a closing is not to come',
    events: [
      plan('int-1', 9, { time: on(6, '11:00') }),
      plan('int-2', 8),
      closed({ time: on(6, '10:00') }),
      request,
    ],
    asOf: on(7, '00:00'),
    expected: [asked(request, { teamId: 'team of int-1' })],
  },
  {
    name: 'a cancelled one is neither ended nor to come',
    events: [
      plan('int-1', 4),
      plan('int-2', 5),
      hold('int-2', 5),
      cancelled({ interviewId: 'int-2', time: on(5, '11:00') }),
      request,
    ],
    asOf: LATER,
    expected: [asked(request, { teamId: 'team of int-1' })],
  },
  {
    name: 'without any interview it is nobody’s',
    events: [request],
    asOf: LATER,
    expected: [asked(request, NOBODY)],
  },
  {
    name: 'where every interview is cancelled, one that names none is only its candidate’s',
    events: [plan('int-1', 4), cancelled(), request],
    asOf: LATER,
    expected: [asked(request, NO_INTERVIEW)],
  },
  {
    name: 'one that names a cancelled interview belongs to another that took place',
    events: [plan('int-1', 4), cancelled(), plan('int-2', 5), requestAbout('int-1')],
    asOf: LATER,
    expected: [asked(requestAbout('int-1'), { teamId: 'team of int-2' })],
  },
  {
    name: 'or that is to come',
    events: [plan('int-1', 4), cancelled(), plan('int-2', 8), requestAbout('int-1')],
    asOf: on(7, '00:00'),
    expected: [asked(requestAbout('int-1'), { teamId: 'team of int-2' })],
  },
  {
    name: 'else to the cancelled one',
    events: [plan('int-1', 4), cancelled(), requestAbout('int-1')],
    asOf: LATER,
    expected: [asked(requestAbout('int-1'), { teamId: 'team of int-1' })],
  },
  {
    name: 'one that names an interview not known yet belongs to one that is',
    events: [plan('int-1', 4), plan('int-2', 5, { time: on(7, '09:00') }), requestAbout('int-2')],
    asOf: on(7, '08:59:59.999'),
    expected: [asked(requestAbout('int-2'), { teamId: 'team of int-1' })],
  },
  {
    name: 'and to its own once that is known',
    events: [plan('int-1', 4), plan('int-2', 5, { time: on(7, '09:00') }), requestAbout('int-2')],
    asOf: on(7, '09:00'),
    expected: [
      asked(requestAbout('int-2'), { interviewId: 'int-2', teamId: 'team of int-2', assumed: true }),
    ],
  },
  {
    name: 'its candidate is the application’s: the latest id given of any interview',
    events: [
      plan('int-1', 4, { candidateId: 'cand-1', time: on(2, '09:00') }),
      plan('int-2', 9, { candidateId: 'cand-2', time: on(3, '09:00') }),
      plan('int-3', 10, { candidateId: undefined, time: on(3, '10:00') }),
      requestAbout('int-1'),
    ],
    asOf: LATER,
    expected: [
      asked(requestAbout('int-1'), {
        interviewId: 'int-1',
        teamId: 'team of int-1',
        candidateId: 'cand-2',
        assumed: true,
      }),
    ],
  },
  {
    name: 'it belongs by the latest description, told later too',
    events: [
      plan('int-1', 4),
      completed({ time: on(9, '09:00'), endedAt: on(4, '10:00'), teamId: 'search' }),
      request,
    ],
    asOf: LATER,
    expected: [asked(request, { teamId: 'search' })],
  },
];

export const belongingExamples: readonly ObligationExample[] = requests.map((row) => ({
  kind: 'request',
  ...row,
}));
