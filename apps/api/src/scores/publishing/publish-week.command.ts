import { Command } from '@nestjs/cqrs';
import type { Week } from '@hearback/domain';

/** What a publication did, by team. */
export interface PublishedWeek {
  readonly week: Week;
  /** Teams that were published now. */
  readonly published: readonly string[];
  /** Teams whose publication was there already; it stays as it is. */
  readonly before: readonly string[];
}

/**
 * Closes a week: records what every team is told about it. Teams that have been told already are left alone, so that
 * it may be done again.
 *
 * @throws WeekNotOver, ProjectionBehind
 */
export class PublishWeek extends Command<PublishedWeek> {
  /** @param signal aborted when the service stops, so that the store is not waited for any longer */
  constructor(
    readonly week: Week,
    readonly signal?: AbortSignal,
  ) {
    super();
  }
}

/** A week that still runs has no score yet. */
export class WeekNotOver extends Error {
  override readonly name = 'WeekNotOver';

  constructor(readonly week: Week) {
    super(`The week ${week} is not over yet.`);
  }
}
