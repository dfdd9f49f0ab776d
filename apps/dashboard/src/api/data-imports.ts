import { getJson } from './get-json.js';

/** How far an import is. Counts of rows: `rows`, `ignored`, `failed`; of events: the others. */
export interface ImportState {
  readonly id: string;
  readonly name?: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly dryRun: boolean;
  /** Of the file, read so far. */
  readonly bytes: number;
  readonly rows: number;
  readonly counts: ImportCounts;
  readonly startedAt: string;
  readonly finishedAt?: string;
  /** Why it failed, and what to do. */
  readonly error?: string;
  readonly fault?: 'file' | 'service';
  /** What is worth knowing although nothing failed. */
  readonly message?: string;
  readonly firstFailures: readonly FailedRow[];
  /** Of a dry run. */
  readonly firstEvents?: readonly unknown[];
}

export interface ImportCounts {
  readonly events: number;
  readonly recorded: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly ignored: number;
  readonly failed: number;
}

export interface FailedRow {
  readonly line: number;
  /** Empty: the row as a whole. */
  readonly column: string;
  readonly reason: string;
}

/** @throws Error that says what is missing */
export function parseImport(body: unknown): ImportState {
  const state = body as Partial<ImportState> | null;
  if (typeof state?.id !== 'string') throw new Error('the id of an import is missing');
  if (typeof state.rows !== 'number') throw new Error('the rows of an import are missing');
  if (typeof state.counts?.recorded !== 'number') throw new Error('the counts of an import are missing');
  if (!Array.isArray(state.firstFailures)) throw new Error('the failed rows of an import are missing');
  return state as ImportState;
}

/** @throws Error that says what is missing */
export function parseImports(body: unknown): readonly ImportState[] {
  const imports = (body as { readonly imports?: unknown } | null)?.imports;
  if (!Array.isArray(imports)) throw new Error('the imports are missing');
  return imports.map(parseImport);
}

/** Those since the service started, the newest first; previews are among them. */
export function fetchImports(signal?: AbortSignal): Promise<readonly ImportState[]> {
  return getJson('/imports', parseImports, signal);
}

/** The rows that could not be used, as CSV. */
export function failedRowsPath(id: string): string {
  return `/api/v1/imports/${encodeURIComponent(id)}/rejected`;
}
