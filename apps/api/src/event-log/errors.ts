/** What every error of the event log has in common, so that callers can tell it from a bug. */
export abstract class EventLogError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/**
 * The log can't take or give records at the moment (broker away, disk full); a later try may succeed.
 * Nothing of what was being appended may be taken as kept. Callers answer 503.
 */
export class EventLogUnavailable extends EventLogError {
  constructor(
    message: string,
    options?: ErrorOptions,
    /** What a caller may be told beyond that the log is unavailable. */
    readonly problem: 'disk-full' | 'unknown' = 'unknown',
    /** Of a full disk: how much is free, and how much has to be. */
    readonly room?: string,
  ) {
    super(message, options);
  }
}

/** One record is larger than the log accepts; trying again can't help. None of the records appended with it is kept. */
export class RecordTooLarge extends EventLogError {
  constructor(
    readonly key: string,
    /** The record's size as counted against the limit, in bytes. */
    readonly bytes: number,
    readonly limit: number,
    remedy?: string,
  ) {
    super(
      `The record with key "${key}" has ${bytes} bytes; the event log takes at most ${limit} per record.` +
        (remedy === undefined ? '' : ` ${remedy}`),
    );
  }
}

/** Settings that can't work however long one waits. */
export class EventLogMisconfigured extends EventLogError {}

export type StorageProblem = 'not-writable' | 'disk-full' | 'corrupt' | 'newer-format' | 'in-use' | 'unknown';

/** The embedded log's file can't be used; the message says which file, why, and what to do. */
export class EventLogStorageError extends EventLogError {
  constructor(
    readonly problem: StorageProblem,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The claim on a partition is gone (stopped, or another consumer has it): abandon the batch, write nothing more. */
export class ClaimLost extends EventLogError {}

/** The log is closed; the caller kept using it. */
export class EventLogClosed extends EventLogError {
  constructor() {
    super('The event log is closed.');
  }
}

/** The message of anything that was thrown. */
export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);

/** Anything that was thrown, as an Error. */
export const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown));
