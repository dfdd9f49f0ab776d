/** Where an item of a JSON array, or a single value, stands in the bytes, and how much is in it. */
export interface ScannedValue {
  /** Offset of its first byte. */
  readonly start: number;
  /** Offset after its last byte. */
  readonly end: number;
  /** How deeply arrays and objects are nested in it; 0: it is none. */
  readonly depth: number;
  /** Its values, the nested ones and itself included; names of members don't count. */
  readonly values: number;
}

export type Scanned =
  /** An array, as its items. What is between them is not checked: an item may be anything but an array's rest. */
  | { readonly kind: 'array'; readonly items: readonly ScannedValue[] }
  | { readonly kind: 'value'; readonly value: ScannedValue }
  /** Its brackets or quotes don't close, or something follows the array. */
  | { readonly kind: 'broken'; readonly problem: string };

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const SPACE = 0x20;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

/** What is known after some of the bytes. */
interface State {
  isArray: boolean;
  isClosed: boolean;
  isText: boolean;
  isEscaped: boolean;
  /** Brackets that are open, that of the array itself left out. */
  level: number;
  /** Of the value at hand; -1 before its first byte. */
  start: number;
  end: number;
  depth: number;
  values: number;
}

/**
 * Finds the items of a JSON array, and how much is in each, while the bytes come in: it looks at every byte once and
 * builds nothing, so that what would take long to parse is known before. It does not check that the items are JSON;
 * whoever parses them does.
 */
export class JsonScanner {
  readonly #items: ScannedValue[] = [];
  #at = 0;
  #problem: string | undefined;
  #allValues = 0;
  #state: State = {
    isArray: false,
    isClosed: false,
    isText: false,
    isEscaped: false,
    level: 0,
    start: -1,
    end: 0,
    depth: 0,
    values: 0,
  };

  /** How many items of an array have ended. */
  get items(): number {
    return this.#items.length;
  }

  /** The values in all that was scanned. */
  get values(): number {
    return this.#allValues + this.#state.values;
  }

  push(bytes: Uint8Array): void {
    // In variables, not fields: several times as fast, and this sees every byte that comes in.
    let { isArray, isClosed, isText, isEscaped, level, start, end, depth, values } = this.#state;
    const offset = this.#at;
    const length = bytes.byteLength;
    for (let index = 0; index < length; index += 1) {
      const byte = bytes[index]!;
      if (isText) {
        if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) {
          isText = false;
          end = offset + index + 1;
        }
        continue;
      }
      if (byte <= SPACE) continue;
      if (isClosed) {
        this.#problem ??= `something follows the end of the array at byte ${offset + index}`;
        continue;
      }
      if (start === -1) {
        if (!isArray && byte === OPEN_ARRAY) {
          isArray = true;
          continue;
        }
        if (offset + index < 3 && byte === BYTE_ORDER_MARK[offset + index]) continue;
      }
      if (isArray && level === 0 && (byte === COMMA || byte === CLOSE_ARRAY)) {
        isClosed = byte === CLOSE_ARRAY;
        // Only an empty array ends before its first item begins; elsewhere nothing between two commas is no JSON.
        if (start !== -1 || !isClosed || this.#items.length > 0)
          this.#items.push({
            start: start === -1 ? offset + index : start,
            end: start === -1 ? offset + index : end,
            depth,
            values,
          });
        this.#allValues += values;
        start = -1;
        depth = values = 0;
        continue;
      }
      if (start === -1) {
        start = offset + index;
        values = 1;
      }
      end = offset + index + 1;
      if (byte === QUOTE) isText = true;
      else if (byte === COMMA) values += 1;
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        // Counts as the first value in it, so that empty ones count too.
        values += 1;
        level += 1;
        if (level > depth) depth = level;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        if (level > 0) level -= 1;
        else this.#problem ??= `a bracket closes at byte ${offset + index} that was not opened`;
      }
    }
    this.#at = offset + length;
    this.#state = { isArray, isClosed, isText, isEscaped, level, start, end, depth, values };
  }

  end(): Scanned {
    const { isText, isArray, isClosed, start, end, depth, values } = this.#state;
    if (this.#problem !== undefined) return { kind: 'broken', problem: this.#problem };
    if (isText) return { kind: 'broken', problem: 'it ends within a text' };
    if (!isArray) return { kind: 'value', value: { start: Math.max(start, 0), end, depth, values } };
    if (!isClosed) return { kind: 'broken', problem: 'it ends within the array of events' };
    return { kind: 'array', items: this.#items };
  }
}

/** How much is in JSON text, whatever it is. */
export function measureJson(bytes: Uint8Array): { readonly depth: number; readonly values: number } {
  const scanner = new JsonScanner();
  scanner.push(bytes);
  const scanned = scanner.end();
  if (scanned.kind === 'value') return scanned.value;
  if (scanned.kind === 'broken') return { depth: 0, values: scanner.values };
  const deepest = scanned.items.reduce((most, { depth }) => Math.max(most, depth), 0);
  return { depth: deepest + 1, values: scanner.values };
}
