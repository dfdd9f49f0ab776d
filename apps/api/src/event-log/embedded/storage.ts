import { truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { open, type Database, type RootDatabase } from 'lmdb';
import { EventLogError, EventLogStorageError, EventLogUnavailable, asError, messageOf } from '../errors.js';
import type { LoggedRecord } from '../event-log.js';
import { commitReason } from './commit-reason.js';
import { checkRoom, hasRoom, isDiskFull, missingRoom, NEARLY_FULL_BYTES } from './disk-room.js';
import { checkFile, corrupt, prepareDirectory, syncDirectory } from './file-check.js';
import { IdentityIndex } from './identity-index.js';
import { decodeRecord } from './record-codec.js';

/** What this version writes. A file with a higher number was written by a newer Hearback. */
const FORMAT = 1;

/**
 * The embedded log's file: records numbered from 0 without gaps, a position per group, a format version.
 *
 * TRICKY: `overlappingSync` is lmdb's default on Linux and macOS, and with it a write's promise resolves when the
 * write is visible, not when it is on the disk. Switched off, a commit writes the data, waits for fdatasync, writes
 * the page that makes the commit valid through a handle with O_DSYNC, and only then resolves: one promise for
 * "visible" and "durable", and no reader ever sees a record that a power cut could take back.
 */
export class Storage {
  readonly #root: RootDatabase;
  readonly #records: Database<Buffer, number>;
  readonly #positions: Database<Buffer, string>;
  readonly #identities: IdentityIndex;
  #end: bigint;
  /** Whether every record is, or is about to be, in the index. */
  #keepsIndex = false;

  /** Opens or creates the file. Throws `EventLogStorageError`. */
  constructor(
    readonly file: string,
    private readonly leastFreeBytes = NEARLY_FULL_BYTES,
  ) {
    prepareDirectory(dirname(file));
    checkRoom(file);
    const { filledUpFrom } = checkFile(file);
    try {
      this.#root = open({
        path: file,
        noSubdir: true,
        overlappingSync: false,
        eventTurnBatching: false,
        maxDbs: 8,
      });
    } catch (error) {
      throw openingFailed(file, error);
    }
    try {
      this.#checkFormat();
      this.#records = this.#root.openDB({ name: 'records', encoding: 'binary' });
      this.#positions = this.#root.openDB({ name: 'positions', encoding: 'binary' });
      this.#identities = new IdentityIndex(this.#root);
      this.#end = this.#readEnd();
      this.#checkEnd();
      if (filledUpFrom !== null) this.#checkEveryRecord();
      if (filledUpFrom !== null) this.#identities.check();
    } catch (error) {
      void this.#root.close();
      if (filledUpFrom !== null) truncateSync(file, filledUpFrom);
      throw error instanceof EventLogError ? error : openingFailed(file, error);
    }
    syncDirectory(dirname(file));
  }

  /** The offset the next record gets, which is also the number of records. */
  get end(): bigint {
    return this.#end;
  }

  /**
   * Writes encoded records behind the last one, all or none, and the identities that come into the log with them.
   * Resolves once they are on the disk. One call at a time. Throws `EventLogUnavailable`.
   */
  async append(
    records: readonly Buffer[],
    identities: ReadonlyMap<string, string> = new Map(),
  ): Promise<void> {
    const bytes =
      records.reduce((sum, { length }) => sum + length, 0) + IdentityIndex.roomFor(identities.size);
    if (!hasRoom(this.file, bytes, this.leastFreeBytes)) throw this.#diskFull();
    const first = Number(this.#end);
    let written: boolean;
    try {
      // The condition is checked within the transaction: should another process have the file open too (which is a
      // mistake), it can make this append fail but never overwrite a record.
      written = await this.#records.ifNoExists(first, () => {
        for (const [index, record] of records.entries()) void this.#records.put(first + index, record);
        this.#identities.put(identities);
        if (this.#keepsIndex) this.#identities.putIndexed(this.#end + BigInt(records.length));
      });
    } catch (error) {
      // Whether the commit reached the disk is unknown; the file knows where it ends.
      this.#refreshEnd();
      throw await this.#commitFailed(error);
    }
    if (!written) {
      this.#refreshEnd();
      throw new EventLogUnavailable(
        `The event log ${this.file} was written to by another process. Only one Hearback may use a data directory.`,
      );
    }
    this.#end += BigInt(records.length);
  }

  /** The content that the log holds under each of these keys, where it holds any. */
  contentOf(keys: readonly string[]): ReadonlyMap<string, string> {
    return this.#identities.contentOf(keys);
  }

  /**
   * From now on every append counts as indexed; records from the offset that is returned on are still to be, by
   * {@link index}, before anything is appended.
   */
  keepIndex(): bigint {
    this.#keepsIndex = true;
    return this.#identities.indexed;
  }

  /**
   * Brings identities of records before `end` into the index, unless it has them. Resolves once they are on the disk.
   * Throws `EventLogUnavailable`.
   */
  async index(identities: ReadonlyMap<string, string>, end: bigint): Promise<void> {
    if (!hasRoom(this.file, IdentityIndex.roomFor(identities.size))) throw this.#diskFull();
    const known = this.#identities.contentOf([...identities.keys()]);
    try {
      await this.#root.transaction(() => {
        this.#identities.put(new Map([...identities].filter(([key]) => !known.has(key))));
        this.#identities.putIndexed(end);
      });
    } catch (error) {
      throw await this.#commitFailed(error);
    }
  }

  /**
   * Records from `from` on: at most `maxRecords`, and no more once they exceed `maxBytes` (the first always fits).
   * Throws `EventLogStorageError` when one is damaged or missing.
   */
  read(from: bigint, maxRecords: number, maxBytes: number): LoggedRecord[] {
    const records: LoggedRecord[] = [];
    const limit = Math.min(maxRecords, Number(this.#end - from));
    let bytes = 0;
    // Reads see the last commit only through a fresh read transaction.
    this.#records.resetReadTxn();
    for (const { key, value } of this.#records.getRange({ start: Number(from), limit })) {
      bytes += value.length;
      if (records.length > 0 && bytes > maxBytes) return records;
      const offset = from + BigInt(records.length);
      const record = BigInt(key) === offset ? decodeRecord(offset, value) : null;
      if (!record) throw corrupt(this.file, `record ${offset} is unreadable`);
      records.push(record);
    }
    if (records.length < limit)
      throw corrupt(this.file, `record ${from + BigInt(records.length)} is missing`);
    return records;
  }

  /** Where `group` goes on; 0 for a group that is new. */
  position(group: string): bigint {
    this.#positions.resetReadTxn();
    return this.#positions.get(group)?.readBigUInt64BE(0) ?? 0n;
  }

  /** Resolves once it is on the disk. Throws `EventLogUnavailable`. */
  async storePosition(group: string, position: bigint): Promise<void> {
    if (!hasRoom(this.file)) throw this.#diskFull();
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(position);
    try {
      await this.#positions.put(group, bytes);
    } catch (error) {
      throw await this.#commitFailed(error);
    }
  }

  async close(): Promise<void> {
    await this.#root.close();
  }

  #checkFormat(): void {
    const meta = this.#root.openDB<number, string>({ name: 'meta', encoding: 'json' });
    const format = meta.get('format');
    if (format === undefined) meta.putSync('format', FORMAT);
    else if (format > FORMAT)
      throw new EventLogStorageError(
        'newer-format',
        `The event log ${this.file} has format ${format}; this version of Hearback knows formats up to ${FORMAT}. ` +
          `Start the newer Hearback that wrote it.`,
      );
  }

  #readEnd(): bigint {
    this.#records.resetReadTxn();
    for (const last of this.#records.getKeys({ reverse: true, limit: 1 })) return BigInt(last) + 1n;
    return 0n;
  }

  #refreshEnd(): void {
    try {
      this.#end = this.#readEnd();
    } catch {
      // Unreadable now as well: the old end stays, and the condition in `append` guards what is behind it.
    }
  }

  #checkEnd(): void {
    const { entryCount } = this.#records.getStats() as { entryCount?: number };
    if (entryCount !== undefined && BigInt(entryCount) !== this.#end)
      throw corrupt(this.file, `it holds ${entryCount} records but ends at ${this.#end}`);
    if (this.#end > 0n) this.read(this.#end - 1n, 1, Infinity);
  }

  #checkEveryRecord(): void {
    for (let at = 0n; at < this.#end;) at += BigInt(this.read(at, 5_000, 16_000_000).length);
  }

  async #commitFailed(thrown: unknown): Promise<EventLogUnavailable> {
    const reason = await commitReason(thrown);
    if (isDiskFull(reason, this.file)) return this.#diskFull(reason);
    return new EventLogUnavailable(
      `Nothing could be written to the event log ${this.file}: ${reason.message}. ` +
        `Check the disk and its quota.`,
      { cause: reason },
    );
  }

  #diskFull(cause?: Error): EventLogUnavailable {
    const directory = dirname(this.file);
    return new EventLogUnavailable(
      `Nothing could be written to the event log ${this.file}: the disk is full. Free space on the file system of ${directory}, or raise the limit for the size of files (ulimit -f).`,
      { cause },
      'disk-full',
      missingRoom(this.file, this.leastFreeBytes),
    );
  }
}

function openingFailed(file: string, error: unknown): EventLogStorageError {
  const reason = asError(error);
  if (isDiskFull(reason, file))
    return new EventLogStorageError(
      'disk-full',
      `The event log ${file} can't be opened: the disk is full. Free space on its file system.`,
      { cause: error },
    );
  if (/MDB_|corrupt|invalid/i.test(reason.message)) return corrupt(file, reason.message, error);
  return new EventLogStorageError('unknown', `The event log ${file} can't be opened: ${messageOf(error)}.`, {
    cause: error,
  });
}
