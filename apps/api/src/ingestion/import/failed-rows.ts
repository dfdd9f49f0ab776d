import { createReadStream } from 'node:fs';
import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { csvLine } from '../../platform/csv.js';
import type { FailedRow } from './row.js';

/** So many are listed; further ones are only counted, so that a file of nothing but faults can't fill the disk. */
export const MAX_LISTED_ROWS = 100_000;

const HEADER = 'line,column,reason\r\n';

/** The rows of an import that failed, in a temporary CSV file. */
export class FailedRows {
  #listed = 0;
  #waiting = '';

  constructor(private readonly file: string) {}

  add({ line, column, reason }: FailedRow): void {
    if (this.#listed === MAX_LISTED_ROWS) return;
    this.#listed += 1;
    this.#waiting += csvLine([line, column, reason]);
    if (this.#listed === MAX_LISTED_ROWS) {
      this.#waiting += `,,"further rows failed; only the first ${MAX_LISTED_ROWS} are listed"\r\n`;
    }
  }

  /** Writes what was added since the last time. */
  async flush(): Promise<void> {
    if (this.#waiting === '') return;
    const text = this.#waiting;
    this.#waiting = '';
    if (text.length === 0) return;
    await mkdir(dirname(this.file), { recursive: true, mode: 0o700 });
    await appendFile(this.file, text, { mode: 0o600 });
  }

  /** The list as CSV; its header alone when no row failed. */
  read(): Readable {
    const rows = this.#listed === 0 ? [] : createReadStream(this.file, 'utf8');
    return Readable.from(
      (async function* () {
        yield HEADER;
        yield* rows;
      })(),
    );
  }
}
