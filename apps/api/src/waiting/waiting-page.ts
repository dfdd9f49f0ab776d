import { AS_OF } from '../metrics/as-told.js';
import { OVERDUE } from '../metrics/waiting-now/waiting-now.js';
import type { Sql } from '../metrics/selection.js';
import type { Cursor } from './cursor.js';
import type { WaitingChoice } from './list-waiting.query.js';
import { promisesInForce } from './promises-in-force.js';

/** SQL on events: those that had been taken back by the instant asked about. */
const RETRACTED = `
  SELECT application_id, JSONExtractString(data, 'source'), JSONExtractString(data, 'id') FROM events
  WHERE application_id IN (SELECT application_id FROM page)
    AND type = 'hearback.event.retracted.v1' AND time <= ${AS_OF}`;

/** SQL on a chosen obligation: it is in the list. */
export function isListed({ overdueOnly }: WaitingChoice): string {
  return overdueOnly ? `state = 'waiting' AND ${OVERDUE}` : "state = 'waiting'";
}

/** A page of those who wait, each with the last contact and with the promise in force: the one begun last. */
export function waitingPageSql(
  chosen: Sql,
  choice: WaitingChoice,
  after: Cursor | undefined,
  limit: number,
): Sql {
  const [key, orderBy, place] =
    choice.order === 'oldest'
      ? [
          '(started_at, obligation_id)',
          'started_at, obligation_id',
          "({afterStart:DateTime64(3, 'UTC')}, {afterId:String})",
        ]
      : [
          '(1 - is_overdue, started_at, obligation_id)',
          'is_overdue DESC, started_at, obligation_id',
          "(1 - {afterOverdue:UInt8}, {afterStart:DateTime64(3, 'UTC')}, {afterId:String})",
        ];
  const text = `
    WITH page AS (
      SELECT *, toUInt8(${OVERDUE}) AS is_overdue FROM (${chosen.text}) WHERE ${isListed(choice)}
      ${after === undefined ? '' : `AND ${key} > ${place}`}
      ORDER BY ${orderBy} LIMIT {rows:UInt32}),
    contacts AS (
      SELECT application_id, time AS contacted_at, JSONExtractString(data, 'interviewId') AS about
      FROM events
      WHERE application_id IN (SELECT application_id FROM page) AND type = 'hearback.response.sent.v1'
        AND time <= ${AS_OF} AND (application_id, source, id) NOT IN (${RETRACTED})),
    last_contacts AS (
      SELECT page.obligation_id AS obligation_id, max(contacted_at) AS last_contact_at
      FROM page JOIN contacts ON contacts.application_id = page.application_id
      WHERE about IN ('', page.interview_id) GROUP BY page.obligation_id),
    ${promisesInForce('page')}
    SELECT application_id, obligation_id, interview_id, candidate_id, team_id, stage, job_id, url, started_at, due_at,
      elapsed, business, is_overdue, is_assumed,
      if(last_contacts.obligation_id = '', NULL, last_contact_at) AS last_contact_at,
      if(in_force.obligation_id = '', NULL, promise_due_at) AS promise_due_at,
      ifNull(promise_due_at < ${AS_OF}, 0) AS is_promise_passed
    FROM page LEFT JOIN last_contacts USING (obligation_id) LEFT JOIN in_force USING (obligation_id)
    ORDER BY ${orderBy}`;
  return {
    text,
    parameters: {
      ...chosen.parameters,
      rows: limit,
      ...(after === undefined ? {} : { afterStart: after.startedAt, afterId: after.obligationId }),
      ...(after?.overdue === undefined ? {} : { afterOverdue: after.overdue.is }),
    },
  };
}
