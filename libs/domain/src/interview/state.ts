import type { Interviewer } from '../events/fields.js';
import type { Instant } from '../time/days.js';

/** Everything that is known of an application at some instant: the fold of its events up to then. */
export interface ApplicationState {
  readonly interviews: ReadonlyMap<string, Interview>;
  /** In event order. */
  readonly responses: readonly Response[];
  readonly closings: readonly Closing[];
}

/** An interview by the latest event about its course; what took place by assumption is told by `assumedEnd`. */
export type Interview = ScheduledInterview | CompletedInterview | CancelledInterview;

interface AnyInterview {
  readonly id: string;
  readonly description: InterviewDescription;
  /** Time of the first `interview.scheduled`, whatever came of it. */
  readonly firstScheduledAt?: Instant;
  /** Time of the latest schedule or reschedule. */
  readonly lastScheduledAt?: Instant;
}

export interface ScheduledInterview extends AnyInterview {
  readonly status: 'scheduled';
}

export interface CompletedInterview extends AnyInterview {
  readonly status: 'completed';
  readonly startedAt?: Instant;
  readonly endedAt: Instant;
}

export interface CancelledInterview extends AnyInterview {
  readonly status: 'cancelled';
  readonly by: 'candidate' | 'company' | 'unknown';
  readonly noShow: boolean;
}

/** Per field the latest value by event time. */
export interface InterviewDescription {
  readonly candidateId?: string;
  readonly teamId?: string;
  readonly teamName?: string;
  readonly jobId?: string;
  readonly jobTitle?: string;
  readonly stage?: string;
  readonly startsAt?: Instant;
  readonly endsAt?: Instant;
  readonly interviewers?: readonly Interviewer[];
  readonly url?: string;
}

export interface Response {
  readonly at: Instant;
  readonly kind: 'feedback' | 'decision' | 'next_step' | 'status_update';
  readonly automated: boolean;
  /** Absent: about the whole application. */
  readonly interviewId?: string;
}

export interface Closing {
  readonly at: Instant;
  readonly outcome: 'hired' | 'rejected' | 'withdrawn' | 'role_closed';
}

export const initialState: ApplicationState = { interviews: new Map(), responses: [], closings: [] };

/**
 * When a scheduled interview counts as completed although nobody said so: at its scheduled end, unless the
 * application was closed after its last scheduling and before that end. `undefined`: never.
 */
export function assumedEnd(interview: ScheduledInterview, closings: readonly Closing[]): Instant | undefined {
  const { endsAt } = interview.description;
  const { lastScheduledAt } = interview;
  if (endsAt === undefined || lastScheduledAt === undefined) return undefined;
  const calledOff = closings.some(({ at }) => at > lastScheduledAt && at < endsAt);
  return calledOff ? undefined : endsAt;
}

/** An interview that took place, as far as is known at some instant. */
export interface HeldInterview {
  readonly interview: Interview;
  /** Actual, else scheduled, else the end; never after the end, since what has ended has started. */
  readonly start: Instant;
  readonly end: Instant;
  readonly assumed: boolean;
}

/** The interviews that had taken place by `asOf`, explicitly or by assumption. */
export function heldInterviews(state: ApplicationState, asOf: Instant): HeldInterview[] {
  const held: HeldInterview[] = [];
  for (const interview of state.interviews.values()) {
    if (interview.status === 'cancelled') continue;
    const assumed = interview.status === 'scheduled';
    const end = assumed ? assumedEnd(interview, state.closings) : interview.endedAt;
    if (end === undefined || end > asOf) continue;
    const actual = assumed ? undefined : interview.startedAt;
    const start = Math.min(actual ?? interview.description.startsAt ?? end, end);
    held.push({ interview, start, end, assumed });
  }
  return held;
}
