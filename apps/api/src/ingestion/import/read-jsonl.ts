import { readLines } from './read-lines.js';
import type { Cell, ReadRow } from './row.js';

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
  const cells: Record<string, Cell> = {};
  flatten(value, '', cells);
  return { row: { line, cells } };
}

function flatten(value: unknown, path: string, cells: Record<string, Cell>): void {
  if (typeof value === 'string') {
    const text = value.trim();
    if (text !== '') cells[path] = text;
  } else if (typeof value === 'number' || typeof value === 'boolean') {
    cells[path] = value;
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value))
      flatten(part, path === '' ? name : `${path}.${name}`, cells);
  }
}
