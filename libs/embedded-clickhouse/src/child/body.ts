import type { IncomingMessage } from 'node:http';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { clickHouseError } from './exception.js';

/** Statements are read whole up to here; data behind an INSERT may be of any size. */
export const MAX_STATEMENT_BYTES = 64 * 1024 * 1024;
/** How much is read before looking for where an INSERT's data begins. */
const HEAD_BYTES = 1024 * 1024;

/**
 * The request's body with its Content-Encoding undone.
 *
 * @throws ClickHouseException 48 for an encoding that Node can't decode
 */
export function decodedBody(request: IncomingMessage): Readable {
  const encoding = request.headers['content-encoding']?.toLowerCase() ?? 'identity';
  const decoder = {
    identity: () => undefined,
    gzip: createGunzip,
    deflate: createInflate,
    br: createBrotliDecompress,
  }[encoding];
  if (decoder === undefined) {
    throw clickHouseError(
      48,
      'NOT_IMPLEMENTED',
      `Content-Encoding '${encoding}' is not supported: use gzip, deflate, br or none`,
    );
  }
  const stream = decoder();
  if (stream === undefined) return request;
  // Errors, also a client that goes away, surface where the result is read.
  return pipeline(request, stream, () => undefined);
}

/** A body that is read in two steps: the head to look at, then everything or the rest. */
export class Body {
  readonly #chunks: AsyncIterator<Buffer>;
  #head: Buffer;
  #ended = false;

  private constructor(prefix: Buffer, source: AsyncIterable<Buffer>) {
    this.#head = prefix;
    this.#chunks = source[Symbol.asyncIterator]();
  }

  /** @param prefix the `query` parameter, which ClickHouse puts in front of the body */
  static async open(prefix: Buffer, source: AsyncIterable<Buffer>): Promise<Body> {
    const body = new Body(prefix, source);
    await body.#readTo(prefix.length + HEAD_BYTES);
    return body;
  }

  /** What has been read so far: all of it, or at least a mebibyte. */
  get head(): Buffer {
    return this.#head;
  }

  /** Whether the head is all there is. */
  get complete(): boolean {
    return this.#ended;
  }

  /** @throws ClickHouseException 229 beyond the limit for statements */
  async whole(): Promise<Buffer> {
    await this.#readTo(MAX_STATEMENT_BYTES + 1);
    if (this.#head.length <= MAX_STATEMENT_BYTES) return this.#head;
    throw clickHouseError(
      229,
      'QUERY_IS_TOO_LARGE',
      `The statement is longer than ${MAX_STATEMENT_BYTES} bytes: send data with INSERT ... FORMAT instead`,
    );
  }

  /** Everything from the position on, without holding it. */
  async *from(position: number): AsyncGenerator<Buffer> {
    yield this.#head.subarray(position);
    while (!this.#ended) {
      const next = await this.#chunks.next();
      if (next.done === true) this.#ended = true;
      else yield next.value;
    }
  }

  async #readTo(length: number): Promise<void> {
    const parts = [this.#head];
    let size = this.#head.length;
    while (!this.#ended && size < length) {
      const next = await this.#chunks.next();
      if (next.done === true) this.#ended = true;
      else {
        parts.push(next.value);
        size += next.value.length;
      }
    }
    this.#head = Buffer.concat(parts, size);
  }
}
