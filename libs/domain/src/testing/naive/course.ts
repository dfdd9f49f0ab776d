import type { ApplicationEvent } from '../../events/catalogue.js';
import { ms, type Named } from './known.js';
import type { Owner } from './shape.js';

type CourseEvent = Named<`interview.${'scheduled' | 'rescheduled' | 'completed' | 'cancelled'}`>;

export interface Read {
  id: string;
  /** By the latest event about its course. */
  status: 'scheduled' | 'completed' | 'cancelled';
  facts: Owner & Partial<Record<'startsAt' | 'endsAt', string>>;
  interviewers: readonly { readonly id: string; readonly scorecardRequired: boolean }[];
  /** It has taken place by T; then it has an end too. */
  held: boolean;
  /** It counts as completed only because its scheduled end has passed. */
  assumed: boolean;
  /** The application was closed after it was planned last and before its scheduled end. */
  calledOff: boolean;
  start?: number;
  /** When it ended, or will be taken to have ended. */
  end?: number;
  invitedAt?: number;
}
export type Held = Read & { start: number; end: number };

const isAboutCourse = (event: ApplicationEvent): event is CourseEvent =>
  event.type.startsWith('hearback.interview.');

export function readInterviews(known: readonly ApplicationEvent[], T: number): Read[] {
  const ids = new Set<string>();
  for (const event of known) if (isAboutCourse(event)) ids.add(event.data.interviewId);
  return [...ids].map((id) => readInterview(id, known, T));
}

export const heldAmong = (interviews: readonly Read[]): Held[] =>
  interviews.filter((interview): interview is Held => interview.held);

function readInterview(id: string, known: readonly ApplicationEvent[], T: number): Read {
  const about = known.filter(
    (event): event is CourseEvent => isAboutCourse(event) && event.data.interviewId === id,
  );
  const facts: Read['facts'] = {};
  for (const name of ['teamId', 'jobId', 'stage', 'url', 'startsAt', 'endsAt'] as const) {
    const telling = about.filter((event) => event.data[name] !== undefined);
    const value = telling.at(-1)?.data[name];
    if (value !== undefined) facts[name] = value;
  }
  const interviewers = about.findLast(({ data }) => data.interviewers !== undefined)?.data.interviewers ?? [];

  const invitation = about.find(({ type }) => type === 'hearback.interview.scheduled.v1');
  const sinceCancelled = about.slice(
    about.findLastIndex(({ type }) => type === 'hearback.interview.cancelled.v1') + 1,
  );
  const completion = sinceCancelled.findLast(
    (event): event is Named<'interview.completed'> => event.type === 'hearback.interview.completed.v1',
  );
  const plans = about.filter(({ type }) => /\.(re)?scheduled\./.test(type));

  const status =
    sinceCancelled.length === 0 ? 'cancelled' : completion === undefined ? 'scheduled' : 'completed';
  const read: Read = { id, status, facts, interviewers, held: false, assumed: false, calledOff: false };
  if (invitation !== undefined) read.invitedAt = ms(invitation.time);

  const planned = facts.startsAt === undefined ? undefined : ms(facts.startsAt);
  if (completion !== undefined) {
    const { startedAt, endedAt } = completion.data;
    read.held = true;
    read.end = ms(endedAt);
    read.start = startedAt === undefined ? (planned ?? read.end) : ms(startedAt);
  } else if (status === 'scheduled') {
    read.start = planned;
    if (facts.endsAt !== undefined) {
      const [lastPlanned, end] = [ms(plans.at(-1)!.time), ms(facts.endsAt)];
      read.start ??= end;
      read.calledOff = known.some(
        ({ type, time }) =>
          type === 'hearback.application.closed.v1' && ms(time) > lastPlanned && ms(time) < end,
      );
      if (!read.calledOff) {
        read.end = end;
        read.assumed = read.held = end <= T;
      }
    }
  }
  // What has ended has started, whatever the plan said.
  if (read.held) read.start = Math.min(read.start!, read.end!);
  return read;
}
