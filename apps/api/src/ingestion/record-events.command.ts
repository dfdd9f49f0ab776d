import { Command } from '@nestjs/cqrs';
import type { Problem, RejectionReason } from '@hearback/domain';

/** One CloudEvent in structured form: its JSON text, or the value parsed from it. */
export type MessageToRecord = ({ readonly bytes: Uint8Array } | { readonly value: unknown }) & {
  /** To be kept with it in the log, beside the door's own. */
  readonly headers?: Readonly<Record<string, string>>;
};

export interface RecordOptions {
  /** Also keep what is rejected. By default so; not where it is kept already, as with a dead letter sent again. */
  readonly keepRejected?: boolean;
  /** Only tell what would become of them: nothing is kept, remembered or erased. */
  readonly dryRun?: boolean;
  /** Made by Hearback itself: what only it may send is marked as such. By default it is refused. */
  readonly isOwn?: boolean;
}

/** What became of one message. `id` and `source` are told as far as the message says them. */
export type RecordResult =
  | { readonly status: 'recorded' | 'duplicate'; readonly id: string; readonly source: string }
  | {
      readonly status: 'rejected';
      readonly reason: RejectionReason;
      readonly problems: readonly Problem[];
      readonly id?: string;
      readonly source?: string;
    };

/**
 * Takes messages into the event log, in their order. Resolves to one result per message once all that is kept is
 * durable; throws when the log can't take them, and then none of them may be taken as kept.
 *
 * Rejected messages are kept too (unless `keepRejected` is false), so that they can be inspected and replayed as dead letters. Only `too-large`
 * ones are not: a log may refuse them, and their sender has been told.
 */
export class RecordEvents extends Command<readonly RecordResult[]> {
  constructor(
    readonly messages: readonly MessageToRecord[],
    /** Where they came in: `http`, `import:<id>` or `replay`. */
    readonly origin: string,
    readonly options: RecordOptions = {},
  ) {
    super();
  }
}
