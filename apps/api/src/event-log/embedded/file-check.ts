import {
  closeSync,
  constants,
  accessSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  truncateSync,
} from 'node:fs';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { EventLogStorageError, messageOf } from '../errors.js';

const META_BYTES = 168;
const LMDB_MAGIC = 0xbeefc0de;

const RESTORE = 'Stop Hearback and restore the file from a backup.';

/** Makes sure that `directory` exists and can be written to. Throws `EventLogStorageError`. */
export function prepareDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true });
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new EventLogStorageError(
      'not-writable',
      `The event log's directory ${directory} can't be written to (${messageOf(error)}). ` +
        `Let the user that runs Hearback write there, or choose another directory with HEARBACK_DATA.`,
      { cause: error },
    );
  }
}

/** A new file survives a power cut only once its directory entry is on the disk as well. */
export function syncDirectory(directory: string): void {
  try {
    const handle = openSync(directory, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // Not every platform lets one open a directory; those that don't, write its entries through.
  }
}

interface MetaPage {
  readonly pageSize: number;
  readonly lastPage: number;
  readonly transaction: number;
}

/**
 * What LMDB would not survive finding out by itself.
 *
 * TRICKY: LMDB maps the file into memory and trusts it. Reading a page beyond the end of a cut-off file ends the
 * process with SIGBUS, without a message. So the length is compared with what the file says about itself first.
 * A shorter file may still be whole (LMDB doesn't write pages that were allocated and given up within one
 * transaction), so it is filled up with empty pages and the caller has to read every record once.
 *
 * @returns whether the file was filled up, and the length it had, in bytes.
 * @throws EventLogStorageError when it isn't an event log, or can't be read.
 */
export function checkFile(file: string): { readonly filledUpFrom: number | null } {
  if (!existsSync(file)) return { filledUpFrom: null };
  let handle: number;
  try {
    handle = openSync(file, 'r+');
  } catch (error) {
    throw new EventLogStorageError(
      'not-writable',
      `The event log ${file} can't be opened for writing (${messageOf(error)}). ` +
        `Let the user that runs Hearback read and write it and the directory ${dirname(file)}.`,
      { cause: error },
    );
  }
  let wanted: number;
  let length: number;
  try {
    length = fstatSync(handle).size;
    if (length === 0) return { filledUpFrom: null };
    const first = readMetaPage(handle, 0);
    const second = first && readMetaPage(handle, first.pageSize);
    if (!first || !second) throw corrupt(file, 'it does not begin like an event log');
    const newest = first.transaction > second.transaction ? first : second;
    wanted = (newest.lastPage + 1) * first.pageSize;
  } finally {
    closeSync(handle);
  }
  if (length >= wanted) return { filledUpFrom: null };
  truncateSync(file, wanted);
  return { filledUpFrom: length };
}

export const corrupt = (file: string, why: string, cause?: unknown): EventLogStorageError =>
  new EventLogStorageError('corrupt', `The event log ${file} is damaged: ${why}. ${RESTORE}`, { cause });

/** Offsets are those of the data format 2 that lmdb 3 writes (little-endian, as all its platforms are). */
function readMetaPage(handle: number, position: number): MetaPage | null {
  const page = Buffer.alloc(META_BYTES);
  if (readSync(handle, page, 0, META_BYTES, position) < META_BYTES) return null;
  if (page.readUInt32LE(0x18) !== LMDB_MAGIC) return null;
  const pageSize = page.readUInt32LE(0x30);
  if (pageSize < 512 || pageSize > 65_536) return null;
  return {
    pageSize,
    lastPage: Number(page.readBigUInt64LE(0x90)),
    transaction: Number(page.readBigUInt64LE(0x98)),
  };
}
