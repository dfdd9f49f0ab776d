import type { Problem } from '@hearback/domain';
import type { ReplayOutcome } from '../../projection/rejections/replay-row.js';

/** What became of one dead letter that was sent again; of a dry run, what would become of it. */
export interface ReplayResult {
  /** Of the dead letter. */
  readonly id: string;
  readonly outcome: ReplayOutcome;
  /** Of a message that is rejected again. */
  readonly reason?: string;
  readonly problems?: readonly Problem[];
  /** What it becomes, where it becomes something. */
  readonly event?: { readonly source: string; readonly id: string };
}

export interface ReplayCounts {
  /** Became an event. */
  readonly recorded: number;
  /** The event was known before. */
  readonly duplicate: number;
  /** Rejected again. */
  readonly rejected: number;
  /** The original is not kept any more. */
  readonly notKept: number;
}

/** Some dead letters sent again together, and how far that is. */
export interface ReplayRun {
  readonly id: string;
  /** `interrupted`: the service ended in the middle; what is told is what it had noted by then. */
  readonly state: 'running' | 'done' | 'failed' | 'interrupted';
  readonly dryRun: boolean;
  /** Dead letters chosen. */
  readonly total: number;
  /** Of these, sent again so far. */
  readonly done: number;
  readonly counts: ReplayCounts;
  readonly startedAt: string;
  readonly finishedAt?: string;
  /** Why it failed and what to do; what was recorded before stays, and running it again changes nothing of that. */
  readonly error?: string;
  /** In the order in which they were sent. */
  readonly results: readonly ReplayResult[];
  /** There are more results: ask again with this as `from`. */
  readonly next?: number;
}

const COUNTED: Readonly<Record<ReplayOutcome, keyof ReplayCounts>> = {
  recorded: 'recorded',
  duplicate: 'duplicate',
  rejected: 'rejected',
  'not-kept': 'notKept',
};

export function countsOf(results: readonly Pick<ReplayResult, 'outcome'>[]): ReplayCounts {
  const counts = { recorded: 0, duplicate: 0, rejected: 0, notKept: 0 };
  for (const { outcome } of results) counts[COUNTED[outcome]] += 1;
  return counts;
}
