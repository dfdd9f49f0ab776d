import {
  contentOf,
  identityOf,
  isApplicationEvent,
  versionsOf,
  type ApplicationEvent,
  type HearbackEvent,
  type Rejection,
} from '@hearback/domain';
import {
  defaultOrganisation,
  foldOptionsOf,
  judge,
  keptSince,
  possibleKeys,
  Reckoning,
  toEventRow,
  toInterviewRows,
  toObligationRows,
  toRejectionRow,
  toTouchpointRows,
} from './hearback.js';
import type { Placed } from './reading.js';

export type Table = (typeof tables)[number];
export const tables = [
  'stored_events',
  'stored_rejections',
  'stored_interviews',
  'stored_obligations',
  'stored_touchpoints',
] as const;

/** What makes two rows the same thing, per table. */
export const keys: Readonly<Record<Table, readonly string[]>> = {
  stored_events: ['application_id', 'subject', 'source', 'id'],
  stored_rejections: ['topic', 'partition', 'offset'],
  stored_interviews: ['application_id', 'interview_id'],
  stored_obligations: ['kind', 'application_id', 'obligation_id'],
  stored_touchpoints: ['kind', 'application_id', 'touchpoint_id'],
};

export type Rows = Record<Table, object[]>;

/**
 * The rows that there must be after all of this log: each distinct event once, the first in the log winning, everything
 * else rejected; and of each application one fold of all its events. No batches, no cache, no order of writing.
 */
export function expectedRows(log: readonly Placed[]): Rows {
  const rows: Rows = {
    stored_events: [],
    stored_rejections: [],
    stored_interviews: [],
    stored_obligations: [],
    stored_touchpoints: [],
  };
  const since = keptSince(defaultOrganisation, new Date());
  const known = new Map<string, HearbackEvent>();
  const applications = new Map<string, ApplicationEvent[]>();
  for (const { topic, partition, record } of log) {
    const place = { topic, partition, offset: record.offset };
    const judged = judge(record);
    const refuse = (rejection: Rejection): void => {
      rows.stored_rejections.push(toRejectionRow(judged, place, rejection, since));
    };
    if (!('event' in judged.decoded)) {
      refuse(judged.decoded.rejection);
      continue;
    }
    const { event } = judged.decoded;
    const stream = isApplicationEvent(event) ? `application ${event.data.applicationId}` : event.subject;
    const identity = JSON.stringify([stream, identityOf(event)]);
    const first = known.get(identity);
    if (first !== undefined) {
      if (contentOf(first) !== contentOf(event)) refuse(CONFLICT);
      continue;
    }
    known.set(identity, event);
    rows.stored_events.push(toEventRow(event, place));
    if (isApplicationEvent(event)) {
      const events = applications.get(event.data.applicationId) ?? [];
      applications.set(event.data.applicationId, events);
      events.push(event);
    }
  }
  const reckoning = new Reckoning(defaultOrganisation);
  for (const [applicationId, events] of applications) {
    const possible = possibleKeys(events);
    const { latest, obligations, touchpoints } = versionsOf(events, foldOptionsOf(defaultOrganisation));
    const of = [applicationId, events.length] as const;
    rows.stored_interviews.push(...toInterviewRows(...of, possible.interviews, latest));
    rows.stored_obligations.push(...toObligationRows(...of, possible.obligations, obligations, reckoning));
    rows.stored_touchpoints.push(...toTouchpointRows(...of, possible.touchpoints, touchpoints));
  }
  return rows;
}

const CONFLICT: Rejection = {
  reason: 'conflict',
  problems: [
    {
      path: 'id',
      message:
        'another event with this source and id and a different content was recorded first; send it under a new id',
    },
  ],
};
