import type { Judged } from './judge.js';
import type { CandidateKeys } from '../ingestion/candidate-keys.js';
import { LIVE, type TableNames } from './tables.js';
import { unnamed, type Unnamed } from './unnamed.js';

/** Injection token of a {@link Target} other than {@link READERS}. */
export const TARGET = Symbol('projection-target');

/** Where a projector writes, and how it takes candidate ids out of what others wrote straight to the log. */
export interface Target {
  readonly tables: TableNames;
  readonly unnamed: (
    messages: readonly Judged[],
    pseudonyms: CandidateKeys,
    partition: number,
  ) => Promise<Unnamed>;
}

/** The tables that everybody reads. */
export const READERS: Target = { tables: LIVE, unnamed };
