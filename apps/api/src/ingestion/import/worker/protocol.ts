import type { ImportFormat } from '../import-format.js';
import type { MappingFault } from '../mapping.js';
import type { FailedRow } from '../row.js';

/** What a worker is started with. */
export interface WorkerStart {
  readonly yaml: string;
  readonly format: ImportFormat;
  /** So many events are told; further ones of the file are only counted. Absent: all. */
  readonly mostEvents?: number;
}

export type ToWorker =
  /** Bytes of the file; `now` is what future-dated events are found by (ISO 8601, UTC). */
  | { readonly type: 'bytes'; readonly bytes: Uint8Array; readonly now: string }
  | { readonly type: 'end' }
  /** A batch has been dealt with, and another may come. */
  | { readonly type: 'taken' };

export type FromWorker =
  /** The mapping can be used. */
  | { readonly type: 'ready' }
  | { readonly type: 'unusable'; readonly faults: readonly MappingFault[] }
  /** Bytes have been read, and others may come. */
  | { readonly type: 'read' }
  | { readonly type: 'batch'; readonly batch: MappedBatch }
  /** The file can't be imported. */
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'done' };

/** What some rows of the file became. */
export interface MappedBatch {
  /** All of them, the two below included. */
  readonly rows: number;
  readonly ignored: number;
  readonly failed: number;
  /** Events made of the other ones. */
  readonly events: number;
  /** Of the failed ones; one may have several. */
  readonly failures: readonly FailedRow[];
  /** Those events that are told, as JSON, one after the other. */
  readonly json: Uint8Array;
  /** Of each event: where its JSON ends, and the line of the file that it comes from. */
  readonly ends: Uint32Array;
  readonly lines: Uint32Array;
}

/** So many parts of the file are on their way to a worker, and so many batches from it, before the other has to say that it has one. */
export const MAX_PARTS_AHEAD = 4;
export const MAX_BATCHES_AHEAD = 2;
