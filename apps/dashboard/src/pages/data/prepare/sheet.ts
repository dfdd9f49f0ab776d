import Papa from 'papaparse';

/** The first rows of a file, as a table of texts. */
export interface Sheet {
  /** By the names that a mapping calls them. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The limits of the service (docs/import.md): what is over them is not worth drawing. */
const MAX_COLUMNS = 2_000;
const MAX_COLUMN_NAME = 1_000;

/** Why the service would not take a file of these columns, if so. */
export function faultOfColumns(columns: readonly string[]): string | undefined {
  if (columns.length > MAX_COLUMNS) return `has more than ${MAX_COLUMNS} columns, which is the most`;
  const long = columns.findIndex((name) => name.length > MAX_COLUMN_NAME);
  if (long === -1) return undefined;
  return `has a name of ${columns[long]?.length ?? 0} characters for column ${long + 1}; a name may have ${MAX_COLUMN_NAME}`;
}

/** How a CSV file is read. */
export interface CsvSettings {
  readonly delimiter: string;
  /** Its first row names the columns. */
  readonly hasHeader: boolean;
}

export const delimiters = [',', ';', '\t', '|'] as const;

function recordsOf(text: string, delimiter: string): readonly (readonly string[])[] {
  const { data } = Papa.parse<string[]>(text, { delimiter, skipEmptyLines: 'greedy' });
  return data.map((cells) => cells.map((cell) => cell.trim()));
}

/** How the text looks to be written: its delimiter, and whether its first row is made of names. */
export function guessCsvSettings(text: string): CsvSettings {
  // Its guess counts cells per line: an empty last one would tip it in a file of two columns.
  const { meta } = Papa.parse<string[]>(text, {
    delimitersToGuess: [...delimiters],
    skipEmptyLines: 'greedy',
    preview: 50,
  });
  const [first = []] = recordsOf(text, meta.delimiter);
  return { delimiter: meta.delimiter, hasHeader: !first.some(looksLikeData) };
}

/** No column is called by a number or a time. */
function looksLikeData(cell: string): boolean {
  return /^[+-]?\d+([.,]\d+)?$/.test(cell) || /\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/.test(cell);
}

export function readCsv(text: string, { delimiter, hasHeader }: CsvSettings): Sheet {
  const records = recordsOf(text, delimiter);
  const [first = []] = records;
  if (hasHeader) return { columns: distinct(first), rows: records.slice(1) };
  return { columns: first.map((_, index) => `column ${index + 1}`), rows: records };
}

/** As the service names them: a repeated name becomes `Name (2)`, an empty one `column 3`. */
function distinct(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name, index) => {
    if (name === '') return `column ${index + 1}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

/** One JSON object per line; what is nested is named by its path. Lines that are no objects are left out. */
export function readJsonl(text: string): Sheet {
  const records = text.split(/\r\n|\n|\r/).flatMap((line) => {
    const cells = new Map<string, string>();
    const value = objectIn(line);
    if (value === undefined) return [];
    flatten(value, '', cells);
    return [cells];
  });
  const columns = [...new Set(records.flatMap((cells) => [...cells.keys()]))];
  // A table of each of these by every row would be larger than the file by far.
  if (faultOfColumns(columns) !== undefined) return { columns, rows: [] };
  return { columns, rows: records.map((cells) => columns.map((column) => cells.get(column) ?? '')) };
}

function objectIn(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Deeper than any table is worth looking at. */
const MAX_DEPTH = 10;

function flatten(value: unknown, path: string, cells: Map<string, string>, depth = 0): void {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    const text = String(value).trim();
    if (text !== '') cells.set(path, text);
  } else if (typeof value === 'object' && value !== null && depth < MAX_DEPTH) {
    for (const [name, part] of Object.entries(value)) {
      flatten(part, path === '' ? name : `${path}.${name}`, cells, depth + 1);
    }
  }
}

/** The words of a column with how often each stands in the first rows, the most frequent first. */
export function wordsOf({ columns, rows }: Sheet, column: string): readonly (readonly [string, number])[] {
  const index = columns.indexOf(column);
  const counts = new Map<string, number>();
  for (const row of rows) {
    const word = row[index] ?? '';
    if (word !== '') counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].sort(([a, n], [b, m]) => m - n || a.localeCompare(b));
}
