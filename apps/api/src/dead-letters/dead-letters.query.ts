import type { RejectionReason } from '@hearback/domain';
import { Query } from '@nestjs/cqrs';

/** One page of the messages that could not become events, newest first. */
export class ListDeadLetters extends Query<DeadLetterPage> {
  constructor(
    readonly reasons: readonly RejectionReason[] | undefined,
    readonly limit: number,
    readonly after: DeadLetterPosition | undefined,
  ) {
    super();
  }
}

/** One of them with all of its bytes; `undefined`: there is none at that place. */
export class GetDeadLetter extends Query<DeadLetter | undefined> {
  constructor(readonly place: LogPlace) {
    super();
  }
}

/** Where in the log. */
export interface LogPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

/** Where a page ended. */
export interface DeadLetterPosition extends LogPlace {
  /** As DateTime64(3, 'UTC') is written. */
  readonly recordedAt: string;
}

export interface DeadLetterPage {
  /** Over all pages. */
  readonly total: number;
  readonly rows: readonly DeadLetter[];
  readonly next?: string;
}

export interface DeadLetter extends LogPlace {
  /** `topic/partition/offset`. */
  readonly id: string;
  readonly reason: string;
  readonly problems: readonly { readonly path: string; readonly message: string }[];
  /** By which door it came. */
  readonly origin: string;
  readonly recordedAt: string;
  readonly appendedAt: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The original as text; `null` where it is none. */
  readonly text: string | null;
  readonly bytesBase64: string;
  /** Only the beginning of the original is here, as in a list of a long one. */
  readonly isCut: boolean;
}
