import type { IncomingMessage } from 'node:http';
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  type BrotliDecompress,
  type Gunzip,
  type Inflate,
} from 'node:zlib';
import { holdBytes } from '../../platform/http/body-budget.js';
import { Problem } from '../../platform/problem.js';
import { turnIfSpent } from '../../platform/slices.js';

/**
 * Reads a request's body as it came, with `content-encoding` undone. The limit counts what comes out, so that a
 * small bomb can't fill the memory either.
 *
 * @param inspect sees each part of what comes out; what it throws ends the reading
 * @throws Problem 413 over the limit, or where it unpacks to too many times its size, 415 for an encoding that is not
 * known, 503 when the bodies of all requests hold too much together, 400 when it breaks off
 */
export async function readBody(
  request: IncomingMessage,
  limit: number,
  remedy: string,
  inspect?: (part: Buffer) => void,
): Promise<Buffer> {
  const tooLong = (): Problem => {
    const detail = `The body is larger than ${limit / 1024 / 1024} MiB. ${remedy}`;
    return new Problem(413, 'Body too large', detail, { limit });
  };
  const decoder = decoderFor(request);
  if (decoder === undefined && Number(request.headers['content-length'] ?? 0) > limit) {
    discardRest(request);
    throw tooLong();
  }
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    // Leaving the loop must not destroy the request: the answer goes out over the same socket.
    const body = (decoder ?? request).iterator({ destroyOnReturn: false });
    for await (const chunk of body) {
      const turn = turnIfSpent();
      if (turn !== undefined) await turn;
      length += (chunk as Buffer).byteLength;
      if (length > limit) throw tooLong();
      if (decoder !== undefined) assertRatio(length, decoder.bytesWritten);
      inspect?.(chunk as Buffer);
      holdBytes(request, (chunk as Buffer).byteLength);
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    discardRest(request);
    if (error instanceof Problem) throw error;
    throw new Problem(400, 'Body unreadable', `The body could not be read: ${(error as Error).message}.`);
  }
  return Buffer.concat(chunks, length);
}

/** Events in JSON shrink to a tenth or a fiftieth; what unpacks to more was made to do so. */
const MAX_RATIO = 200;
/** So much may come out before the ratio counts: a few events that are all alike shrink to almost nothing. */
const SMALL_BYTES = 1024 * 1024;

function assertRatio(unpacked: number, packed: number): void {
  if (unpacked <= SMALL_BYTES || unpacked <= packed * MAX_RATIO) return;
  const detail = `The body unpacks to more than ${MAX_RATIO} times its size. Send it in several requests, or as it is.`;
  throw new Problem(413, 'Body too large', detail, { limit: MAX_RATIO });
}

/** So much more is let in and thrown away before the connection is cut. */
const DISCARDED_BYTES = 64 * 1024 * 1024;

/**
 * Lets the client finish what it is sending, without keeping it: one that is cut off while it writes never reads
 * the answer that says why.
 */
export function discardRest(request: IncomingMessage): void {
  let length = 0;
  request.unpipe();
  request.on('error', () => undefined);
  request.on('data', (chunk: Buffer) => {
    length += chunk.byteLength;
    if (length > DISCARDED_BYTES) request.destroy();
  });
  request.resume();
}

type Decoder = Gunzip | Inflate | BrotliDecompress;

function decoderFor(request: IncomingMessage): Decoder | undefined {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (encoding === '' || encoding === 'identity') return undefined;
  const create = decoders.get(encoding);
  if (create === undefined) {
    discardRest(request);
    const detail = `"${encoding}" is not known here; send the body as it is, or with gzip, deflate or br.`;
    throw new Problem(415, 'Content encoding not supported', detail);
  }
  const decoder = create();
  // `pipe` passes no errors on, and `pipeline` would destroy the socket together with the request.
  request.on('error', (error) => decoder.destroy(error));
  return request.pipe(decoder);
}

const decoders: ReadonlyMap<string, () => Decoder> = new Map<string, () => Decoder>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);
