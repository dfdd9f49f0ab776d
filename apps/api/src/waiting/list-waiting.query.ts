import { Query } from '@nestjs/cqrs';
import type { MetricFilter } from '@hearback/domain';

/** One page of everybody who waits, longest first. */
export class ListWaiting extends Query<WaitingList> {
  constructor(
    readonly filter: MetricFilter,
    /** Milliseconds since the epoch. */
    readonly asOf: number,
    readonly limit: number,
    readonly cursor: string | undefined,
  ) {
    super();
  }
}

export interface WaitingList {
  readonly asOf: string;
  /** Over all pages. */
  readonly total: number;
  readonly rows: readonly WaitingRow[];
  /** To be given back as `cursor` for the next page; absent on the last. */
  readonly next?: string;
}

export interface WaitingRow {
  readonly applicationId: string;
  readonly interviewId: string;
  readonly candidateId?: string;
  readonly team: string;
  readonly stage: string;
  readonly job: string;
  readonly startedAt: string;
  readonly ageSeconds: number;
  /** The latest message of any kind about this interview or the application, automated ones included. */
  readonly lastContactAt?: string;
  readonly assumed: boolean;
  readonly url?: string;
}
