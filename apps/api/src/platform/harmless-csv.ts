import { Transform, type TransformCallback } from 'node:stream';
import { inTurn } from './slices.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const APOSTROPHE = Buffer.from("'");
const LINE_ENDS = new Set([0x0a, 0x0d]);
/** `=`, `+`, `-`, `@`, tab and line ends: what a spreadsheet takes for the beginning of a formula, or skips before one. */
const BEGINS_FORMULA = new Set([0x3d, 0x2b, 0x2d, 0x40, 0x09, 0x0a, 0x0d]);
/** The same signs in full width, in UTF-8: ＝ ＋ － ＠. */
const FULL_WIDTH = [0x9d, 0x8b, 0x8d, 0xa0].map((last) => Buffer.from([0xef, 0xbc, last]));

type State = 'cell begins' | 'plain' | 'text begins' | 'in text' | 'quote in text';

/**
 * Puts a quote in front of every text of a CSV stream that a spreadsheet would take for a formula (OWASP: CSV
 * injection). It relies on ClickHouse's CSV, which quotes every text and no number, so -5 stays a number.
 */
export class HarmlessCsv extends Transform {
  #state: State = 'cell begins';
  /** The first bytes of a text while they may still become a sign in full width. */
  #begun: Buffer = Buffer.alloc(0);

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    inTurn(() => done(null, this.#made(chunk)));
  }

  override _flush(done: TransformCallback): void {
    done(null, this.#begun);
  }

  #made(chunk: Buffer): Buffer {
    const parts: Buffer[] = [];
    const bytes = this.#begun.byteLength === 0 ? chunk : Buffer.concat([this.#begun, chunk]);
    this.#begun = Buffer.alloc(0);
    let from = 0;
    for (let at = 0; at < bytes.byteLength; at += 1) {
      if (this.#state === 'text begins') {
        const first = bytes.subarray(at, at + 3);
        if (isStart(first)) {
          this.#begun = Buffer.from(first);
          parts.push(bytes.subarray(from, at));
          from = bytes.byteLength;
          break;
        }
        if (beginsFormula(first)) {
          parts.push(bytes.subarray(from, at), APOSTROPHE);
          from = at;
        }
        this.#state = 'in text';
      }
      this.#state = after(this.#state, bytes[at]!);
    }
    parts.push(bytes.subarray(from));
    return Buffer.concat(parts);
  }
}

/** Whether more bytes decide. */
const isStart = (first: Buffer): boolean =>
  first.byteLength < 3 && FULL_WIDTH.some((sign) => sign.subarray(0, first.byteLength).equals(first));

const beginsFormula = (first: Buffer): boolean =>
  BEGINS_FORMULA.has(first[0]!) || FULL_WIDTH.some((sign) => sign.equals(first));

function after(state: State, byte: number): State {
  switch (state) {
    case 'text begins':
    case 'in text':
      return byte === QUOTE ? 'quote in text' : 'in text';
    case 'quote in text':
      // Two quotes are one of the text; anything else comes after its end.
      if (byte === QUOTE) return 'in text';
      return byte === COMMA || LINE_ENDS.has(byte) ? 'cell begins' : 'plain';
    case 'cell begins':
    case 'plain':
      if (state === 'cell begins' && byte === QUOTE) return 'text begins';
      return byte === COMMA || LINE_ENDS.has(byte) ? 'cell begins' : 'plain';
  }
}
