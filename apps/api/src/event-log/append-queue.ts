import { EventLogClosed } from './errors.js';
import type { AppendOutcome, RecordToAppend } from './event-log.js';

interface Waiting {
  readonly records: readonly RecordToAppend[];
  readonly resolve: (outcomes: readonly AppendOutcome[]) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Group commit: while one commit is on its way to the disk or the broker, further appends gather and go together
 * in the next one. One commit at a time also keeps the order of appends, which neither a store with several
 * writers nor a producer with several requests in flight would promise.
 */
export class AppendQueue {
  #waiting: Waiting[] = [];
  #pump: Promise<void> | undefined;
  #closed = false;

  /** `maxRecords` bounds how much is gathered into one commit; a single larger append still goes through as a whole. */
  constructor(
    private readonly commit: (records: readonly RecordToAppend[]) => Promise<readonly AppendOutcome[]>,
    private readonly maxRecords = 10_000,
  ) {}

  /** Resolves with what became of `records` once they are committed; rejects with what the commit threw. */
  append(records: readonly RecordToAppend[]): Promise<readonly AppendOutcome[]> {
    if (this.#closed) return Promise.reject(new EventLogClosed());
    if (records.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ records, resolve, reject });
      this.#pump ??= this.#run();
    });
  }

  /** Takes no more and waits until everything taken is committed or failed. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#pump;
  }

  async #run(): Promise<void> {
    // What else is appended in this turn shares the first commit.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const group = this.#takeGroup();
      try {
        const outcomes = await this.commit(group.flatMap(({ records }) => records));
        let at = 0;
        for (const { records, resolve } of group) resolve(outcomes.slice(at, (at += records.length)));
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#pump = undefined;
  }

  #takeGroup(): Waiting[] {
    let count = 0;
    let taken = 0;
    for (const { records } of this.#waiting) {
      if (taken > 0 && count + records.length > this.maxRecords) break;
      count += records.length;
      taken += 1;
    }
    return this.#waiting.splice(0, taken);
  }
}
