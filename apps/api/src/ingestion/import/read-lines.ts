import { MAX_RECORD } from './limits.js';
import { ImportFailed } from './row.js';

export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without its ending. */
  readonly text: string;
}

/**
 * Splits bytes into lines, some at a time and never holding the whole.
 * @throws ImportFailed naming the line where the bytes are not text in this encoding, and what to do
 */
export async function* readLines(bytes: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<Line[]> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let rest = '';
  let number = 0;
  const split = (text: string, isEnd: boolean): Line[] => {
    const parts = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = parts.pop() ?? '';
    // A file whose lines never end is not one of rows.
    if (rest.length > MAX_RECORD) {
      throw new ImportFailed(`Line ${number + parts.length + 1} is longer than ${MAX_RECORD} characters.`);
    }
    if (isEnd && rest !== '') parts.push(rest.replace(/\r$/, ''));
    return parts.map((part) => ({ number: (number += 1), text: part }));
  };
  for await (const chunk of bytes) {
    let text: string;
    try {
      text = decoder.decode(chunk, { stream: true });
    } catch {
      throw undecodable(
        number + 1 + newlinesBeforeFault(chunk, encoding),
        encoding,
        number === 0 ? chunk : undefined,
      );
    }
    const lines = split(text, false);
    if (lines.length > 0) yield lines;
  }
  try {
    yield split(decoder.decode(), true);
  } catch (error) {
    throw error instanceof ImportFailed ? error : undecodable(number + 1, encoding, undefined);
  }
}

function undecodable(line: number, encoding: string, start: Uint8Array | undefined): ImportFailed {
  const isUtf16 = start !== undefined && ((start[0] === 0xff && start[1] === 0xfe) || start[1] === 0);
  const guess = isUtf16 ? 'utf-16le' : 'windows-1252';
  return new ImportFailed(
    `Line ${line} is not text in ${encoding}. Save the file as UTF-8, or name its encoding in the mapping, ` +
      `like this: csv: { encoding: ${guess} }`,
  );
}

/** A decoder doesn't say where it stumbled; a lenient one shows it. */
function newlinesBeforeFault(chunk: Uint8Array, encoding: string): number {
  let start = 0;
  // The rest of a character that began in the chunk before must not count as the fault.
  while (start < 3 && ((chunk[start] ?? 0) & 0xc0) === 0x80) start += 1;
  const [before = ''] = new TextDecoder(encoding).decode(chunk.subarray(start)).split('\ufffd', 1);
  return before.split(/\r\n|\n|\r/).length - 1;
}
