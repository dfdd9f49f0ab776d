import { type EventType, type HearbackEvent } from '../events/catalogue.js';
import { SCORES_SOURCE } from '../events/catalogue/score-published.js';
import { decodeEvent } from '../events/decode.js';

/** The event of one type, as the fold and the store get it. */
export type EventNamed<Type extends EventType> = Extract<HearbackEvent, { readonly type: Type }>;

/** What an event may be told besides its data. Instants are ISO 8601 with a zone. */
export interface GivenEnvelope {
  /** Without one: derived from the content, so that the same content is the same event. */
  readonly id?: string;
  readonly source?: string;
  readonly time?: string;
  /** Without one: as soon as it happened. */
  readonly recordedTime?: string;
}

/** Any field of the event; `undefined` takes a default away. */
export type Given<Type extends EventType> = GivenEnvelope & {
  readonly [Field in keyof EventNamed<Type>['data']]?: EventNamed<Type>['data'][Field] | undefined;
};

export const SOURCE = 'https://ats.example.com/acme';
export const APPLICATION = 'app-1';
export const INTERVIEW = 'int-1';

/**
 * The default story: planned on Monday, held on Wednesday 2026-03-04 from 09:00 to 10:00 UTC, everything else
 * after it. Each event is valid (it went through the decoder) and in the form that the log and the store hold.
 */
export const scheduled = builder('hearback.interview.scheduled.v1', '2026-03-02T09:00:00Z', {
  interviewId: INTERVIEW,
  candidateId: 'cand-1',
  teamId: 'payments',
  teamName: 'Payments',
  jobId: 'job-1',
  jobTitle: 'Backend engineer',
  stage: 'Onsite',
  startsAt: '2026-03-04T09:00:00Z',
  endsAt: '2026-03-04T10:00:00Z',
});

export const rescheduled = builder('hearback.interview.rescheduled.v1', '2026-03-03T09:00:00Z', {
  interviewId: INTERVIEW,
  startsAt: '2026-03-05T09:00:00Z',
  endsAt: '2026-03-05T10:00:00Z',
});

export const completed = builder('hearback.interview.completed.v1', '2026-03-04T10:00:00Z', {
  interviewId: INTERVIEW,
  teamId: 'payments',
  stage: 'Onsite',
  endedAt: '2026-03-04T10:00:00Z',
});

export const cancelled = builder('hearback.interview.cancelled.v1', '2026-03-03T12:00:00Z', {
  interviewId: INTERVIEW,
  by: 'company',
});

export const scorecardSubmitted = builder('hearback.scorecard.submitted.v1', '2026-03-04T12:00:00Z', {
  interviewId: INTERVIEW,
  interviewerId: 'emp-1',
  submittedAt: '2026-03-04T12:00:00Z',
});

export const scorecardDeleted = builder('hearback.scorecard.deleted.v1', '2026-03-04T13:00:00Z', {
  interviewId: INTERVIEW,
  interviewerId: 'emp-1',
});

/** About the whole application, unless an `interviewId` is given; so are the next four. */
export const promised = builder('hearback.response.promised.v1', '2026-03-04T10:00:00Z', {
  dueAt: '2026-03-06T17:00:00Z',
  channel: 'email',
});

export const responded = builder('hearback.response.sent.v1', '2026-03-06T10:00:00Z', {
  kind: 'decision',
  channel: 'email',
});

export const feedbackRequested = builder('hearback.feedback.requested.v1', '2026-03-09T09:00:00Z', {
  channel: 'email',
});

export const surveySent = builder('hearback.survey.sent.v1', '2026-03-10T09:00:00Z', { channel: 'email' });

export const rated = builder('hearback.candidate.rated.v1', '2026-03-11T09:00:00Z', {
  nps: 9,
  specific: 4,
  constructive: 4,
  respectful: 5,
  timely: 3,
});

export const closed = builder('hearback.application.closed.v1', '2026-03-12T09:00:00Z', {
  outcome: 'rejected',
});

const retraction = builder('hearback.event.retracted.v1', '2026-03-13T09:00:00Z', {});

/** Takes back an event, or whatever comes to bear that source and id. */
export function retracted(
  target: { readonly source: string; readonly id: string },
  given: GivenEnvelope & { readonly applicationId?: string } = {},
): EventNamed<'hearback.event.retracted.v1'> {
  return retraction(given, { source: target.source, id: target.id });
}

export const merged = builder('hearback.candidate.merged.v1', '2026-03-16T09:00:00Z', {
  applicationId: undefined,
  fromCandidateId: 'cand-2',
  intoCandidateId: 'cand-1',
});

export const erased = builder('hearback.candidate.erased.v1', '2026-03-17T09:00:00Z', {
  applicationId: undefined,
  candidateId: 'cand-1',
});

const publication = builder('hearback.score.published.v1', '2026-03-09T06:00:00Z', {
  applicationId: undefined,
  teamId: 'payments',
  week: '2026-W10',
  score: 71.5,
  low: 60.2,
  high: 80.1,
  n: 24,
  applications: 19,
  definitionVersion: 1,
});

/** By Hearback itself, unless another source is given. */
export const scorePublished: Build<'hearback.score.published.v1'> = (given = {}, data = {}) =>
  publication({ source: SCORES_SOURCE, ...given }, data);

type Build<Type extends EventType> = (
  given?: Given<Type>,
  /** For a field of the data that has the name of one of the envelope. */
  data?: Readonly<Record<string, unknown>>,
) => EventNamed<Type>;

function builder<const Type extends EventType>(
  type: Type,
  defaultTime: string,
  defaults: Readonly<Record<string, unknown>>,
): Build<Type> {
  return (given = {}, more = {}) => {
    const { id, source = SOURCE, time = defaultTime, recordedTime, ...fields } = given as GivenEnvelope;
    const data = withoutUndefined({ applicationId: APPLICATION, ...defaults, ...fields, ...more });
    return event(
      { id: id ?? idOf(type, time, data), source, type, time, data },
      recordedTime,
    ) as EventNamed<Type>;
  };
}

function event(
  value: { readonly type: string; readonly time: string; readonly [field: string]: unknown },
  recordedTime?: string,
): HearbackEvent {
  const happened = new Date(value.time).toISOString();
  const decoded = decodeEvent({ specversion: '1.0', ...value }, recordedTime ?? happened);
  if ('event' in decoded) return decoded.event;
  throw new Error(`not a valid ${value.type}: ${JSON.stringify(decoded.rejection)}`);
}

/** Readable, and a function of the content alone (FNV-1a over it), so that no counter makes tests depend on order. */
function idOf(type: string, time: string, data: Readonly<Record<string, unknown>>): string {
  let hash = 0x811c9dc5;
  for (const character of JSON.stringify([type, Date.parse(time), Object.entries(data).sort()])) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  }
  return `${type.split('.').slice(1, 3).join('-')}-${hash.toString(36)}`;
}

function withoutUndefined(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
