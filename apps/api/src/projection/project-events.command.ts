import { Command } from '@nestjs/cqrs';
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
  readonly events: number;
  readonly duplicates: number;
  readonly rejected: number;
}
