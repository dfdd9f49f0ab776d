import { existsSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EventLogStorageError } from '../errors.js';

/**
 * With less room than this a disk counts as full, so that whatever else writes to it can't fill it up while LMDB is
 * writing, too.
 */
export const NEARLY_FULL_BYTES = 16 * 1024 * 1024;

/**
 * Whether there is room to write `bytes` and the pages that change with them, and `leastFree` is left then.
 *
 * TRICKY: LMDB must not find out by itself. lmdb 3.5 writes the message about a disk without room into a buffer that is
 * shorter than the message, which sooner or later ends the process ("malloc(): corrupted top size"); and where there is
 * none for its lock file, which it maps into memory, the process ends with SIGBUS.
 */
export function hasRoom(file: string, bytes = 0, leastFree = NEARLY_FULL_BYTES): boolean {
  const room = roomIn(file);
  return room === null || room >= 2 * bytes + Math.max(leastFree, NEARLY_FULL_BYTES);
}

/** What to say of a file that may not grow: how much is free, and how much has to be. */
export function missingRoom(file: string, leastFree: number): string {
  const mebibytes = (bytes: number): string => `${Number((bytes / 2 ** 20).toFixed(1))} MiB`;
  const room = roomIn(file);
  const needed = mebibytes(Math.max(leastFree, NEARLY_FULL_BYTES));
  return room === null ? `${needed} are needed` : `${mebibytes(room)} are free, and ${needed} are needed`;
}

/**
 * Makes sure that a new log has room to begin with. One that is there can be read also on a full disk.
 *
 * @throws EventLogStorageError
 */
export function checkRoom(file: string): void {
  if ((existsSync(file) && existsSync(`${file}-lock`)) || hasRoom(file)) return;
  throw new EventLogStorageError(
    'disk-full',
    `The event log ${file} can't be opened: the disk is full. Free space on its file system.`,
  );
}

/** Whether a failed write is the disk's lack of room. */
export function isDiskFull(error: Error, file: string): boolean {
  if (/ENOSPC|No space left|MDB_MAP_FULL|EDQUOT|quota/i.test(error.message)) return true;
  if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return true;
  // TRICKY: LMDB reports a disk that had room for only a part of a write as an input/output error.
  const room = /Input\/output error|EIO/i.test(error.message) ? roomIn(file) : null;
  return room !== null && room < NEARLY_FULL_BYTES;
}

/** Bytes by which the file may still grow; null where the platform doesn't say. */
function roomIn(file: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(dirname(file));
    return Math.min(bavail * bsize, fileLimit() - (statSync(file, { throwIfNoEntry: false })?.size ?? 0));
  } catch {
    return null;
  }
}

/** The process's limit for the size of a file (`ulimit -f`), where Linux keeps it. */
function fileLimit(): number {
  try {
    const limit = /^Max file size +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return limit === undefined ? Infinity : Number(limit);
  } catch {
    return Infinity;
  }
}
