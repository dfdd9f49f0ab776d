import { type TimelineEntry, type ToldChange } from '../../api/application.js';
import { kindName } from '../why/counted.js';

const EVENTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'interview.scheduled': 'Interview scheduled',
    'interview.rescheduled': 'Interview rescheduled',
    'interview.completed': 'Interview took place',
    'interview.cancelled': 'Interview cancelled',
    'scorecard.submitted': 'Scorecard submitted',
    'scorecard.deleted': 'Scorecard deleted',
    'response.promised': 'Candidate was promised an answer',
    'response.sent': 'Candidate was told something',
    'feedback.requested': 'Candidate asked for feedback',
    'survey.sent': 'Candidate was asked to rate',
    'candidate.rated': 'Candidate rated',
    'application.closed': 'Application closed',
    'event.retracted': 'An event was taken back',
  }),
);

/** What happened, in words; a type that is new here is called by its name. */
export function entryTitle({ event, assumed }: TimelineEntry): string {
  if (event === undefined) {
    const ids = assumed?.interviewIds.join(', ') ?? '';
    return `No word that interview ${ids} took place: its scheduled end has passed, so it counts as over`;
  }
  const type = event.type.replace(/^hearback\.|\.v\d+$/g, '');
  const { kind, automated } = (event.data ?? {}) as { kind?: unknown; automated?: unknown };
  const title = EVENTS.get(type) ?? type;
  return type === 'response.sent' && typeof kind === 'string'
    ? `Candidate was sent: ${kind.replace('_', ' ')}${automated === true ? ' (automated)' : ''}`
    : title;
}

const VERBS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    started: 'began',
    stopped: 'ended',
    reopened: 'is open again',
    moved: 'moved',
    changed: 'changed',
    dropped: 'is owed no more',
  }),
);

const STATES = { met: 'answered', waiting: 'waiting', ended: 'candidate withdrew' } as const;

/** What an event did to what is owed: "Response began (interview i-1)". */
export function changeWords(change: ToldChange): string {
  const { kind, interviewId, interviewerId, state, inferred, early, promisedFor } = change;
  const verb = VERBS.get(change.change) ?? change.change;
  const of = [
    ...(interviewId === null ? [] : [`interview ${interviewId}`]),
    ...(interviewerId === null ? [] : [`interviewer ${interviewerId}`]),
  ].join(', ');
  const how = [
    ...(change.change === 'stopped' ? [STATES[state]] : []),
    ...(inferred ? ['inferred'] : []),
    ...(early ? ['early'] : []),
    ...(change.change === 'started' && promisedFor !== null ? [`promised for ${promisedFor}`] : []),
  ].join(', ');
  return `${kindName(kind)} ${verb}${how === '' ? '' : `: ${how}`}${of === '' ? '' : ` (${of})`}`;
}

/** "Taken back later": it counts until then; or that it never did. */
export function retractionWords({ time, retractedFrom }: TimelineEntry): string | undefined {
  if (retractedFrom === undefined) return undefined;
  return retractedFrom <= time ? 'taken back before: it never counted' : 'taken back later';
}
