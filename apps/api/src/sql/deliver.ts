import type { ServerResponse } from 'node:http';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What an asker has to take at least, or the rest of it: 6.4 kB a second. */
const LEAST_BYTES = 32 * 1024;
const WINDOW_MS = 5_000;

/** The asker did not read its answer. */
export class Unread extends Error {
  override readonly name = 'Unread';
}

/**
 * Sends an answer as fast as it is read. One that nobody reads would keep its place, and its file on the disk, from
 * others: its connection is closed.
 *
 * @param mostBytes what an answer has at most; a longer one is cut off, so that it can't be taken for a whole one
 * @param through what the answer passes on its way
 * @param windowMs within which {@link LEAST_BYTES} have to be read
 * @throws Unread; the errors of both ends
 */
export async function deliver(
  answer: Readable,
  response: ServerResponse,
  mostBytes: number,
  through: readonly Transform[] = [],
  windowMs: number = WINDOW_MS,
): Promise<void> {
  let sent = 0;
  let before = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sent += chunk.length;
      if (sent > mostBytes) done(new Error(`The answer is longer than ${mostBytes} bytes; it was cut off`));
      else done(null, chunk);
    },
  });
  let isUnread = false;
  const looking = setInterval(() => {
    isUnread ||= sent - before < LEAST_BYTES;
    if (isUnread) response.destroy();
    before = sent;
  }, windowMs);
  try {
    await pipeline([answer, ...through, counted, response]);
  } catch (error) {
    throw isUnread ? new Unread(`Not read for ${windowMs / 1000} s`, { cause: error }) : error;
  } finally {
    clearInterval(looking);
  }
}
