import { Query } from '@nestjs/cqrs';
import type { Figure, Week } from '@hearback/domain';
import type { Channel, Content } from './outbox/message.js';
import type { PublishedData } from './week/week-report.js';

/** A score with its interval, or why there is none. */
export interface ScoreFigures {
  readonly score: Figure;
  readonly low: Figure;
  readonly high: Figure;
  /** Obligations. */
  readonly n: number;
  readonly applications: number;
}

/** What a team was told about a week. */
export interface TeamTold extends Omit<PublishedData, keyof ScoreFigures | 'publisher'>, ScoreFigures {
  readonly publishedAt: string;
  /** The reasons in words. */
  readonly text: { readonly wentWell: string; readonly nextStep: string; readonly waiting: string };
}

export interface ScoreOfWeek {
  readonly team: string;
  readonly name: string;
  readonly week: Week;
  /** Absent: not published. */
  readonly published?: TeamTold;
  /** What is known by now, where it differs from what was published. */
  readonly revised?: ScoreFigures;
  /** Where nothing was published: the week as it is known now. */
  readonly unpublished?: Omit<TeamTold, 'publishedAt'>;
}

/** A team's score of a finished week; `undefined` where there is nothing to say about it. */
export class GetScoreOfWeek extends Query<ScoreOfWeek | undefined> {
  constructor(
    readonly team: string,
    readonly week: Week,
  ) {
    super();
  }
}

export interface ScoreHistory {
  readonly team: string;
  readonly name: string;
  /** The latest first. */
  readonly weeks: readonly (ScoreFigures & {
    readonly week: Week;
    readonly publishedAt: string;
    readonly before?: number;
    readonly revised?: ScoreFigures & { readonly at: string };
  })[];
}

/** What a team was told, week by week, with what later data made of it when that was looked at last. */
export class GetScoreHistory extends Query<ScoreHistory> {
  constructor(readonly team: string) {
    super();
  }
}

/** A message as it leaves, or would leave. */
export interface ComposedMessage {
  readonly content: Content;
  /** False: made of what is published. True: of what is known now, since nothing is published yet. */
  readonly preview: boolean;
}

/** What a channel is, or would be, sent about a team's week; without a team, about all. */
export class ComposeMessage extends Query<ComposedMessage | undefined> {
  constructor(
    readonly team: string | undefined,
    readonly week: Week,
    readonly channel: Channel,
  ) {
    super();
  }
}
