import type { IncomingMessage } from 'node:http';
import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Problem } from '../../platform/problem.js';

/**
 * Reads a request's body as it came, with `content-encoding` undone. The limit counts what comes out, so that a
 * small bomb can't fill the memory either.
 *
 * @throws Problem 413 over the limit, 415 for an encoding that is not known, 400 when it breaks off
 */
export async function readBody(request: IncomingMessage, limit: number, remedy: string): Promise<Buffer> {
  const tooLong = (): Problem => {
    discardRest(request);
    const detail = `The body is larger than ${limit / 1024 / 1024} MiB. ${remedy}`;
    return new Problem(413, 'Body too large', detail, { limit });
  };
  const decoder = decoderFor(request);
  if (decoder === undefined && Number(request.headers['content-length'] ?? 0) > limit) throw tooLong();
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    // Leaving the loop must not destroy the request: the answer goes out over the same socket.
    const body = (decoder ?? request).iterator({ destroyOnReturn: false });
    for await (const chunk of body) {
      length += (chunk as Buffer).byteLength;
      if (length > limit) throw tooLong();
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    discardRest(request);
    throw new Problem(400, 'Body unreadable', `The body could not be read: ${(error as Error).message}.`);
  }
  return Buffer.concat(chunks, length);
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

function decoderFor(request: IncomingMessage): Transform | undefined {
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

const decoders: ReadonlyMap<string, () => Transform> = new Map<string, () => Transform>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);
