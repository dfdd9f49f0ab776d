/** So much of a file is looked at before it is imported. */
export const HEAD_BYTES = 64 * 1024;

export const encodings = ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'] as const;
export type Encoding = (typeof encodings)[number];

/** The beginning of a file: whole lines of it, as text. */
export interface Head {
  readonly text: string;
  /** How many of the file's bytes that is. */
  readonly byteLength: number;
  readonly encoding: Encoding;
  readonly isWhole: boolean;
}

/**
 * @param bytes the first of the file
 * @param isWhole there are no more
 */
export function headOf(bytes: Uint8Array, isWhole: boolean): Head {
  const encoding = encodingOf(bytes, isWhole);
  const byteLength = isWhole ? bytes.length : lengthOfWholeRecords(bytes, encoding);
  const text = new TextDecoder(encoding).decode(bytes.subarray(0, byteLength));
  return { text, byteLength, encoding, isWhole };
}

/** The same bytes read in another encoding. */
export function readAs(bytes: Uint8Array, head: Head, encoding: Encoding): Head {
  return { ...head, encoding, text: new TextDecoder(encoding).decode(bytes.subarray(0, head.byteLength)) };
}

function encodingOf(bytes: Uint8Array, isWhole: boolean): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole });
    return 'utf-8';
  } catch {
    // Every byte means something in it, so it is what is left; the reader sees the letters and may know better.
    return 'windows-1252';
  }
}

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Up to the last line end that is not within quotes: a row that is cut would look like a broken one. */
function lengthOfWholeRecords(bytes: Uint8Array, encoding: Encoding): number {
  const width = encoding.startsWith('utf-16') ? 2 : 1;
  const unitAt = (index: number): number => {
    const [first = 0, second = 0] = bytes.subarray(index, index + 2);
    if (width === 1) return first;
    return encoding === 'utf-16le' ? first | (second << 8) : (first << 8) | second;
  };
  let end = 0;
  let lastLineEnd = 0;
  let isQuoted = false;
  for (let index = 0; index + width <= bytes.length; index += width) {
    const unit = unitAt(index);
    if (unit === QUOTE) isQuoted = !isQuoted;
    if (unit !== LINE_FEED && unit !== CARRIAGE_RETURN) continue;
    lastLineEnd = index + width;
    if (!isQuoted) end = lastLineEnd;
  }
  // One quote too many makes all the rest look quoted: then lines are the best there is.
  return end > bytes.length / 2 ? end : lastLineEnd;
}
