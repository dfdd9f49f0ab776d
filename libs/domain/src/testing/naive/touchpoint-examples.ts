import type { ApplicationEvent } from '../../events/catalogue.js';
import { cancelled, completed, rated, responded, retracted, scheduled, surveySent } from '../builders.js';
import { instant } from '../clock.js';
import { LATER, NO_INTERVIEW, NOBODY, on, originOf, OWNER, type TouchpointExample } from './example.js';
import type { NaiveTouchpoint } from './shape.js';

const story = [scheduled(), completed()];
/** What the builders make a candidate say. */
const MARKS = { nps: 9, specific: 4, constructive: 4, respectful: 5, timely: 3 };

const feedback = (day: number, time: string, more: Parameters<typeof responded>[0] = {}) =>
  responded({ kind: 'feedback', time: on(day, time), ...more });
const rating = (day: number, time: string, more: Parameters<typeof rated>[0] = {}) =>
  rated({ time: on(day, time), ...more });
const survey = (day: number, time: string, more: Parameters<typeof surveySent>[0] = {}) =>
  surveySent({ time: on(day, time), ...more });

type Kind = NaiveTouchpoint['kind'];
function touchpoint<K extends Kind>(
  kind: K,
  from: ApplicationEvent,
  more: Partial<Omit<Extract<NaiveTouchpoint, { kind: K }>, 'kind' | 'origin' | 'at'>> = {},
) {
  return { kind, origin: originOf(from), at: instant(from.time), ...OWNER, ...more } as Extract<
    NaiveTouchpoint,
    { kind: K }
  >;
}
const gave = (from: ApplicationEvent, more: Parameters<typeof touchpoint<'feedback'>>[2] = {}) =>
  touchpoint('feedback', from, more);
const judged = (from: ApplicationEvent, more: Parameters<typeof touchpoint<'rating'>>[2] = {}) =>
  touchpoint('rating', from, { ...MARKS, ...more });
const polled = (from: ApplicationEvent, answeredAt?: string) =>
  touchpoint('survey', from, answeredAt === undefined ? {} : { answeredAt: instant(answeredAt) });

type Row = Omit<TouchpointExample, 'kind'>;

const feedbackRows: readonly Row[] = [
  {
    name: 'each is one, with what it contained',
    events: [
      ...story,
      feedback(5, '09:00', { wordCount: 0, hasExamples: false, hasNextSteps: true }),
      feedback(6, '09:00', { interviewId: 'int-1' }),
    ],
    asOf: LATER,
    expected: [
      gave(feedback(5, '09:00', { wordCount: 0, hasExamples: false, hasNextSteps: true }), {
        words: 0,
        hasExamples: false,
        hasNextSteps: true,
      }),
      gave(feedback(6, '09:00', { interviewId: 'int-1' }), { interviewId: 'int-1' }),
    ],
  },
  {
    name: 'automated feedback and other answers are none',
    events: [
      ...story,
      feedback(5, '09:00', { automated: true }),
      responded(),
      responded({ kind: 'next_step' }),
    ],
    asOf: LATER,
    expected: [],
  },
  {
    name: 'it is one without any interview, and before it happens it is none',
    events: [feedback(5, '09:00'), feedback(6, '09:00')],
    asOf: on(6, '08:59'),
    expected: [gave(feedback(5, '09:00'), NOBODY)],
  },
  {
    name: 'about an interview that is cancelled it belongs to that one',
    events: [
      ...story,
      scheduled({ interviewId: 'int-2', teamId: 'search' }),
      cancelled({ interviewId: 'int-2' }),
      feedback(5, '09:00', { interviewId: 'int-2' }),
    ],
    asOf: LATER,
    expected: [
      gave(feedback(5, '09:00', { interviewId: 'int-2' }), { interviewId: 'int-2', teamId: 'search' }),
    ],
  },
  {
    name: 'about an interview nobody heard of it is only its candidate’s',
    events: [...story, feedback(5, '09:00', { interviewId: 'int-2' })],
    asOf: LATER,
    expected: [
      gave(feedback(5, '09:00', { interviewId: 'int-2' }), { interviewId: 'int-2', ...NO_INTERVIEW }),
    ],
  },
  {
    name: 'about none it belongs to the latest interview that had ended by then, else the next to end',
    events: [
      scheduled({ teamId: 'search' }),
      scheduled({ interviewId: 'int-2', startsAt: on(6, '09:00'), endsAt: on(6, '10:00') }),
      feedback(3, '09:00'),
      feedback(5, '09:00'),
      feedback(6, '10:00'),
    ],
    asOf: LATER,
    expected: [
      gave(feedback(3, '09:00'), { teamId: 'search' }),
      gave(feedback(5, '09:00'), { teamId: 'search' }),
      gave(feedback(6, '10:00')),
    ],
  },
];

const ratingRows: readonly Row[] = [
  {
    name: 'the latest about an interview, and the latest about none',
    events: [
      ...story,
      rating(6, '09:00', { interviewId: 'int-1', nps: 2 }),
      rating(5, '09:00', { interviewId: 'int-1' }),
      rating(7, '09:00'),
      rating(8, '09:00', { nps: 0, timely: undefined }),
    ],
    asOf: LATER,
    expected: [
      judged(rating(6, '09:00', { interviewId: 'int-1', nps: 2 }), { interviewId: 'int-1', nps: 2 }),
      judged(rating(8, '09:00', { nps: 0, timely: undefined }), { nps: 0, timely: undefined }),
    ],
  },
  {
    name: 'what the latest does not say is unknown, whatever an earlier one said',
    events: [...story, rating(5, '09:00'), rating(6, '09:00', { specific: undefined })],
    asOf: LATER,
    expected: [judged(rating(6, '09:00', { specific: undefined }), { specific: undefined })],
  },
  {
    name: 'as of before the latest the one before it',
    events: [...story, rating(5, '09:00'), rating(6, '09:00', { nps: 1 })],
    asOf: on(6, '08:59'),
    expected: [judged(rating(5, '09:00'))],
  },
  {
    name: 'once the latest is retracted the one before it',
    events: [...story, rating(5, '09:00'), rating(6, '09:00'), retracted(rating(6, '09:00'))],
    asOf: LATER,
    expected: [judged(rating(5, '09:00'))],
  },
  {
    name: 'of two at one instant the one with the greater id',
    events: [...story, rating(5, '09:00', { id: 'b', nps: 1 }), rating(5, '09:00', { id: 'a', nps: 2 })],
    asOf: LATER,
    expected: [judged(rating(5, '09:00', { id: 'b', nps: 1 }), { nps: 1 })],
  },
];

const aboutIt = { interviewId: 'int-1' };
const surveyRows: readonly Row[] = [
  {
    name: 'it waits for a rating',
    events: [...story, survey(5, '09:00')],
    asOf: LATER,
    expected: [polled(survey(5, '09:00'))],
  },
  {
    name: 'the earliest rating at or after it answers it',
    events: [...story, survey(5, '09:00'), rating(4, '12:00'), rating(6, '09:00'), rating(5, '09:00')],
    asOf: LATER,
    expected: [polled(survey(5, '09:00'), on(5, '09:00'))],
  },
  {
    name: 'a rating about its interview, or about none, answers it; one about another does not',
    events: [
      ...story,
      survey(5, '09:00', aboutIt),
      rating(5, '10:00', { interviewId: 'int-2' }),
      rating(5, '11:00'),
      rating(5, '12:00', aboutIt),
    ],
    asOf: LATER,
    expected: [{ ...polled(survey(5, '09:00', aboutIt), on(5, '11:00')), ...aboutIt }],
  },
  {
    name: 'one about no interview is answered by a rating about none only',
    events: [...story, survey(5, '09:00'), rating(5, '10:00', aboutIt)],
    asOf: LATER,
    expected: [polled(survey(5, '09:00'))],
  },
  {
    name: 'one rating answers every survey before it',
    events: [...story, survey(5, '09:00'), survey(6, '09:00'), rating(7, '09:00')],
    asOf: LATER,
    expected: [polled(survey(5, '09:00'), on(7, '09:00')), polled(survey(6, '09:00'), on(7, '09:00'))],
  },
];

const named = (kind: Kind, rows: readonly Row[]): TouchpointExample[] =>
  rows.map((row) => ({ kind, ...row }));

export const touchpointExamples: readonly TouchpointExample[] = [
  ...named('feedback', feedbackRows),
  ...named('rating', ratingRows),
  ...named('survey', surveyRows),
];
