import type { z } from 'zod';
import type { EventDefinition } from './define-event.js';
import { interviewScheduled } from './catalogue/interview-scheduled.js';
import { interviewRescheduled } from './catalogue/interview-rescheduled.js';
import { interviewCompleted } from './catalogue/interview-completed.js';
import { interviewCancelled } from './catalogue/interview-cancelled.js';
import { scorecardSubmitted } from './catalogue/scorecard-submitted.js';
import { scorecardDeleted } from './catalogue/scorecard-deleted.js';
import { responsePromised } from './catalogue/response-promised.js';
import { responseSent } from './catalogue/response-sent.js';
import { feedbackRequested } from './catalogue/feedback-requested.js';
import { surveySent } from './catalogue/survey-sent.js';
import { candidateRated } from './catalogue/candidate-rated.js';
import { applicationClosed } from './catalogue/application-closed.js';
import { eventRetracted } from './catalogue/event-retracted.js';
import { candidateMerged } from './catalogue/candidate-merged.js';
import { candidateErased } from './catalogue/candidate-erased.js';
import { scorePublished } from './catalogue/score-published.js';

/** Every event that Hearback knows, version 1. */
export const catalogue = [
  interviewScheduled,
  interviewRescheduled,
  interviewCompleted,
  interviewCancelled,
  scorecardSubmitted,
  scorecardDeleted,
  responsePromised,
  responseSent,
  feedbackRequested,
  surveySent,
  candidateRated,
  applicationClosed,
  eventRetracted,
  candidateMerged,
  candidateErased,
  scorePublished,
] as const;

type Definition = (typeof catalogue)[number];

/** An event as the log and the store hold it: parsed, stripped to known fields, instants in UTC to the millisecond. */
type EventOf<D> =
  D extends EventDefinition<infer Type, infer Data>
    ? {
        readonly id: string;
        readonly source: string;
        readonly type: Type;
        readonly subject: string;
        /** When it happened. */
        readonly time: string;
        /** When Hearback first saw it. */
        readonly recordedTime: string;
        readonly data: z.infer<Data>;
      }
    : never;

export type HearbackEvent = EventOf<Definition>;
export type EventType = Definition['type'];

/** The events that belong to one application: what its state is folded from. */
export type ApplicationEvent = Extract<HearbackEvent, { data: { applicationId: string } }>;

const byType: ReadonlyMap<string, Definition> = new Map(
  catalogue.map((definition) => [definition.type, definition]),
);

export function definitionOf(type: string): Definition | undefined {
  return byType.get(type);
}

/** The catalogue knows this event by another version only. */
export function isKnownInAnotherVersion(type: string): boolean {
  const name = /^(.+)\.v\d+$/.exec(type)?.[1];
  return name !== undefined && catalogue.some((definition) => definition.type.startsWith(`${name}.v`));
}

export function isApplicationEvent(event: HearbackEvent): event is ApplicationEvent {
  return 'applicationId' in event.data;
}

/** What keeps an event in order with its likes: the application, the candidate or the team it is about. */
export function keyOf(event: HearbackEvent): string {
  if (isApplicationEvent(event)) return event.data.applicationId;
  switch (event.type) {
    case 'hearback.candidate.merged.v1':
      return event.data.fromCandidateId;
    case 'hearback.candidate.erased.v1':
      return event.data.candidateId;
    case 'hearback.score.published.v1':
      return event.data.teamId;
  }
}
