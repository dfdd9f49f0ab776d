import { StringDecoder } from 'node:string_decoder';
import { Transform, type TransformCallback } from 'node:stream';

/**
 * What a terminal would obey rather than show: control characters (C0 but for the line feed, DEL, C1), and those that
 * turn the direction of what follows, by which a text reads as another one.
 */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/** The same text with such characters written as `\u001b`; JSON stays the same JSON by it. */
export function visible(text: string): string {
  return text.replace(CONTROLS, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Whatever commands print with it is made {@link visible}: data, and what a service says of its errors. */
export function printVisibly(console: Pick<Console, 'log' | 'error'>): void {
  for (const name of ['log', 'error'] as const) {
    const print = console[name].bind(console);
    console[name] = (...values: readonly unknown[]) =>
      print(...values.map((value) => (typeof value === 'string' ? visible(value) : value)));
  }
}

/** Bytes of text as they come, made {@link visible} but for tabs, which divide columns. */
export class VisibleText extends Transform {
  readonly #decoder = new StringDecoder('utf8');

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    done(null, visibleColumns(this.#decoder.write(chunk)));
  }

  override _flush(done: TransformCallback): void {
    done(null, visibleColumns(this.#decoder.end()));
  }
}

function visibleColumns(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .split('\t')
    .map((column) => visible(column))
    .join('\t');
}
