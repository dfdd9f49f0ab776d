import type { Problem } from '@hearback/domain';
import { Query } from '@nestjs/cqrs';
import type { PlaceInLog } from '../projection/rejections/place.js';
import type { ReplayOutcome } from '../projection/rejections/replay-row.js';
import type { DeadLetterFilter, Standing } from './selection.js';

/** One page of the messages that could not become events, newest first. */
export class ListDeadLetters extends Query<DeadLetterPage> {
  constructor(
    readonly filter: DeadLetterFilter,
    readonly limit: number,
    readonly after: DeadLetterPosition | undefined,
  ) {
    super();
  }
}

/** One of them with all of its bytes; `undefined`: there is none at that place. */
export class GetDeadLetter extends Query<DeadLetterWithReplays | undefined> {
  constructor(readonly place: PlaceInLog) {
    super();
  }
}

/** Where a page ended. */
export interface DeadLetterPosition extends PlaceInLog {
  /** As DateTime64(3, 'UTC') is written. */
  readonly recordedAt: string;
}

export interface DeadLetterPage {
  /** Over all pages. */
  readonly total: number;
  readonly rows: readonly DeadLetter[];
  readonly next?: string;
}

export interface DeadLetter extends PlaceInLog {
  /** `topic/partition/offset`. */
  readonly id: string;
  readonly reason: string;
  readonly problems: readonly Problem[];
  /** By which door it came. */
  readonly origin: string;
  readonly recordedAt: string;
  readonly appendedAt: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The same headers, byte for byte. */
  readonly headersBase64: Readonly<Record<string, string>>;
  /** The key of the record, byte for byte; `null` where it has none. */
  readonly keyBase64: string | null;
  /** The original as text; `null` where it is none, or is not kept any more. */
  readonly text: string | null;
  readonly bytesBase64: string;
  /** Of the whole original, in bytes; told also when that is gone. */
  readonly size: number;
  /** The original, its key and its headers are still here; after `deadLetters.keepDays` they are deleted. */
  readonly isKept: boolean;
  /** Only the beginning of the original is here, as in a list of a long one. */
  readonly isCut: boolean;
  readonly outcome: Standing;
  /** It was itself sent again in place of this dead letter. */
  readonly replayOf?: string;
}

export interface DeadLetterWithReplays extends DeadLetter {
  /** The last first. */
  readonly replays: readonly Replay[];
}

/** One time that it was sent again. */
export interface Replay {
  readonly run: string;
  readonly at: string;
  readonly outcome: ReplayOutcome;
  /** What was sent was mended by hand. */
  readonly isMended: boolean;
  readonly reason?: string;
  readonly problems: readonly Problem[];
  /** What it became, where it became something. */
  readonly event?: { readonly source: string; readonly id: string };
}
