import { parse } from 'csv-parse/sync';
import { MAX_RECORD } from './limits.js';
import type { Line } from './read-lines.js';

/** A record's cells, or why it has none; with the line in which it begins. */
export type CsvRecord =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly fault: string };

/** So many lines may belong to one record; more is a quote that was never closed. */
const MAX_RECORD_LINES = 1_000;

const UNCLOSED = 'a quote is opened and not closed where it may be';
const MISPLACED = 'a quote is not where it may be: quote the whole cell and double the quotes within it';

/**
 * Puts lines together to records, and has csv-parse read their cells.
 *
 * TRICKY: csv-parse alone loses everything after a broken quote, since for it the rest of the file may be inside.
 * Here a record with a fault is given up by its first line only, and reading goes on with its second.
 */
export class CsvRecords {
  #open: Line[] = [];
  /** Characters of the open lines. */
  #openLength = 0;

  constructor(
    private readonly delimiter: string,
    /** How many cells a record has; otherwise as many as the first. */
    private width?: number,
  ) {}

  read(lines: readonly Line[]): CsvRecord[] {
    const records = lines.flatMap((line) => this.#collect(line));
    const single = records.filter((record) => 'text' in record);
    const parsed = this.#cellsOf(single.map(({ text }) => text).join('\n'));
    // Almost always all of them are fine, and reading them at once is many times faster.
    const isFine = parsed.length === single.length;
    let index = 0;
    return records.map((record) => {
      if (!('text' in record)) return record;
      const { number: line, text } = record;
      const cells = isFine ? parsed[index++] : this.#onlyRecord(text);
      return cells === undefined ? { line, fault: MISPLACED } : { line, cells };
    });
  }

  /** What is left when the file is at its end. */
  end(): CsvRecord[] {
    const open = this.#open;
    if (open.length === 0) return [];
    this.#open = [];
    this.#openLength = 0;
    return [...this.#giveUp(open), ...this.end()];
  }

  /** Records that the line completes: itself, or the one that was open. */
  #collect(line: Line): (Line | CsvRecord)[] {
    const isOpen = this.#open.length > 0;
    if (!isOpen && line.text.trim() === '') return [];
    // Quotes within a quoted cell are doubled, so an odd number opens or closes one that spans lines.
    const isOdd = (line.text.split('"').length - 1) % 2 === 1;
    if (!isOpen && !isOdd) {
      this.width ??= this.#onlyRecord(line.text)?.length;
      return [line];
    }
    this.#open.push(line);
    this.#openLength += line.text.length;
    const isClosed = isOpen && isOdd;
    const isTooLong = this.#open.length > MAX_RECORD_LINES || this.#openLength > MAX_RECORD;
    if (!isClosed && !isTooLong) return [];
    const lines = this.#open;
    this.#open = [];
    this.#openLength = 0;
    const cells = isClosed ? this.#onlyRecord(lines.map(({ text }) => text).join('\n')) : undefined;
    // A wrong number of cells over several lines tells of a quote too many in the first.
    if (cells === undefined || cells.length !== (this.width ??= cells.length)) {
      return this.#giveUp(lines);
    }
    return [{ line: lines[0]?.number ?? 0, cells }];
  }

  #giveUp([first, ...rest]: readonly Line[]): CsvRecord[] {
    return [{ line: first?.number ?? 0, fault: UNCLOSED }, ...this.read(rest)];
  }

  #onlyRecord(text: string): readonly string[] | undefined {
    const [cells, ...more] = this.#cellsOf(text);
    return more.length === 0 ? cells : undefined;
  }

  /** Empty when anything in the text is wrong. */
  #cellsOf(text: string): readonly string[][] {
    if (text === '') return [];
    try {
      return parse(text, {
        delimiter: this.delimiter,
        record_delimiter: '\n',
        relax_column_count: true,
        trim: true,
      });
    } catch {
      return [];
    }
  }
}
