import { deadLetterPath, type LetterFilter, type Problem, type ReplayOutcome } from './data-dead-letters.js';
import { getJson, postJson } from './get-json.js';

/** What became of a rejected message that was sent again; of a trial, what would become of it. */
export interface ReplayResult {
  /** Of the rejected message. */
  readonly id: string;
  readonly outcome: ReplayOutcome;
  readonly reason?: string;
  readonly problems?: readonly Problem[];
  readonly event?: { readonly source: string; readonly id: string };
}

/** Some of them sent again together, and how far that is. */
export interface ReplayRun {
  readonly id: string;
  readonly state: 'running' | 'done' | 'failed' | 'interrupted';
  readonly dryRun: boolean;
  readonly total: number;
  readonly done: number;
  readonly counts: {
    readonly recorded: number;
    readonly duplicate: number;
    readonly rejected: number;
    readonly notKept: number;
  };
  readonly error?: string;
  readonly results: readonly ReplayResult[];
}

/** Which ones: those, or all of a filter. */
export type ReplayChoice = { readonly ids: readonly string[] } | { readonly filter: LetterFilter };

/** @throws Error that says what is missing */
function parseRun(body: unknown): ReplayRun {
  const run = body as Partial<ReplayRun> | null;
  if (typeof run?.id !== 'string' || run.counts === undefined) throw new Error('the counts are missing');
  if (!Array.isArray(run.results)) throw new Error('the results are missing');
  return run as ReplayRun;
}

/** @throws Error that says what is missing */
function parseResult(body: unknown): ReplayResult {
  const result = body as Partial<ReplayResult> | null;
  if (typeof result?.outcome !== 'string') throw new Error('the outcome is missing');
  return result as ReplayResult;
}

/** @param dryRun only tell what would become of them */
export function startReplay(choice: ReplayChoice, dryRun: boolean): Promise<ReplayRun> {
  const body = JSON.stringify({ ...('filter' in choice && { all: true }), ...choice, dryRun });
  return postJson('/dead-letters/replay', parseRun, { body, contentType: 'application/json' });
}

export function fetchReplay(id: string, signal?: AbortSignal): Promise<ReplayRun> {
  return getJson(`/dead-letters/replays/${encodeURIComponent(id)}`, parseRun, signal);
}

/** Sends an event in place of a rejected message. */
export function sendMended(id: string, event: string, dryRun: boolean): Promise<ReplayResult> {
  const path = `${deadLetterPath(id)}/replay?dryRun=${dryRun}`;
  return postJson(path, parseResult, { body: event, contentType: 'application/cloudevents+json' });
}
