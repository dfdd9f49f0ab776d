import { CsvRecords, type CsvRecord } from './csv-records.js';
import { MAX_CELL, MAX_COLUMN_NAME, MAX_COLUMNS } from './limits.js';
import type { Mapping } from './mapping.js';
import { suggestion } from '../../platform/nearest.js';
import { readLines } from './read-lines.js';
import { ImportFailed, type ReadRow } from './row.js';
import { shown } from './time-format.js';

/**
 * Reads a CSV file's rows, some at a time.
 * @param needed the columns that the mapping reads, with the places that do
 * @throws ImportFailed when the file is not text, or lacks a needed column
 */
export async function* readCsv(
  bytes: AsyncIterable<Uint8Array>,
  { delimiter, encoding, columns }: Mapping['csv'],
  needed: ReadonlyMap<string, readonly string[]>,
): AsyncGenerator<ReadRow[]> {
  const records = new CsvRecords(delimiter, columns?.length);
  let header = columns;
  if (header !== undefined) checkColumns(header, needed, delimiter);
  const rowsOf = (read: readonly CsvRecord[]): ReadRow[] => {
    const rows: ReadRow[] = [];
    for (const record of read) {
      if (header !== undefined) {
        rows.push(rowOf(record, header));
        continue;
      }
      if ('fault' in record) throw new ImportFailed(`Line ${record.line}, the header: ${record.fault}.`);
      checkHeader(record.cells, record.line);
      header = distinct(record.cells);
      checkColumns(header, needed, delimiter);
    }
    return rows;
  };
  for await (const lines of readLines(bytes, encoding)) {
    const rows = rowsOf(records.read(lines));
    if (rows.length > 0) yield rows;
  }
  yield rowsOf(records.end());
}

function rowOf(record: CsvRecord, header: readonly string[]): ReadRow {
  const { line } = record;
  if ('fault' in record) return { failed: { line, column: '', reason: record.fault } };
  const { cells: texts } = record;
  // Empty cells at the end are what some programs write behind every row.
  const isTooLong = texts.slice(header.length).some((text) => text !== '');
  if (texts.length < header.length || isTooLong) {
    const reason = `has ${texts.length} cell(s), but there are ${header.length} columns`;
    return { failed: { line, column: '', reason } };
  }
  const long = texts.findIndex((text) => text.length > MAX_CELL);
  if (long !== -1) {
    const reason = `has ${texts[long]?.length ?? 0} characters; a cell may have ${MAX_CELL}`;
    return { failed: { line, column: header[long] ?? '', reason } };
  }
  const cells = new Map<string, string>();
  header.forEach((name, index) => {
    const text = texts[index] ?? '';
    if (text !== '') cells.set(name, text);
  });
  return { row: { line, cells } };
}

/** Column names as the mapping may use them: a repeated one becomes `Name (2)`, an empty one `column 3`. */
function distinct(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name, index) => {
    if (name === '') return `column ${index + 1}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

/** @throws ImportFailed for more or longer names than columns have */
function checkHeader(names: readonly string[], line: number): void {
  const remedy =
    'Is this line the header? Where the file has none, name the columns with csv.columns in the mapping.';
  if (names.length > MAX_COLUMNS)
    throw new ImportFailed(
      `Line ${line}, the header, has ${names.length} columns; a file may have ${MAX_COLUMNS}. ${remedy}`,
    );
  const long = names.findIndex((name) => name.length > MAX_COLUMN_NAME);
  if (long !== -1)
    throw new ImportFailed(
      `Line ${line}, the header: the name of column ${long + 1} has ${names[long]?.length ?? 0} characters; ` +
        `a name may have ${MAX_COLUMN_NAME}. ${remedy}`,
    );
}

/** So many columns, of those that are missing and of those that there are, are named in an error. */
const MOST_NAMED = 50;

function checkColumns(
  header: readonly string[],
  needed: ReadonlyMap<string, readonly string[]>,
  delimiter: string,
): void {
  const names = new Set(header);
  const missing = [...needed].filter(([column]) => !names.has(column));
  if (missing.length === 0) return;
  const faults = missing
    .slice(0, MOST_NAMED)
    .map(([column, places]) => `"${column}" (used in ${places.join(', ')}).${suggestion(column, header)}`);
  const other = [';', '\t', ',', '|'].find(
    (sign) => sign !== delimiter && header.length === 1 && header[0]?.includes(sign),
  );
  const hint =
    other === undefined
      ? ''
      : ` The header looks separated by ${JSON.stringify(other)}: set csv.delimiter to that.`;
  const existing = header.slice(0, MOST_NAMED).map(shown).join(', ');
  const further = header.length > MOST_NAMED ? ` and ${header.length - MOST_NAMED} more` : '';
  throw new ImportFailed(
    `The file lacks ${missing.length} column(s) that the mapping names: ${faults.join(' ')} The file has: ${existing}${further}.${hint}`,
  );
}
