import { type MetricName } from '@hearback/domain/metrics';
import { type Asked } from '../filters/asked.js';
import { metricPath } from '../metrics/fetch-metric.js';
import { getJson } from './get-json.js';

/** What is behind a figure: an obligation, or a touchpoint (`at` instead of a start). */
export interface BehindRow {
  readonly obligationId?: string;
  readonly touchpointId?: string;
  readonly kind: string;
  readonly applicationId: string;
  readonly interviewId: string | null;
  readonly team: string;
  readonly job: string;
  readonly stage: string;
  readonly startedAt?: string;
  readonly stoppedAt?: string | null;
  readonly at?: string;
  readonly state?: 'met' | 'waiting' | 'ended';
  readonly elapsedSeconds?: number;
  readonly businessSeconds?: number;
  readonly dueAt?: string | null;
  readonly flags?: readonly string[];
  readonly nps?: number | null;
  readonly url: string | null;
  /** How it enters the figure. */
  readonly counted: string;
  /** Of a score, in business days. */
  readonly days?: number;
  readonly cost?: number;
}

export interface BehindPage {
  readonly total: number;
  readonly withheld?: { readonly n: number };
  readonly rows: readonly BehindRow[];
  readonly next?: string;
}

export function parseBehind(body: unknown): BehindPage {
  const page = body as Partial<BehindPage> | null;
  if (typeof page?.total !== 'number') throw new Error('the total is missing');
  if (!Array.isArray(page.rows)) throw new Error('the rows are missing');
  return page as BehindPage;
}

interface PageAsked {
  /** Only rows that enter the figure in one of these ways; none named: all. */
  readonly counted?: readonly string[];
  readonly limit?: number;
  readonly cursor?: string | undefined;
}

export function behindPath(
  name: MetricName,
  asked: Asked,
  { counted = [], limit = 100, cursor }: PageAsked = {},
): string {
  const path = metricPath(name, asked, [], '/obligations');
  const page = new URLSearchParams({ limit: String(limit), ...(cursor !== undefined && { cursor }) });
  for (const way of counted) page.append('counted', way);
  return `${path}${path.includes('?') ? '&' : '?'}${page.toString()}`;
}

/** The whole list as CSV, made by the service. */
export function behindCsvPath(name: MetricName, asked: Asked, counted: readonly string[] = []): string {
  const path = metricPath(name, asked, [], '/obligations');
  const ways = counted.map((way) => `&counted=${encodeURIComponent(way)}`).join('');
  return `/api/v1${path}${path.includes('?') ? '&' : '?'}format=csv${ways}`;
}

export function fetchBehind(path: string, signal?: AbortSignal): Promise<BehindPage> {
  return getJson(path, parseBehind, signal);
}
