import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { fromDateTime64 } from '../clickhouse/client.js';
import { Store } from '../clickhouse/store.js';
import { chosenObligations } from '../metrics/selection.js';
import { mergedCandidates } from '../metrics/waiting-now/merged-candidates.js';
import { ORGANISATION, type Organisation } from '../platform/organisation.js';
import { encodeCursor } from './cursor.js';
import { dependsOnOverdue, ListWaiting, type WaitingList, type WaitingRow } from './list-waiting.query.js';
import { isListed, waitingPageSql } from './waiting-page.js';

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
  readonly due_at: string | null;
  readonly elapsed: number;
  readonly business: number;
  readonly is_overdue: 0 | 1;
  readonly is_assumed: 0 | 1;
  readonly last_contact_at: string | null;
  readonly promise_due_at: string | null;
  readonly is_promise_passed: 0 | 1;
}

@QueryHandler(ListWaiting)
export class ListWaitingHandler implements IQueryHandler<ListWaiting> {
  constructor(
    private readonly store: Store,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
  ) {}

  async execute({ filter, asOf, limit, choice, after }: ListWaiting): Promise<WaitingList> {
    const chosen = chosenObligations(
      'response',
      { filter, asOf, by: [], clock: 'elapsed' },
      this.organisation,
    );
    const { text, parameters } = waitingPageSql(chosen, choice, after, limit + 1);
    const [[counted], page, merged] = await Promise.all([
      this.store.rows<{ total: number }>(
        `SELECT count() AS total FROM (${chosen.text}) WHERE ${isListed(choice)}`,
        { ...chosen.parameters },
      ),
      this.store.rows<Row>(text, { ...parameters }),
      mergedCandidates(this.store, asOf),
    ]);
    const last = page.length > limit ? page[limit - 1] : undefined;
    return {
      asOf: new Date(asOf).toISOString(),
      total: counted?.total ?? 0,
      rows: page.slice(0, limit).map((row) => toWaitingRow(row, merged)),
      ...(last === undefined
        ? {}
        : {
            next: encodeCursor({
              startedAt: last.started_at,
              obligationId: last.obligation_id,
              ...(dependsOnOverdue(choice) ? { overdue: { is: last.is_overdue, asOf } } : {}),
            }),
          }),
    };
  }
}

function toWaitingRow(row: Row, merged: ReadonlyMap<string, string>): WaitingRow {
  const candidateId = merged.get(row.candidate_id) ?? row.candidate_id;
  return {
    applicationId: row.application_id,
    interviewId: row.interview_id,
    ...(candidateId === '' ? {} : { candidateId }),
    team: row.team_id,
    stage: row.stage,
    job: row.job_id,
    startedAt: fromDateTime64(row.started_at),
    ageSeconds: row.elapsed,
    businessSeconds: row.business,
    ...(row.due_at === null ? {} : { dueAt: fromDateTime64(row.due_at) }),
    overdue: row.is_overdue === 1,
    ...(row.last_contact_at === null ? {} : { lastContactAt: fromDateTime64(row.last_contact_at) }),
    ...(row.promise_due_at === null
      ? {}
      : { promise: { dueAt: fromDateTime64(row.promise_due_at), passed: row.is_promise_passed === 1 } }),
    assumed: row.is_assumed === 1,
    ...(row.url === '' ? {} : { url: row.url }),
  };
}
