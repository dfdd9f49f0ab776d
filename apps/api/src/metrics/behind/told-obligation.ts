import type { ObligationKind } from '@hearback/domain';
import { fromDateTime64 } from '../../clickhouse/client.js';
import type { Organisation } from '../../platform/organisation.js';
import { promisedInTime } from '../rates/expectation-rate.js';
import { FALLEN_DUE, IN_TIME } from '../rates/on-time-rate.js';
import { PROMISE_OUTCOME } from '../rates/promise-kept-rate.js';

/** An obligation as of an instant: the columns of the analysts' view. What does not apply, or is unknown, is null. */
export interface ToldObligation {
  readonly obligationId: string;
  readonly kind: ObligationKind;
  readonly applicationId: string;
  readonly interviewId: string | null;
  /** Of a scorecard. */
  readonly interviewerId: string | null;
  readonly candidateId: string | null;
  readonly team: string;
  readonly job: string;
  readonly stage: string;
  readonly startedAt: string;
  /** Of a promise: its first due time. */
  readonly dueAt: string | null;
  /** Of a promise: the one promised last. */
  readonly lastDueAt: string | null;
  readonly stoppedAt: string | null;
  readonly state: 'met' | 'waiting' | 'ended';
  /** Of an open one: up to the instant asked about. */
  readonly elapsedSeconds: number;
  readonly businessSeconds: number;
  /** `null` where that is not decided yet, or never: it has no due time, or the candidate withdrew before. */
  readonly onTime: boolean | null;
  /** Of a promise. */
  readonly outcome: 'kept' | 'moved' | 'broken' | 'open' | null;
  /** Of a response: when the candidate was told by when they will hear, and whether early enough. */
  readonly promisedAt: string | null;
  readonly promisedInTime: boolean | null;
  readonly flags: readonly ('assumed' | 'inferred' | 'early')[];
  /** Of the application, in the system it came from. */
  readonly url: string | null;
}

export const obligationColumns = [
  'obligationId',
  'kind',
  'applicationId',
  'interviewId',
  'interviewerId',
  'candidateId',
  'team',
  'job',
  'stage',
  'startedAt',
  'dueAt',
  'lastDueAt',
  'stoppedAt',
  'state',
  'elapsedSeconds',
  'businessSeconds',
  'onTime',
  'outcome',
  'promisedAt',
  'promisedInTime',
  'flags',
  'url',
] as const satisfies readonly (keyof ToldObligation)[];

/** The columns that {@link toToldObligation} reads. */
export interface ObligationRow {
  readonly obligation_id: string;
  readonly kind: ObligationKind;
  readonly application_id: string;
  readonly interview_id: string;
  readonly interviewer_id: string;
  readonly candidate_id: string;
  readonly team_id: string;
  readonly job_id: string;
  readonly stage: string;
  readonly url: string;
  readonly started_at: string;
  readonly due_at: string | null;
  readonly last_due_at: string | null;
  readonly promised: string | null;
  readonly is_stopped: 0 | 1;
  readonly seen_until: string;
  readonly state: ToldObligation['state'];
  readonly elapsed: number;
  readonly business: number;
  readonly on_time: 0 | 1 | null;
  readonly promise_outcome: NonNullable<ToldObligation['outcome']> | '';
  readonly promised_in_time: 0 | 1 | null;
  readonly is_assumed: 0 | 1;
  readonly is_inferred: 0 | 1;
  readonly is_early: 0 | 1;
}

/** SQL: columns to be added to those of `chosenObligations`, from the conditions of the figures. */
export function tellingColumns(organisation: Organisation): string {
  return `
    multiIf(isNull(due_at), NULL, state = 'met', ${IN_TIME}, ${FALLEN_DUE}, 0, NULL) AS on_time,
    if(kind = 'promise', ${PROMISE_OUTCOME}, '') AS promise_outcome,
    if(kind = 'response', ${promisedInTime(organisation)}, NULL) AS promised_in_time`;
}

export function toToldObligation(row: ObligationRow): ToldObligation {
  const isPromise = row.kind === 'promise';
  return {
    obligationId: row.obligation_id,
    kind: row.kind,
    applicationId: row.application_id,
    interviewId: orNull(row.interview_id),
    interviewerId: orNull(row.interviewer_id),
    candidateId: orNull(row.candidate_id),
    team: row.team_id,
    job: row.job_id,
    stage: row.stage,
    startedAt: fromDateTime64(row.started_at),
    dueAt: instantOrNull(row.due_at),
    lastDueAt: instantOrNull(row.last_due_at),
    stoppedAt: row.is_stopped === 1 ? fromDateTime64(row.seen_until) : null,
    state: row.state,
    elapsedSeconds: row.elapsed,
    businessSeconds: row.business,
    onTime: booleanOrNull(row.on_time),
    outcome: isPromise && row.promise_outcome !== '' ? row.promise_outcome : null,
    promisedAt: instantOrNull(row.promised),
    promisedInTime: booleanOrNull(row.promised_in_time),
    flags: [
      ...(row.is_assumed === 1 ? ['assumed' as const] : []),
      ...(row.is_inferred === 1 ? ['inferred' as const] : []),
      ...(row.is_early === 1 ? ['early' as const] : []),
    ],
    url: orNull(row.url),
  };
}

export function orNull(text: string): string | null {
  return text === '' ? null : text;
}

export function instantOrNull(at: string | null): string | null {
  return at === null ? null : fromDateTime64(at);
}

export function booleanOrNull(value: 0 | 1 | null): boolean | null {
  return value === null ? null : value === 1;
}
