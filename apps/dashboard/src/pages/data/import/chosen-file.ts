import { type ImportFormat } from '../../../api/data-send-import.js';
import { HEAD_BYTES, headOf, readAs, type Encoding, type Head } from '../prepare/head.js';
import {
  faultOfColumns,
  guessCsvSettings,
  readCsv,
  readJsonl,
  type CsvSettings,
  type Sheet,
} from '../prepare/sheet.js';

/** A file that somebody wants to import, with what its beginning shows. */
export interface ChosenFile {
  readonly file: File;
  readonly format: ImportFormat;
  readonly bytes: Uint8Array;
  readonly head: Head;
  /** Absent: it is no CSV. */
  readonly csv?: CsvSettings | undefined;
  readonly sheet: Sheet;
}

/** @throws Error that tells people why the file can't be used */
export async function openFile(file: File): Promise<ChosenFile> {
  const bytes = await bytesOf(file);
  if (bytes.length === 0) throw new Error(`“${file.name}” is empty.`);
  if (bytes.subarray(0, 512).includes(0) && bytes[0] !== 0xff && bytes[0] !== 0xfe) {
    throw new Error(`“${file.name}” is not text. From a spreadsheet, save it as CSV in UTF-8.`);
  }
  const head = headOf(bytes, file.size <= HEAD_BYTES);
  if (head.byteLength === 0) {
    throw new Error(`“${file.name}” has no line end in its first 64 KiB, so it is not a file of rows.`);
  }
  const opened = /\.(jsonl|ndjson)$/i.test(file.name)
    ? { file, format: 'jsonl' as const, bytes, head, sheet: readJsonl(head.text) }
    : csvFile(file, bytes, head, guessCsvSettings(head.text));
  if (opened.sheet.columns.length === 0) throw new Error(`“${file.name}” has no rows that can be read.`);
  const fault = faultOfColumns(opened.sheet.columns);
  if (fault !== undefined) throw new Error(`“${file.name}” ${fault}.`);
  return opened;
}

/** The same file, read another way. */
export function reread(
  { file, bytes, head }: ChosenFile,
  settings: CsvSettings,
  encoding: Encoding,
): ChosenFile {
  return csvFile(file, bytes, encoding === head.encoding ? head : readAs(bytes, head, encoding), settings);
}

function csvFile(file: File, bytes: Uint8Array, head: Head, csv: CsvSettings): ChosenFile {
  return { file, format: 'csv', bytes, head, csv, sheet: readCsv(head.text, csv) };
}

async function bytesOf(file: File): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  } catch {
    throw new Error(`“${file.name}” could not be read; it may have been moved, or it is a folder.`);
  }
}
