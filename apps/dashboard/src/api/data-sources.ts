import { getJson } from './get-json.js';

/** Who sent events, as the API tells it. */
export interface Source {
  readonly source: string;
  readonly events: number;
  /** Of the events' own times, ISO 8601. */
  readonly firstAt: string;
  readonly lastAt: string;
  /** When Hearback last heard of something new from it. */
  readonly lastRecordedAt: string;
  /** From an event's time until Hearback had it, in seconds. */
  readonly lateness: { readonly median: number; readonly p90: number; readonly longest: number };
  readonly types: readonly { readonly type: string; readonly events: number }[];
  readonly sample: boolean;
  readonly simulated: boolean;
}

export interface DayCount {
  readonly day: string;
  readonly events: number;
}

export interface RejectedReason {
  readonly reason: string;
  readonly count: number;
  readonly lastAt: string;
}

export interface Sources {
  readonly sources: readonly Source[];
  /** The last 30 days, those without any included. */
  readonly days: readonly DayCount[];
  readonly rejected: { readonly total: number; readonly reasons: readonly RejectedReason[] };
}

/** @throws Error that says what is missing */
export function parseSources(body: unknown): Sources {
  const answer = body as Partial<Sources> | null;
  if (!Array.isArray(answer?.sources)) throw new Error('the sources are missing');
  if (!Array.isArray(answer.days)) throw new Error('the days are missing');
  if (!Array.isArray(answer.rejected?.reasons)) throw new Error('the reasons of rejections are missing');
  for (const source of answer.sources as readonly Partial<Source>[]) {
    if (typeof source.lateness?.median !== 'number') throw new Error('the lateness of a source is missing');
    if (!Array.isArray(source.types)) throw new Error('the types of a source are missing');
  }
  return answer as Sources;
}

export function fetchSources(signal?: AbortSignal): Promise<Sources> {
  return getJson('/sources', parseSources, signal);
}
