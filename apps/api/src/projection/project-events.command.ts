import { Command } from '@nestjs/cqrs';
import type { ProjectedCounts } from './integrity/projected-counts.js';
import type { BatchContext, LogBatch } from '../event-log/event-log.js';

/** Brings one batch of the log into the store. Awaited: only when it has resolved may the position move. */
export class ProjectEvents extends Command<Projected> {
  constructor(
    readonly batch: LogBatch,
    readonly context: BatchContext,
    /** Whose position moves with it. */
    readonly group = '',
  ) {
    super();
  }
}

/** What became of the records of a batch. */
export interface Projected {
  /** Of the partition, up to the end of the batch: to be kept with the position. */
  readonly counts: ProjectedCounts;
  readonly events: number;
  readonly duplicates: number;
  readonly rejected: number;
}
