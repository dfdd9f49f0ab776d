import { MAX_CELL, MAX_COLUMN_NAME, MAX_COLUMNS } from './limits.js';
import { readLines } from './read-lines.js';
import { type Cell, type FailedRow, type ReadRow } from './row.js';

/**
 * Reads a file of one JSON object per line, some at a time. What is nested is named by its path: `job.title`,
 * `interviewers.0.id`.
 * @throws ImportFailed when the file is not text in UTF-8
 */
export async function* readJsonl(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ReadRow[]> {
  for await (const lines of readLines(bytes, 'utf-8')) {
    yield lines.filter(({ text }) => text.trim() !== '').map(({ number, text }) => rowOf(number, text));
  }
}

function rowOf(line: number, text: string): ReadRow {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { failed: { line, column: '', reason: `not JSON: ${(error as Error).message}` } };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { failed: { line, column: '', reason: 'not a JSON object' } };
  }
  const flattened = new FlatRecord();
  const fault = flattened.add(value, '');
  return fault === undefined ? { row: { line, cells: flattened.cells } } : { failed: { line, ...fault } };
}

/** More levels than any mapping names; text without end to its nesting must not end the import. */
const MAX_DEPTH = 100;

type Fault = Pick<FailedRow, 'column' | 'reason'>;

/** The cells of a JSON record, by their paths. */
class FlatRecord {
  readonly cells = new Map<string, Cell>();
  #count = 0;

  /** What is wrong with the value, if anything. */
  add(value: unknown, path: string, depth = 0): Fault | undefined {
    if (typeof value === 'object' && value !== null) return this.#addParts(value, path, depth);
    const cell = typeof value === 'string' ? value.trim() : value;
    if (cell === '' || cell === null || cell === undefined) return undefined;
    const fault = faultOf(cell, path);
    if (fault !== undefined) return fault;
    this.#count += 1;
    if (this.#count > MAX_COLUMNS)
      return { column: '', reason: `has more than ${MAX_COLUMNS} fields, which is the most` };
    this.cells.set(path, cell as Cell);
    return undefined;
  }

  #addParts(value: object, path: string, depth: number): Fault | undefined {
    if (depth === MAX_DEPTH) return { column: '', reason: `is nested more than ${MAX_DEPTH} levels deep` };
    for (const [name, part] of Object.entries(value)) {
      const place = path === '' ? name : `${path}.${name}`;
      if (place.length > MAX_COLUMN_NAME)
        return {
          column: '',
          reason: `has a field whose path has ${place.length} characters; it may have ${MAX_COLUMN_NAME}`,
        };
      const fault = this.add(part, place, depth + 1);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }
}

function faultOf(cell: unknown, column: string): Fault | undefined {
  if (typeof cell === 'string' && cell.length > MAX_CELL)
    return { column, reason: `has ${cell.length} characters; a cell may have ${MAX_CELL}` };
  // TRICKY: JSON.parse has rounded it by now; two ids that differ in their last digits would become one.
  if (typeof cell === 'number' && Number.isInteger(cell) && !Number.isSafeInteger(cell))
    return { column, reason: 'the number is too large to be read exactly; write it as a text, in quotes' };
  return undefined;
}
