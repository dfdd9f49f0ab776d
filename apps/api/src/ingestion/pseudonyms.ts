import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { OnApplicationShutdown } from '@nestjs/common';
import { open, type Database, type RootDatabase } from 'lmdb';
import { commitReason } from '../event-log/embedded/commit-reason.js';
import {
  checkRoom,
  hasRoom,
  isDiskFull,
  missingRoom,
  NEARLY_FULL_BYTES,
} from '../event-log/embedded/disk-room.js';
import { EventLogUnavailable } from '../event-log/errors.js';
import { mapInSlices } from '../platform/slices.js';
import type { CandidateKeys } from './candidate-keys.js';
import { LocalMarks } from './marks/local-marks.js';

const PSEUDONYM = /^c_[0-9a-f]{32}$/;
const KEY_BYTES = 32;
const ERASED = '';
const KEYS_PER_TRANSACTION = 500;

/** A key that is to be written, unless another came first. */
interface NewKey {
  readonly id: string;
  readonly place: string;
  readonly key: Buffer;
  readonly pseudonym: string;
}

/**
 * The directory of candidate keys. Each candidate has a random key of its own, and the pseudonym that stands for
 * them in the log and in the store is an HMAC of their id under it: with the key erased, nothing and nobody can
 * tell any more whose pseudonym it was, in any copy.
 *
 * The file holds no candidate id either, only an HMAC of it under the directory's own secret.
 */
export class Pseudonyms implements CandidateKeys, OnApplicationShutdown {
  readonly marks: LocalMarks;
  readonly #file: string;
  readonly #root: RootDatabase;
  /** HMAC of a candidate's id under the directory's secret -> the candidate's key. */
  readonly #keys: Database<Buffer, string>;
  /** Pseudonym handed out -> where its key is; {@link ERASED}: nowhere any more. */
  readonly #issued: Database<string, string>;
  readonly #secret: Buffer;

  /**
   * Opens or creates the directory's file, readable for its owner alone. One process at a time.
   *
   * @param leastFreeBytes of its file system, which stay free: what would leave less is refused. At least 16 MB
   */
  constructor(
    directory: string,
    private readonly leastFreeBytes = NEARLY_FULL_BYTES,
  ) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const path = join(directory, 'keys.mdb');
    this.#file = path;
    checkRoom(path);
    // Created before LMDB does it, so that there is no moment in which others may read it.
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
    // TRICKY: with `overlappingSync`, LMDB's default, a write resolves before it is on the disk.
    this.#root = open({ path, noSubdir: true, overlappingSync: false, maxDbs: 4 });
    const meta = this.#root.openDB<Buffer, string>({ name: 'meta', encoding: 'binary' });
    this.#keys = this.#root.openDB({ name: 'keys', encoding: 'binary' });
    this.#issued = this.#root.openDB({ name: 'issued', encoding: 'string' });
    const secret = meta.get('secret');
    this.#secret = secret ?? randomBytes(KEY_BYTES);
    this.marks = new LocalMarks(this.#root, meta, this.#secret, (action) => this.#write(action));
    if (secret !== undefined) return;
    this.#root.transactionSync(() => {
      void meta.put('secret', this.#secret);
      LocalMarks.settleNew(meta);
    });
  }

  /**
   * The pseudonym of each id; of a pseudonym that was handed out here, itself. Resolves once every key in use is
   * on the disk.
   *
   * @throws EventLogUnavailable when keys can't be written: then no event about these candidates can be recorded
   */
  async of(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const pseudonyms = new Map<string, string>();
    const missing: NewKey[] = [];
    this.#root.resetReadTxn();
    await mapInSlices([...new Set(ids)], (id) => {
      if (PSEUDONYM.test(id) && this.#issued.get(id) !== undefined) {
        pseudonyms.set(id, id);
        return;
      }
      const place = this.#placeOf(id);
      const known = this.#keys.get(place);
      const key = known ?? randomBytes(KEY_BYTES);
      const pseudonym = pseudonymOf(id, key);
      pseudonyms.set(id, pseudonym);
      if (known === undefined) missing.push({ id, place, key, pseudonym });
    });
    // One after the other: LMDB runs all transactions that wait in one turn of the event loop.
    for (let from = 0; from < missing.length; from += KEYS_PER_TRANSACTION) {
      await this.#write(() => {
        for (const { id, place, key, pseudonym } of missing.slice(from, from + KEYS_PER_TRANSACTION)) {
          // Read again within the transaction: another batch may have come first with the same candidate.
          const known = this.#keys.get(place);
          if (known !== undefined) pseudonyms.set(id, pseudonymOf(id, known));
          else {
            void this.#keys.put(place, key);
            void this.#issued.put(pseudonym, place);
          }
        }
      });
    }
    return pseudonyms;
  }

  /** The pseudonyms of those ids that have one; makes none up. */
  async known(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const pseudonyms = new Map<string, string>();
    this.#root.resetReadTxn();
    await mapInSlices([...new Set(ids)], (id) => {
      const key = this.#keys.get(this.#placeOf(id));
      if (PSEUDONYM.test(id) && this.#issued.get(id) !== undefined) pseudonyms.set(id, id);
      else if (key !== undefined) pseudonyms.set(id, pseudonymOf(id, key));
    });
    return pseudonyms;
  }

  /**
   * Erases the keys behind these pseudonyms for good. The pseudonyms stay known as handed out, so that what is
   * sent again under them keeps its name; the candidates' ids get other ones from now on.
   */
  async erase(pseudonyms: readonly string[]): Promise<void> {
    if (pseudonyms.length === 0) return;
    await this.#write(() => {
      for (const pseudonym of pseudonyms) {
        const place = this.#issued.get(pseudonym);
        if (place === undefined || place === ERASED) continue;
        void this.#keys.remove(place);
        void this.#issued.put(pseudonym, ERASED);
      }
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#root.close();
  }

  #placeOf(id: string): string {
    return createHmac('sha256', this.#secret).update(id).digest('base64');
  }

  async #write(action: () => void): Promise<void> {
    if (!hasRoom(this.#file, 0, this.leastFreeBytes))
      throw this.#unavailable(new Error('No space left on device'));
    try {
      await this.#root.transaction(action);
    } catch (error) {
      throw this.#unavailable(await commitReason(error));
    }
  }

  #unavailable(cause: Error): EventLogUnavailable {
    const full = isDiskFull(cause, this.#file);
    const why = full ? 'the disk is full. Free space on its file system' : cause.message;
    return new EventLogUnavailable(
      `The candidate keys in ${this.#file} can't be written: ${why}.`,
      { cause },
      full ? 'disk-full' : 'unknown',
      full ? missingRoom(this.#file, this.leastFreeBytes) : undefined,
    );
  }
}

function pseudonymOf(id: string, key: Buffer): string {
  return `c_${createHmac('sha256', key).update(id).digest('hex').slice(0, 32)}`;
}
