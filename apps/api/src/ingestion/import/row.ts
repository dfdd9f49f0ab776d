import { createHash } from 'node:crypto';

export type Cell = string | number | boolean;

/** A record of the file. Empty cells are absent. */
export interface Row {
  /** Where in the file it begins, from 1. */
  readonly line: number;
  /** By column; a Map, since a column may be called `constructor`. */
  readonly cells: ReadonlyMap<string, Cell>;
}

/** A record that could not be read or turned into events; the rest of the file goes on. */
export interface FailedRow {
  readonly line: number;
  /** Empty: the record as a whole. */
  readonly column: string;
  readonly reason: string;
}

/** What reading a file yields, in batches. */
export type ReadRow = { readonly row: Row } | { readonly failed: FailedRow };

/** The file can't be imported at all; the message says why and what to do. */
export class ImportFailed extends Error {
  override readonly name = 'ImportFailed';
}

/**
 * The id of the event that a rule makes of a row: the same row always gives the same id, so that importing a file
 * twice changes nothing, and two identical rows are one fact.
 */
export function eventIdOf(rule: string, { cells }: Row): string {
  const content = [...cells].sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = createHash('sha256')
    .update(JSON.stringify([rule, content]))
    .digest('hex');
  return `row-${hash.slice(0, 40)}`;
}
