import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { fromDateTime64 } from '../clickhouse/client.js';
import { Store } from '../clickhouse/store.js';
import { chosenObligations } from '../metrics/selection.js';
import { ORGANISATION, type Organisation } from '../platform/organisation.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import { ListWaiting, type WaitingList, type WaitingRow } from './list-waiting.query.js';

interface Row {
  readonly application_id: string;
  readonly obligation_id: string;
  readonly interview_id: string;
  readonly candidate_id: string;
  readonly team_id: string;
  readonly stage: string;
  readonly job_id: string;
  readonly url: string;
  readonly started_at: string;
  readonly seconds: number;
  readonly assumed: 0 | 1;
  readonly last_contact_at: string | null;
}

@QueryHandler(ListWaiting)
export class ListWaitingHandler implements IQueryHandler<ListWaiting> {
  constructor(
    private readonly store: Store,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
  ) {}

  async execute({ filter, asOf, limit, cursor }: ListWaiting): Promise<WaitingList> {
    const chosen = chosenObligations(
      'response',
      { filter, asOf, by: [], clock: 'elapsed' },
      this.organisation,
    );
    const [counted] = await this.store.rows<{ total: number }>(
      `SELECT count() AS total FROM (${chosen.text}) WHERE state = 'waiting'`,
      { ...chosen.parameters },
    );
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const page = await this.store.rows<Row>(
      `WITH page AS (
        SELECT * FROM (${chosen.text}) WHERE state = 'waiting'
        ${after === undefined ? '' : "AND (started_at, obligation_id) > ({afterStart:DateTime64(3, 'UTC')}, {afterId:String})"}
        ORDER BY started_at, obligation_id LIMIT {rows:UInt32}),
      contacts AS (
        SELECT application_id, time AS contacted_at, JSONExtractString(data, 'interviewId') AS about
        FROM events
        WHERE application_id IN (SELECT application_id FROM page) AND type = 'hearback.response.sent.v1'
          AND time <= {asOf:DateTime64(3, 'UTC')}
          AND (application_id, source, id) NOT IN (
            SELECT application_id, JSONExtractString(data, 'source'), JSONExtractString(data, 'id') FROM events
            WHERE application_id IN (SELECT application_id FROM page)
              AND type = 'hearback.event.retracted.v1' AND time <= {asOf:DateTime64(3, 'UTC')})),
      last_contacts AS (
        SELECT page.obligation_id AS obligation_id, max(contacted_at) AS last_contact_at
        FROM page JOIN contacts ON contacts.application_id = page.application_id
        WHERE about IN ('', page.interview_id) GROUP BY page.obligation_id)
      SELECT application_id, obligation_id, interview_id, candidate_id, team_id, stage, job_id, url, started_at, seconds,
        assumed, if(last_contacts.obligation_id = '', NULL, last_contact_at) AS last_contact_at
      FROM page LEFT JOIN last_contacts USING (obligation_id) ORDER BY started_at, obligation_id`,
      {
        ...chosen.parameters,
        rows: limit + 1,
        ...(after === undefined ? {} : { afterStart: after.startedAt, afterId: after.obligationId }),
      },
    );
    const last = page.length > limit ? page[limit - 1] : undefined;
    return {
      asOf: new Date(asOf).toISOString(),
      total: counted?.total ?? 0,
      rows: page.slice(0, limit).map(toWaitingRow),
      ...(last === undefined
        ? {}
        : { next: encodeCursor({ startedAt: last.started_at, obligationId: last.obligation_id }) }),
    };
  }
}

function toWaitingRow(row: Row): WaitingRow {
  return {
    applicationId: row.application_id,
    interviewId: row.interview_id,
    ...(row.candidate_id === '' ? {} : { candidateId: row.candidate_id }),
    team: row.team_id,
    stage: row.stage,
    job: row.job_id,
    startedAt: fromDateTime64(row.started_at),
    ageSeconds: row.seconds,
    ...(row.last_contact_at === null ? {} : { lastContactAt: fromDateTime64(row.last_contact_at) }),
    assumed: row.assumed === 1,
    ...(row.url === '' ? {} : { url: row.url }),
  };
}
