/** A record that bears no mark: where it stands in the log, and what it says. */
export interface UnmarkedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  /** See `unmarkedContent`. */
  readonly content: string;
}

/** Offsets of one partition. */
export interface OffsetRange {
  readonly topic: string;
  readonly partition: number;
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
}

/**
 * What the processes of one installation share so that each recognises what the others wrote into the log: the key of the
 * mark, and which records count without one because they are older than marks. Kept by the owner of the candidate keys,
 * and never in the store: whoever can read the store must not be able to make marks.
 *
 * All of it throws `EventLogUnavailable` while the owner is away.
 */
export interface ServiceMarks {
  /**
   * The key of the mark, the same for good.
   * @param again asks the owner anew, instead of answering what it said before
   */
  key(again?: boolean): Promise<Uint8Array>;

  /**
   * Whether it is decided which records count without a mark. Decided once: for a new installation when its keys are
   * created (none do), for one of an earlier version when its projector first starts.
   */
  isSettled(): Promise<boolean>;

  /** Records that count without a mark. To be given before {@link settle}; afterwards none are taken any more. */
  keep(records: readonly UnmarkedRecord[]): Promise<void>;

  /** Decides: what was kept counts, and what lies in these ranges. Does nothing where that was decided before. */
  settle(ranges: readonly OffsetRange[]): Promise<void>;

  /** Which of these records count without a mark, in their order. */
  accepted(records: readonly UnmarkedRecord[]): Promise<readonly boolean[]>;
}
