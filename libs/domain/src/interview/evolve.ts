import type { ApplicationEvent } from '../events/catalogue.js';
import type { ApplicationState, Interview, InterviewDescription, Origin, Response } from './state.js';

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
      const { interviewId, candidateId = state.candidateId } = event.data;
      interviews.set(interviewId, nextStep(interviews.get(interviewId), event, at));
      return { ...state, interviews, ...(candidateId === undefined ? {} : { candidateId }) };
    }
    case 'hearback.response.sent.v1':
      return { ...state, responses: [...state.responses, response(event, at)] };
    case 'hearback.response.promised.v1': {
      const { interviewId, dueAt } = event.data;
      const promise = { ...said(event, at), interviewId, dueAt: Date.parse(dueAt) };
      return { ...state, promises: [...state.promises, promise] };
    }
    case 'hearback.feedback.requested.v1': {
      const request = { ...said(event, at), interviewId: event.data.interviewId };
      return { ...state, requests: [...state.requests, request] };
    }
    case 'hearback.scorecard.submitted.v1': {
      const { interviewId, interviewerId, submittedAt } = event.data;
      const submission = { interviewId, interviewerId, submittedAt: Date.parse(submittedAt) };
      return { ...state, submissions: [...state.submissions, submission] };
    }
    case 'hearback.scorecard.deleted.v1': {
      const { interviewId, interviewerId } = event.data;
      const standing = state.submissions.filter(
        (each) => each.interviewId !== interviewId || each.interviewerId !== interviewerId,
      );
      return { ...state, submissions: standing };
    }
    case 'hearback.survey.sent.v1': {
      const survey = { ...said(event, at), interviewId: event.data.interviewId };
      return { ...state, surveys: [...state.surveys, survey] };
    }
    case 'hearback.candidate.rated.v1': {
      const { interviewId, nps, specific, constructive, respectful, timely } = event.data;
      const judgement = { interviewId, nps, specific, constructive, respectful, timely };
      return { ...state, ratings: [...state.ratings, { ...said(event, at), ...judgement }] };
    }
    case 'hearback.application.closed.v1':
      return { ...state, closings: [...state.closings, { at, outcome: event.data.outcome }] };
    // Takes effect on which events are folded at all, before this.
    case 'hearback.event.retracted.v1':
      return state;
  }
}

function said({ source, id }: ApplicationEvent, at: number): { at: number; origin: Origin } {
  return { at, origin: { source, id } };
}

type ResponseEvent = Extract<ApplicationEvent, { type: 'hearback.response.sent.v1' }>;

function response(event: ResponseEvent, at: number): Response {
  const { kind, automated = false, interviewId, wordCount, hasExamples, hasNextSteps } = event.data;
  return { ...said(event, at), kind, automated, interviewId, wordCount, hasExamples, hasNextSteps };
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
