import { createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Files through which data goes into the engine and results come out of it. They live beside the data, on the
 * disk that has room for it, and go with their request.
 */
export class Spool {
  readonly directory: string;
  #next = 0;

  private constructor(directory: string) {
    this.directory = directory;
  }

  /** Empties the spool: files of a process that was killed are of no use to anyone. */
  static async open(dataDirectory: string): Promise<Spool> {
    const directory = join(dataDirectory, 'http-spool');
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true });
    // TRICKY: the engine expands *, ? and {} in file names, which a data directory may contain; a bare name
    // relative to the working directory can't be misread.
    process.chdir(directory);
    return new Spool(directory);
  }

  /** A name for a new file, safe to put into SQL. */
  reserve(prefix: 'in' | 'out'): string {
    this.#next += 1;
    return `${prefix}-${this.#next}`;
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  /** Writes chunks to the file; holds no more than a few of them. */
  async write(name: string, chunks: AsyncIterable<Buffer>): Promise<void> {
    await pipeline(Readable.from(chunks, { objectMode: false }), createWriteStream(this.path(name)));
  }

  /** Bytes in the file; 0 when the engine created none. */
  async size(name: string): Promise<number> {
    const found = await stat(this.path(name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    return found?.size ?? 0;
  }

  async remove(name: string): Promise<void> {
    await rm(this.path(name), { force: true });
  }
}
