import type { Interviewer } from '../events/fields.js';
import type { Instant } from '../time/days.js';

/** Everything that is known of an application at some instant: the fold of its events up to then. */
export interface ApplicationState {
  readonly interviews: ReadonlyMap<string, Interview>;
  /** Whose application it is: the latest id that any event about any of its interviews gave. */
  readonly candidateId?: string;
  /** All lists in event order. */
  readonly responses: readonly Response[];
  readonly closings: readonly Closing[];
  readonly promises: readonly ResponsePromise[];
  readonly requests: readonly FeedbackRequest[];
  /** Those that stand: what was deleted since is not among them. */
  readonly submissions: readonly Submission[];
  readonly ratings: readonly Rating[];
  readonly surveys: readonly Survey[];
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
  /** As events gave it of this interview; whose it is says {@link ApplicationState.candidateId}. */
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

/** `source` and `id` of the event that something came from. */
export interface Origin {
  readonly source: string;
  readonly id: string;
}

/** What an event says about one interview or, without `interviewId`, about the whole application. */
interface Said {
  readonly at: Instant;
  readonly origin: Origin;
  readonly interviewId?: string;
}

export interface Response extends Said {
  readonly kind: 'feedback' | 'decision' | 'next_step' | 'status_update';
  readonly automated: boolean;
  readonly wordCount?: number;
  readonly hasExamples?: boolean;
  readonly hasNextSteps?: boolean;
}

export interface ResponsePromise extends Said {
  readonly dueAt: Instant;
}

export type FeedbackRequest = Said;

export interface Submission {
  readonly interviewId: string;
  readonly interviewerId: string;
  readonly submittedAt: Instant;
}

export interface Rating extends Said {
  readonly nps?: number;
  readonly specific?: number;
  readonly constructive?: number;
  readonly respectful?: number;
  readonly timely?: number;
}

export type Survey = Said;

export interface Closing {
  readonly at: Instant;
  readonly outcome: 'hired' | 'rejected' | 'withdrawn' | 'role_closed';
}

export const initialState: ApplicationState = {
  interviews: new Map(),
  responses: [],
  closings: [],
  promises: [],
  requests: [],
  submissions: [],
  ratings: [],
  surveys: [],
};

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

/** When an interview began or is to begin: actual, else scheduled, else the end. A cancelled one never does. */
export function startOf(interview: Interview): Instant | undefined {
  const { startsAt, endsAt } = interview.description;
  if (interview.status === 'cancelled') return undefined;
  if (interview.status === 'scheduled') return startsAt ?? endsAt;
  return interview.startedAt ?? startsAt ?? interview.endedAt;
}

/** An interview that took place, as far as is known at some instant. */
export interface HeldInterview {
  readonly interview: Interview;
  /** See {@link startOf}; never after the end, since what has ended has started. */
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
    held.push({ interview, start: Math.min(startOf(interview) ?? end, end), end, assumed });
  }
  return held;
}
