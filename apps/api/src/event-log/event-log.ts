/**
 * The event log: the source of truth. A port with two adapters (an embedded file, Kafka) that one contract
 * suite holds to the same promises:
 *
 * - what `append` has acknowledged survives a crash of this process;
 * - records with the same key stay in the order in which they were appended;
 * - a consumer sees every record at least once: it resumes after its last finished batch, without a gap;
 * - a slow handler slows its consumer down, and nothing piles up in memory.
 */
export interface EventLog {
  /**
   * Appends records in order. Resolves once all are durable; on a throw none of them may be taken as kept.
   *
   * Of several records with one identity that come at once, from whatever callers in this process, one is appended;
   * the others repeat it, or conflict with it.
   */
  append(records: readonly RecordToAppend[]): Promise<readonly AppendOutcome[]>;

  /**
   * The contents of those identities that the log holds, by their keys. Absent where the log has no index of all it
   * holds; then others must be asked, and of what several processes append at once, each may be told that it was first.
   */
  contentOf?(keys: readonly string[]): ReadonlyMap<string, string>;

  /**
   * Starts handing batches to `handle`, one at a time per partition, from the position of `group` (the log's
   * beginning for a group that is new). The position moves only after `handle` has resolved, together with the
   * metadata that it resolved with; when it throws, the same records are handed over again after a back-off.
   */
  consume(group: string, handle: BatchHandler): Promise<Consumption>;

  /** How many appended records `group` has not finished yet, over all partitions. */
  lag(group: string): Promise<bigint>;

  /** What each partition holds, and how far `group` has come in it, in their order. None where the topic is missing. */
  spans(group: string): Promise<PartitionSpan[]>;

  /** Lets a group that nobody consumes just now go on at these offsets, by partition, with this metadata or none. */
  moveTo(
    group: string,
    positions: ReadonlyMap<number, bigint>,
    metadata?: ReadonlyMap<number, string>,
  ): Promise<void>;

  close(): Promise<void>;
}

/** How many records are left to go, over all partitions. */
export const lagOf = (spans: readonly Pick<PartitionSpan, 'position' | 'end'>[]): bigint =>
  spans.reduce((lag, { position, end }) => lag + end - position, 0n);

/** What a record is, as digests of 16 bytes in base64. */
export interface RecordIdentity {
  readonly key: string;
  readonly content: string;
}

/**
 * What became of a record: `duplicate` where the log holds one with its identity and content already (it is not appended),
 * `conflict` where that one has another content.
 */
export type AppendOutcome = 'appended' | 'duplicate' | 'conflict';

export interface RecordToAppend {
  /** Records with one key keep their order. Hearback's key is the application id. */
  readonly key: string;
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** Without one it is appended in any case. */
  readonly identity?: RecordIdentity;
  /** Whether it is appended also where it conflicts with an earlier one. */
  readonly keepConflict?: boolean;
}

export interface PartitionSpan {
  readonly topic: string;
  readonly partition: number;
  /** The first offset that the log still has: above 0 where it has removed the oldest records. */
  readonly first: bigint;
  /** The offset that the next record gets. */
  readonly end: bigint;
  /** The offset at which the group goes on; `first` for a group that is new. */
  readonly position: bigint;
  /** What the group keeps with its position; absent where it keeps nothing. */
  readonly metadata?: string;
}

/** A record as read back. Foreign producers may have left out the key, the value or the headers. */
export interface LoggedRecord {
  readonly offset: bigint;
  /** When the log took the record, in milliseconds since the epoch. */
  readonly appendedAt: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, Uint8Array>>;
}

/** Records of one partition in ascending order of offset, never empty. Offsets may have holes (Kafka's own markers). */
export interface LogBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly LoggedRecord[];
}

export interface BatchContext {
  /** Keeps the claim on the partition alive. Throws once the claim is lost: then abandon the batch, write nothing more. */
  heartbeat(): Promise<void>;
  /** What the group keeps with its position before this batch; `undefined` where it keeps nothing. */
  metadata(): Promise<string | undefined>;
  /** Aborted when the consumption is being stopped. */
  readonly signal: AbortSignal;
}

/** Resolves with what is to be kept with the new position: a short text (at most 4,000 bytes), or nothing. */
export type BatchHandler = (batch: LogBatch, context: BatchContext) => Promise<string | void>;

export interface Consumption {
  /** Finishes or abandons the batch at hand (its position then stays) and stops. */
  stop(): Promise<void>;
  /** Resolves when the consumption can't go on by itself; the process should end and be restarted. */
  readonly failed: Promise<Error>;
  /** When the loop last did anything, in milliseconds since the epoch: what liveness is judged by. */
  lastTick(): number;
}
