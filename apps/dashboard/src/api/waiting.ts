import { queryOf, type Asked } from '../filters/asked.js';
import { getJson } from './get-json.js';

export const waitingOrders = ['oldest', 'overdue'] as const;
export type WaitingOrder = (typeof waitingOrders)[number];

/** Somebody who waits, as the API tells it. */
export interface Waiting {
  readonly applicationId: string;
  readonly interviewId: string;
  readonly candidateId?: string;
  readonly team: string;
  readonly stage: string;
  readonly job: string;
  readonly startedAt: string;
  readonly ageSeconds: number;
  readonly businessSeconds: number;
  readonly dueAt?: string;
  readonly overdue: boolean;
  readonly lastContactAt?: string;
  readonly promise?: { readonly dueAt: string; readonly passed: boolean };
  readonly assumed: boolean;
  readonly url?: string;
}

export interface WaitingPage {
  readonly asOf: string;
  readonly total: number;
  readonly rows: readonly Waiting[];
  readonly next?: string;
}

export function parseWaiting(body: unknown): WaitingPage {
  const page = body as Partial<WaitingPage> | null;
  if (typeof page?.total !== 'number') throw new Error('the total is missing');
  if (!Array.isArray(page.rows)) throw new Error('the rows are missing');
  return page as WaitingPage;
}

const PAGE = 100;

interface WaitingList {
  readonly order: WaitingOrder;
  readonly overdueOnly: boolean;
}

/** @param cursor of the page before; absent: the first */
export function waitingPath(asked: Asked, { order, overdueOnly }: WaitingList, cursor?: string): string {
  const query = queryOf(asked, []);
  query.set('order', order);
  if (overdueOnly) query.set('overdue', 'true');
  query.set('limit', String(PAGE));
  if (cursor !== undefined) query.set('cursor', cursor);
  return `/waiting?${query.toString()}`;
}

export function fetchWaiting(path: string, signal?: AbortSignal): Promise<WaitingPage> {
  return getJson(path, parseWaiting, signal);
}
