import { join, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppendQueue } from '../append-queue.js';
import { EventLogClosed, EventLogMisconfigured, EventLogStorageError, RecordTooLarge } from '../errors.js';
import {
  lagOf,
  type AppendOutcome,
  type BatchHandler,
  type Consumption,
  type EventLog,
  type LoggedRecord,
  type PartitionSpan,
  type RecordIdentity,
  type RecordToAppend,
} from '../event-log.js';
import { silent, type LogFunction } from '../log-function.js';
import { sift } from '../sift.js';
import { EmbeddedConsumption } from './embedded-consumption.js';
import { indexOlderRecords } from './index-older-records.js';
import { encodedLength, encodeRecord, mostEncodedLength } from './record-codec.js';
import { Storage } from './storage.js';

export interface EmbeddedEventLogOptions {
  /** Where the file `event-log.mdb` is kept; created when missing. One process at a time. */
  readonly directory: string;
  /** The topic that batches name; default `hearback.events.v1`. */
  readonly topic?: string;
  /** Most records handed over at once; default 5000. */
  readonly batchSize?: number;
  /** A batch ends before it exceeds this many bytes (a larger single record comes alone); default 16 MB. */
  readonly batchBytes?: number;
  /** The largest record accepted, in bytes; default 16 MB. */
  readonly maxRecordBytes?: number;
  /** Which event a record is that was written without saying so: for the index of a log from before there was one. */
  readonly identify?: (record: LoggedRecord) => RecordIdentity | undefined;
  /** So much of the file system stays free, in bytes: what would leave less is refused. Default, and least: 16 MB. */
  readonly leastFreeBytes?: number;
  readonly log?: LogFunction;
}

const MEGABYTE = 1024 * 1024;

/** Records that are prepared or read at a stretch: some 20 ms of CPU time, in which the process does nothing else. */
const PIECE = 1_000;
const PIECE_BYTES = MEGABYTE;

/** Two handles on one LMDB file within a process would each count offsets for themselves. */
const openFiles = new Set<string>();

/**
 * Opens the event log kept in a file of this machine, with one partition numbered from 0 without gaps.
 *
 * @throws EventLogStorageError directory not writable, file damaged, of a newer format or open already, disk full.
 */
export async function openEmbeddedEventLog(options: EmbeddedEventLogOptions): Promise<EventLog> {
  const file = join(resolve(options.directory), 'event-log.mdb');
  if (openFiles.has(file)) throw new EventLogStorageError('in-use', `The event log ${file} is open already.`);
  openFiles.add(file);
  let storage: Storage | undefined;
  try {
    storage = new Storage(file, options.leastFreeBytes);
    if (options.identify !== undefined) await indexOlderRecords(storage, options.identify, options.log);
    return new EmbeddedEventLog(storage, options, () => openFiles.delete(file));
  } catch (error) {
    openFiles.delete(file);
    await storage?.close();
    throw error;
  }
}

/** What a record holds, in bytes. */
function lengthOf({ key, value, headers }: LoggedRecord): number {
  const parts = [key, value, ...Object.values(headers)];
  return parts.reduce((sum, part) => sum + (part?.byteLength ?? 0), 0);
}

/** Records of one commit, as they are written. */
interface Piece {
  readonly outcomes: readonly AppendOutcome[];
  readonly encoded: readonly Buffer[];
  readonly added: ReadonlyMap<string, string>;
}

class EmbeddedEventLog implements EventLog {
  readonly #queue = new AppendQueue((records) => this.#commit(records), PIECE);
  readonly #consumptions = new Map<string, EmbeddedConsumption>();
  readonly #topic: string;
  readonly #batchSize: number;
  readonly #batchBytes: number;
  readonly #maxRecordBytes: number;
  readonly #log: LogFunction;
  #wakers = new Set<() => void>();
  #closing: Promise<void> | undefined;

  constructor(
    private readonly storage: Storage,
    options: EmbeddedEventLogOptions,
    private readonly released: () => void,
  ) {
    this.#topic = options.topic ?? 'hearback.events.v1';
    this.#batchSize = options.batchSize ?? 5_000;
    this.#batchBytes = options.batchBytes ?? 16 * MEGABYTE;
    this.#maxRecordBytes = options.maxRecordBytes ?? 16 * MEGABYTE;
    this.#log = options.log ?? silent;
  }

  append(records: readonly RecordToAppend[]): Promise<readonly AppendOutcome[]> {
    // Refused before it joins others: a record that can't be kept must not fail its neighbours.
    for (const record of records) {
      if (mostEncodedLength(record) <= this.#maxRecordBytes) continue;
      const bytes = encodedLength(record);
      if (bytes > this.#maxRecordBytes)
        return Promise.reject(new RecordTooLarge(record.key, bytes, this.#maxRecordBytes));
    }
    return this.#queue.append(records);
  }

  contentOf(keys: readonly string[]): ReadonlyMap<string, string> {
    if (this.#closing) throw new EventLogClosed();
    return this.storage.contentOf(keys);
  }

  consume(group: string, handle: BatchHandler): Promise<Consumption> {
    if (this.#closing) return Promise.reject(new EventLogClosed());
    if (this.#consumptions.has(group))
      return Promise.reject(new EventLogMisconfigured(`The group "${group}" is being consumed already.`));
    const consumption = new EmbeddedConsumption(
      group,
      handle,
      {
        topic: this.#topic,
        end: () => this.storage.end,
        read: (from) => this.#read(from),
        grown: (signal) => this.#grown(signal),
        position: () => this.storage.position(group),
        metadata: () => this.storage.metadata(group),
        storePosition: (position, metadata) => this.storage.storePosition(group, position, metadata),
      },
      this.#log,
    );
    this.#consumptions.set(group, consumption);
    const stop = async (): Promise<void> => {
      await consumption.stop();
      if (this.#consumptions.get(group) === consumption) this.#consumptions.delete(group);
    };
    return Promise.resolve({ stop, failed: consumption.failed, lastTick: () => consumption.lastTick() });
  }

  async lag(group: string): Promise<bigint> {
    return lagOf(await this.spans(group));
  }

  spans(group: string): Promise<PartitionSpan[]> {
    if (this.#closing) return Promise.reject(new EventLogClosed());
    const { end } = this.storage;
    const position = this.storage.position(group);
    const metadata = this.storage.metadata(group);
    const span = { topic: this.#topic, partition: 0, first: 0n, end, position };
    return Promise.resolve([metadata === undefined ? span : { ...span, metadata }]);
  }

  async moveTo(
    group: string,
    positions: ReadonlyMap<number, bigint>,
    metadata?: ReadonlyMap<number, string>,
  ): Promise<void> {
    if (this.#closing) throw new EventLogClosed();
    if (this.#consumptions.has(group))
      throw new EventLogMisconfigured(`The group "${group}" is being consumed and can't be moved.`);
    const position = positions.get(0);
    if (position !== undefined) await this.storage.storePosition(group, position, metadata?.get(0));
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#consumptions.values()].map((consumption) => consumption.stop()));
    await this.#queue.close();
    await this.storage.close();
    this.released();
  }

  /**
   * Appends in one commit for each piece: the next is prepared while the one before it is written. Where a commit fails,
   * the pieces before it stay in the log, as they may after any failure.
   */
  async #commit(records: readonly RecordToAppend[]): Promise<readonly AppendOutcome[]> {
    const outcomes: AppendOutcome[] = [];
    const addedBefore = new Map<string, string>();
    let written = Promise.resolve();
    try {
      for (let from = 0; from < records.length; from += PIECE) {
        await nextTurn();
        const piece = this.#prepare(records.slice(from, from + PIECE), addedBefore);
        outcomes.push(...piece.outcomes);
        await nextTurn();
        await written;
        written = this.#write(piece);
        // It is awaited below; until then its failure must not count as one that nobody handles.
        written.catch(() => undefined);
      }
    } finally {
      await written;
    }
    return outcomes;
  }

  /** The batch of a consumption, read in pieces as well. */
  async #read(from: bigint): Promise<LoggedRecord[]> {
    const batch: LoggedRecord[] = [];
    let bytes = 0;
    for (let at = from; batch.length < this.#batchSize && at < this.storage.end;) {
      const most = Math.min(PIECE, this.#batchSize - batch.length);
      const piece = this.storage.read(at, most, PIECE_BYTES);
      at += BigInt(piece.length);
      for (const record of piece) {
        bytes += lengthOf(record);
        if (batch.length > 0 && bytes > this.#batchBytes) return batch;
        batch.push(record);
      }
      await nextTurn();
    }
    return batch;
  }

  /** @param addedBefore identities that are on their way into the log; those of this piece are added to them */
  #prepare(records: readonly RecordToAppend[], addedBefore: Map<string, string>): Piece {
    const now = Date.now();
    const known = this.storage.contentOf(
      records.flatMap(({ identity }) => (identity === undefined ? [] : [identity.key])),
    );
    const { outcomes, toAppend, added } = sift(records, (key) => addedBefore.get(key) ?? known.get(key));
    for (const [key, content] of added) addedBefore.set(key, content);
    return { outcomes, encoded: toAppend.map((record) => encodeRecord(record, now)), added };
  }

  async #write({ encoded, added }: Piece): Promise<void> {
    if (encoded.length === 0) return;
    await this.storage.append(encoded, added);
    this.#wake();
  }

  #wake(): void {
    const wakers = this.#wakers;
    this.#wakers = new Set();
    for (const wake of wakers) wake();
  }

  #grown(signal: AbortSignal): Promise<void> {
    return new Promise((wake) => {
      if (signal.aborted) return wake();
      const finish = (): void => {
        signal.removeEventListener('abort', finish);
        this.#wakers.delete(finish);
        wake();
      };
      this.#wakers.add(finish);
      signal.addEventListener('abort', finish, { once: true });
    });
  }
}
