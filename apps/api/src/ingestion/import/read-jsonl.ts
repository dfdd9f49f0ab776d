import { readLines } from './read-lines.js';
import { noCells, type Cell, type FailedRow, type ReadRow } from './row.js';

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
  const cells = noCells<Cell>();
  const fault = flatten(value, '', cells);
  return fault === undefined ? { row: { line, cells } } : { failed: { line, ...fault } };
}

/** More levels than any mapping names; text without end to its nesting must not end the import. */
const MAX_DEPTH = 100;

type Fault = Pick<FailedRow, 'column' | 'reason'>;

function flatten(value: unknown, path: string, cells: Record<string, Cell>, depth = 0): Fault | undefined {
  if (typeof value === 'string') {
    const text = value.trim();
    if (text !== '') cells[path] = text;
  } else if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    // TRICKY: JSON.parse has rounded it by now; two ids that differ in their last digits would become one.
    const reason = 'the number is too large to be read exactly; write it as a text, in quotes';
    return { column: path, reason };
  } else if (typeof value === 'number' || typeof value === 'boolean') {
    cells[path] = value;
  } else if (typeof value === 'object' && value !== null) {
    if (depth === MAX_DEPTH) return { column: '', reason: `is nested more than ${MAX_DEPTH} levels deep` };
    for (const [name, part] of Object.entries(value)) {
      const fault = flatten(part, path === '' ? name : `${path}.${name}`, cells, depth + 1);
      if (fault !== undefined) return fault;
    }
  }
  return undefined;
}
