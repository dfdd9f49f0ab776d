import type { FailedRow } from './row.js';

/** How far an import is. Counts of rows: `rows`, `ignored`, `failed`; of events: the others. */
export interface ImportState {
  readonly id: string;
  /** Of the file, as its sender named it. */
  readonly name?: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly dryRun: boolean;
  /** Read so far. */
  readonly bytes: number;
  readonly rows: number;
  readonly counts: ImportCounts;
  readonly startedAt: string;
  readonly finishedAt?: string;
  /** Why it failed and what to do; what was recorded before stays, and running it again changes nothing of that. */
  readonly error?: string;
  /** Where to look when it failed: at the file, or at the service (its log, its end). */
  readonly fault?: 'file' | 'service';
  /** What is worth knowing although nothing failed. */
  readonly message?: string;
  /** The first of them; all are in the list to download. */
  readonly firstFailures: readonly FailedRow[];
  /** Of a dry run: the first events that it would send. */
  readonly firstEvents?: readonly unknown[];
}

export interface ImportCounts {
  /** Events made of the rows. In a dry run none of them goes further. */
  readonly events: number;
  readonly recorded: number;
  /** Events that were known before: from an earlier run, or from the same file. */
  readonly duplicate: number;
  /** Events that the door refused, such as one whose id is taken by another content. */
  readonly rejected: number;
  /** Rows that no rule takes. */
  readonly ignored: number;
  /** Rows that can't be read or make no valid event. */
  readonly failed: number;
}
