import {
  closeSync,
  createReadStream,
  createWriteStream,
  fstatSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SPOOL } from '../room.js';

/** A result: in memory when it is small, else a stream that must be read or destroyed. */
export type Spooled = { readonly bytes: Uint8Array } | { readonly stream: Readable; readonly size: number };

/** Below it one synchronous read costs less than the round trips of a stream. */
const SMALL_BYTES = 256 * 1024;

/**
 * Files through which data goes into the engine and results come out of it. They live beside the data, on the
 * disk that has room for it, and go with their request.
 */
export class Spool {
  #next = 0;

  private constructor(private readonly directory: string) {}

  /** Empties the spool: files of a process that was killed are of no use to anyone. */
  static async open(dataDirectory: string): Promise<Spool> {
    const directory = join(dataDirectory, SPOOL);
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true });
    // A bare name relative to the working directory needs no quoting, whatever the directory is called.
    process.chdir(directory);
    return new Spool(directory);
  }

  /** A name for a new file, safe to put into SQL. */
  reserve(prefix: 'in' | 'out'): string {
    this.#next += 1;
    return `${prefix}-${this.#next}`;
  }

  /** Writes all of the bytes at once: for those that are in memory anyway. */
  put(name: string, bytes: Uint8Array): void {
    writeFileSync(join(this.directory, name), bytes, { flag: 'wx' });
  }

  /** Writes chunks to the file; holds no more than a few of them. */
  async write(name: string, chunks: AsyncIterable<Buffer>): Promise<void> {
    const file = createWriteStream(join(this.directory, name), { flags: 'wx' });
    await pipeline(Readable.from(chunks, { objectMode: false }), file);
  }

  /** Opens what the engine has written; the file has no name any more, so nothing can be left behind. */
  take(name: string): Spooled {
    const path = join(this.directory, name);
    const file = openSync(path, 'r');
    rmSync(path);
    const { size } = fstatSync(file);
    if (size > SMALL_BYTES) return { stream: createReadStream(path, { fd: file }), size };
    try {
      const bytes = Buffer.allocUnsafe(size);
      for (let read = 0; read < size;) read += readSync(file, bytes, read, size - read, null);
      return { bytes };
    } finally {
      closeSync(file);
    }
  }

  remove(name: string): void {
    rmSync(join(this.directory, name), { force: true });
  }
}
