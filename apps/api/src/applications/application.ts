import type { ChangeName, ObligationKind } from '@hearback/domain';
import type { ToldObligation } from '../metrics/behind/told-obligation.js';
import type { ToldTouchpoint } from '../metrics/behind/told-touchpoint.js';

/** One application as of an instant. What is unknown or does not apply is null. */
export interface Application {
  readonly applicationId: string;
  readonly asOf: string;
  /** Of the configuration (calendars, due times), which holds for every instant. */
  readonly configuration: string;
  readonly interviews: readonly ToldInterview[];
  readonly closings: readonly { readonly at: string; readonly outcome: string }[];
  readonly obligations: readonly ToldObligation[];
  readonly touchpoints: readonly ToldTouchpoint[];
  /** All events up to then in order, each with what it changed. */
  readonly timeline: readonly TimelineEntry[];
}

export interface ToldInterview {
  readonly interviewId: string;
  readonly status: 'scheduled' | 'completed' | 'cancelled' | 'no_show';
  /** It counts as completed only because its scheduled end has passed. */
  readonly assumed: boolean;
  readonly candidateId: string | null;
  readonly team: string;
  readonly teamName: string | null;
  readonly job: string;
  readonly jobTitle: string | null;
  readonly stage: string;
  /** When it was first, and last, scheduled. */
  readonly scheduledAt: string | null;
  readonly lastScheduledAt: string | null;
  /** As planned. */
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  /** As it was. */
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly cancelledBy: string | null;
  readonly interviewers: readonly { readonly id: string; readonly scorecardRequired: boolean }[];
  readonly url: string | null;
}

export interface TimelineEntry {
  readonly time: string;
  /** Absent where nothing was sent: interviews count as over because their scheduled end has passed. */
  readonly event?: ToldEvent;
  readonly assumed?: { readonly interviewIds: readonly string[] };
  /** The event is ignored from then on; where that is no later than its time, it never counted. */
  readonly retractedFrom?: string;
  readonly changes: readonly ToldChange[];
}

/** As it is kept. */
export interface ToldEvent {
  readonly source: string;
  readonly id: string;
  readonly type: string;
  /** When Hearback first saw it. */
  readonly recordedTime: string;
  readonly data: unknown;
}

export interface ToldChange {
  readonly change: ChangeName;
  readonly obligationId: string;
  readonly kind: ObligationKind;
  readonly interviewId: string | null;
  readonly interviewerId: string | null;
  /** After it, before it where it was dropped. */
  readonly state: 'met' | 'waiting' | 'ended';
  readonly startedAt: string;
  readonly stoppedAt: string | null;
  /** Of a promise, by when it was promised last; the calendar decides the others. */
  readonly promisedFor: string | null;
  readonly inferred: boolean;
  readonly early: boolean;
  /** What is different, by field of the obligation. */
  readonly fields: Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>;
}
