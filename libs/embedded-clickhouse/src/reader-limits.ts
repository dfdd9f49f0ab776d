/** What all requests with `role=reader` together may take of an engine that others need as well. */
export interface ReaderLimits {
  /**
   * Statements that run at the same time, 1 to 8; a further one is refused with 202. A statement counts until the engine
   * has ended it, not until its client has gone. The places of others are their own.
   */
  readonly places: number;
  /** A statement is ended after so many seconds, or after the `max_execution_time` of its request if that is less. */
  readonly seconds: number;
  /** Bytes of one answer as it is written out; beyond them it is refused with 396. */
  readonly answerBytes: number;
  /** Bytes of all answers that are being written or read; beyond them the one that grows is refused with 243. */
  readonly allAnswersBytes: number;
  /** The engine is restarted when a statement goes on for so many ms after it was to end. */
  readonly endWithinMs: number;
}

const MIB = 1024 * 1024;

export const DEFAULT_READER_LIMITS: ReaderLimits = {
  places: 2,
  seconds: 60,
  answerBytes: 512 * MIB,
  allAnswersBytes: 1024 * MIB,
  endWithinMs: 5_000,
};

/** The defaults with what was given, and what is wrong with it. */
export function completeReaderLimits(given: Partial<ReaderLimits> = {}): [ReaderLimits, string[]] {
  const limits = { ...DEFAULT_READER_LIMITS, ...given };
  const problems = Object.entries(limits)
    .filter(([, value]) => !Number.isInteger(value) || value < 1)
    .map(([name, value]) => `readerLimits.${name} must be a whole number above 0, not ${value}`);
  if (limits.places > 8) problems.push(`readerLimits.places must be at most 8, not ${limits.places}`);
  return [limits, problems];
}
