import type { ApplicationEvent } from '../events/catalogue.js';
import type { ApplicationState, Interview, InterviewDescription } from './state.js';

type InterviewEvent = Extract<ApplicationEvent, { type: `hearback.interview.${string}` }>;

/**
 * One step of the fold. Events must come in event order ({@link inEventOrder}); a state is never changed, a
 * new one is returned.
 */
export function evolve(state: ApplicationState, event: ApplicationEvent): ApplicationState {
  const at = Date.parse(event.time);
  switch (event.type) {
    case 'hearback.interview.scheduled.v1':
    case 'hearback.interview.rescheduled.v1':
    case 'hearback.interview.completed.v1':
    case 'hearback.interview.cancelled.v1': {
      const interviews = new Map(state.interviews);
      const { interviewId } = event.data;
      interviews.set(interviewId, nextStep(interviews.get(interviewId), event, at));
      return { ...state, interviews };
    }
    case 'hearback.response.sent.v1': {
      const { kind, automated = false, interviewId } = event.data;
      return { ...state, responses: [...state.responses, { at, kind, automated, interviewId }] };
    }
    case 'hearback.application.closed.v1':
      return { ...state, closings: [...state.closings, { at, outcome: event.data.outcome }] };
    // Kept in the log and in the events table; no obligation that is measured today depends on them.
    case 'hearback.scorecard.submitted.v1':
    case 'hearback.scorecard.deleted.v1':
    case 'hearback.response.promised.v1':
    case 'hearback.feedback.requested.v1':
    case 'hearback.survey.sent.v1':
    case 'hearback.candidate.rated.v1':
      return state;
    // Takes effect on which events are folded at all, before this.
    case 'hearback.event.retracted.v1':
      return state;
  }
}

function nextStep(before: Interview | undefined, event: InterviewEvent, at: number): Interview {
  const known = {
    id: event.data.interviewId,
    description: describe(before?.description ?? {}, event),
    firstScheduledAt: before?.firstScheduledAt,
    lastScheduledAt: before?.lastScheduledAt,
  };
  switch (event.type) {
    case 'hearback.interview.scheduled.v1':
    case 'hearback.interview.rescheduled.v1': {
      const isFirst =
        event.type === 'hearback.interview.scheduled.v1' && known.firstScheduledAt === undefined;
      const scheduled = { ...known, lastScheduledAt: at, ...(isFirst ? { firstScheduledAt: at } : {}) };
      // New times revive a cancelled interview; they don't undo that one took place.
      return before?.status === 'completed'
        ? { ...before, ...scheduled, status: 'completed' }
        : { ...scheduled, status: 'scheduled' };
    }
    case 'hearback.interview.completed.v1': {
      const { startedAt, endedAt } = event.data;
      return { ...known, status: 'completed', startedAt: parsed(startedAt), endedAt: Date.parse(endedAt) };
    }
    case 'hearback.interview.cancelled.v1':
      return { ...known, status: 'cancelled', by: event.data.by, noShow: event.data.noShow ?? false };
  }
}

function describe(before: InterviewDescription, { data }: InterviewEvent): InterviewDescription {
  return {
    candidateId: data.candidateId ?? before.candidateId,
    teamId: data.teamId ?? before.teamId,
    teamName: data.teamName ?? before.teamName,
    jobId: data.jobId ?? before.jobId,
    jobTitle: data.jobTitle ?? before.jobTitle,
    stage: data.stage ?? before.stage,
    startsAt: parsed(data.startsAt) ?? before.startsAt,
    endsAt: parsed(data.endsAt) ?? before.endsAt,
    interviewers: data.interviewers ?? before.interviewers,
    url: data.url ?? before.url,
  };
}

function parsed(instant: string | undefined): number | undefined {
  return instant === undefined ? undefined : Date.parse(instant);
}
