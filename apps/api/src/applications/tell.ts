import {
  assumedEnd,
  type ApplicationState,
  type Interview,
  type Obligation,
  type ObligationChange,
  type Step,
} from '@hearback/domain';
import { UNASSIGNED } from '../projection/interviews/interview-row.js';
import type { TimelineEntry, ToldChange, ToldInterview } from './application.js';

/** The interviews of a state as of an instant, by their time; in the words of the analysts' view. */
export function tellInterviews(state: ApplicationState, asOf: number): ToldInterview[] {
  return [...state.interviews.values()]
    .map((interview) => tellInterview(interview, state, asOf))
    .sort((a, b) => compare(timeOf(a), timeOf(b)) || compare(a.interviewId, b.interviewId));
}

function tellInterview(interview: Interview, { closings }: ApplicationState, asOf: number): ToldInterview {
  const { description } = interview;
  const end = interview.status === 'scheduled' ? assumedEnd(interview, closings) : undefined;
  const assumed = end !== undefined && end <= asOf;
  const completed = interview.status === 'completed' ? interview : undefined;
  const cancelled = interview.status === 'cancelled' ? interview : undefined;
  const status = cancelled?.noShow === true ? 'no_show' : assumed ? 'completed' : interview.status;
  return {
    interviewId: interview.id,
    status,
    assumed,
    candidateId: description.candidateId ?? null,
    team: description.teamId ?? UNASSIGNED,
    teamName: description.teamName ?? null,
    job: description.jobId ?? UNASSIGNED,
    jobTitle: description.jobTitle ?? null,
    stage: description.stage ?? UNASSIGNED,
    scheduledAt: iso(interview.firstScheduledAt),
    lastScheduledAt: iso(interview.lastScheduledAt),
    startsAt: iso(description.startsAt),
    endsAt: iso(description.endsAt),
    startedAt: iso(completed?.startedAt),
    endedAt: iso(assumed ? end : completed?.endedAt),
    cancelledBy: cancelled?.by ?? null,
    interviewers: description.interviewers ?? [],
    url: description.url ?? null,
  };
}

/** @param applicationId obligations are told by the ids of the store, which begin with it */
export function tellStep(
  { at, event, assumed, retractedFrom, changes }: Step,
  applicationId: string,
): TimelineEntry {
  return {
    time: new Date(at).toISOString(),
    ...(event === undefined
      ? {}
      : {
          event: {
            source: event.source,
            id: event.id,
            type: event.type,
            recordedTime: event.recordedTime,
            data: event.data,
          },
        }),
    ...(assumed === undefined ? {} : { assumed: { interviewIds: assumed } }),
    ...(retractedFrom === undefined ? {} : { retractedFrom: new Date(retractedFrom).toISOString() }),
    changes: changes.map((change) => tellChange(change, applicationId)),
  };
}

const INSTANTS: ReadonlySet<string> = new Set(['startedAt', 'stoppedAt', 'dueAt', 'lastDueAt', 'promisedAt']);

function tellChange(
  { change, key, before, after, fields }: ObligationChange,
  applicationId: string,
): ToldChange {
  const told = after ?? before;
  if (told === undefined) throw new Error(`${change} ${key} is about no obligation`);
  const value = (obligation: Obligation | undefined, field: keyof Obligation): unknown => {
    const found = obligation?.[field] ?? null;
    return typeof found === 'number' && INSTANTS.has(field) ? iso(found) : found;
  };
  return {
    change,
    obligationId: `${encodeURIComponent(applicationId)}:${key}`,
    kind: told.kind,
    interviewId: told.interviewId ?? null,
    interviewerId: told.interviewerId ?? null,
    state: told.state,
    startedAt: new Date(told.startedAt).toISOString(),
    stoppedAt: iso(told.stoppedAt),
    promisedFor: iso(told.lastDueAt),
    inferred: told.inferred,
    early: told.early,
    fields: Object.fromEntries(
      before === undefined
        ? []
        : fields.map((field) => [field, { before: value(before, field), after: value(after, field) }]),
    ),
  };
}

function timeOf({ endedAt, startsAt, scheduledAt }: ToldInterview): string {
  return endedAt ?? startsAt ?? scheduledAt ?? '';
}

function iso(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
