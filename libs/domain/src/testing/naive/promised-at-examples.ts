import { cancelled, completed, promised, rescheduled, scheduled } from '../builders.js';
import { LATER, on, owed, OWNER, type ObligationExample } from './example.js';

/** The response to the default interview, planned on the 2nd at 09:00 and held until the 4th at 10:00. */
const response = (told: Partial<Parameters<typeof owed>[1]>) =>
  owed('response', { interviewId: 'int-1', startedAt: on(4, '10:00'), ...told });
const story = [scheduled(), completed()];
const promise = (day: number, time: string, more: Parameters<typeof promised>[0] = {}) =>
  promised({ time: on(day, time), ...more });

/** Known from the 5th at 09:00 on. */
const other = scheduled({
  interviewId: 'int-2',
  time: on(5, '09:00'),
  startsAt: on(30, '09:00'),
  endsAt: on(30, '10:00'),
});

const responses: readonly Omit<ObligationExample, 'kind'>[] = [
  {
    name: 'it knows the earliest promise about its interview or the application',
    events: [
      ...story,
      promise(5, '09:00'),
      promise(4, '11:00', { interviewId: 'int-1' }),
      promise(6, '09:00'),
    ],
    asOf: LATER,
    expected: [response({ promisedAt: on(4, '11:00') })],
  },
  { name: 'without a promise it knows none', events: story, asOf: LATER, expected: [response({})] },
  {
    name: 'a promise about another interview is none about it',
    events: [...story, other, promise(4, '11:00', { interviewId: 'int-2' })],
    asOf: LATER,
    expected: [response({})],
  },
  {
    name: 'one about an interview that is not known yet is one about the application',
    events: [...story, other, promise(4, '11:00', { interviewId: 'int-2' })],
    asOf: on(5, '08:59:59.999'),
    expected: [response({ promisedAt: on(4, '11:00') })],
  },
  {
    name: 'one about a cancelled interview is one about the application',
    events: [
      ...story,
      scheduled({ interviewId: 'int-2', startsAt: on(9, '09:00'), endsAt: on(9, '10:00') }),
      cancelled({ interviewId: 'int-2' }),
      promise(4, '11:00', { interviewId: 'int-2' }),
    ],
    asOf: LATER,
    expected: [response({ promisedAt: on(4, '11:00') })],
  },
  {
    name: 'one from before the first scheduling is left out, one at it is not',
    events: [...story, promise(2, '08:59'), promise(2, '09:00')],
    asOf: LATER,
    expected: [response({ promisedAt: on(2, '09:00') })],
  },
  {
    name: 'the first scheduling counts, not a later one or a new time',
    events: [
      ...story,
      scheduled({ time: on(3, '08:00') }),
      rescheduled({ startsAt: on(4, '09:00'), endsAt: on(4, '10:00') }),
      promise(2, '10:00'),
    ],
    asOf: LATER,
    expected: [response({ promisedAt: on(2, '10:00') })],
  },
  {
    name: 'never scheduled by an event: from its start on',
    events: [
      completed({ startedAt: on(4, '09:00'), candidateId: OWNER.candidateId, jobId: OWNER.jobId }),
      promise(4, '08:59'),
      promise(4, '09:00'),
    ],
    asOf: LATER,
    expected: [response({ promisedAt: on(4, '09:00') })],
  },
  {
    name: 'a new time alone is no first scheduling',
    events: [
      rescheduled({ ...OWNER, time: on(2, '09:00'), startsAt: on(4, '09:00'), endsAt: on(4, '10:00') }),
      promise(3, '09:00'),
    ],
    asOf: LATER,
    expected: [response({ assumed: true })],
  },
  {
    name: 'one that was made long after counts too',
    events: [...story, promise(19, '09:00')],
    asOf: LATER,
    expected: [response({ promisedAt: on(19, '09:00') })],
  },
  {
    name: 'as of before the promise there is none',
    events: [...story, promise(5, '09:00')],
    asOf: on(5, '08:59'),
    expected: [response({})],
  },
];

export const promisedAtExamples: readonly ObligationExample[] = responses.map((row) => ({
  kind: 'response',
  ...row,
}));
