import { Query } from '@nestjs/cqrs';
import type { MetricFilter } from '@hearback/domain';
import type { WaitingOrder } from '../metrics/metric-request.js';
import type { Cursor } from './cursor.js';

/** Which of those who wait, and in which order. */
export interface WaitingChoice {
  readonly order: WaitingOrder;
  /** Only those whose answer is overdue. */
  readonly overdueOnly: boolean;
}

/** What is overdue changes from moment to moment: such a list keeps, over its pages, the instant it began with. */
export function dependsOnOverdue({ order, overdueOnly }: WaitingChoice): boolean {
  return order === 'overdue' || overdueOnly;
}

/** One page of those who wait, longest first; or first those whose answer is overdue. */
export class ListWaiting extends Query<WaitingList> {
  constructor(
    readonly filter: MetricFilter,
    /** Milliseconds since the epoch. */
    readonly asOf: number,
    readonly limit: number,
    readonly choice: WaitingChoice,
    readonly after: Cursor | undefined,
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
  /** After merges. */
  readonly candidateId?: string;
  readonly team: string;
  readonly stage: string;
  readonly job: string;
  readonly startedAt: string;
  readonly ageSeconds: number;
  /** The same on the team's calendar. */
  readonly businessSeconds: number;
  /** Absent where the organisation sets none. */
  readonly dueAt?: string;
  readonly overdue: boolean;
  /** The latest message of any kind about this interview or the application, automated ones included. */
  readonly lastContactAt?: string;
  /** The promise in force about this interview or the application: by when the candidate was told to hear. */
  readonly promise?: { readonly dueAt: string; readonly passed: boolean };
  readonly assumed: boolean;
  readonly url?: string;
}
