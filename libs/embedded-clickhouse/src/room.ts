import { statfsSync } from 'node:fs';

/**
 * With less room than this on its file system the engine is not started, in bytes: it moves short parts aside and begins
 * to merge at once, and would fail to write.
 */
export const LEAST_ROOM_TO_START = 16 * 1024 * 1024;

/** Where results and data wait that go through files, below the data directory. */
export const SPOOL = 'http-spool';

/** Bytes that may still be written to the directory's file system; Infinity where the platform doesn't say. */
export function freeBytes(directory: string): number {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize;
  } catch {
    return Infinity;
  }
}

/** What to say where there is not enough room to start. */
export function noRoom(directory: string, free: number): string {
  const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  return (
    `Embedded ClickHouse: the disk of ${directory} is full: ${mebibytes(free)} are free, and the engine needs at least ` +
    `${mebibytes(LEAST_ROOM_TO_START)} to start. Free space there.`
  );
}
