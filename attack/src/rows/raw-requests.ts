import { connect, type Socket } from 'node:net';
import type { Service } from '../service.js';
import { pause } from '../waiting.js';

/** A connection to the service that errors don't end the suite with. */
export function connection(service: Service): Socket {
  const socket = connect(service.port, '127.0.0.1');
  socket.on('error', () => undefined);
  // Answers are not of interest, but their end is.
  socket.resume();
  return socket;
}

/** The head of a request whose body has this length. */
export const head = (length: number): string =>
  [
    'POST /api/v1/events HTTP/1.1',
    'Host: localhost',
    'Content-Type: application/cloudevents-batch+json',
    `Content-Length: ${length}`,
    '\r\n',
  ].join('\r\n');

/** Sends the same once a second until the connection has ended. */
export async function drip(socket: Socket, bytes: string): Promise<void> {
  while (!socket.destroyed) {
    socket.write(bytes);
    await pause(1_000);
  }
}

/** What an HTTP parser skips between requests. */
const NOTHING = '\r\n';

/**
 * Waits until all have ended. Of thousands at once the kernel keeps some from the service that their client takes for
 * open: they come to it, or end, when something is sent over them. So those that are left are given the time once more.
 * @returns how many have not ended; these are ended
 */
export async function stillOpen(sockets: readonly Socket[], withinMs: number): Promise<number> {
  await allClosed(sockets, withinMs);
  for (const socket of sockets) if (!socket.closed) socket.write(NOTHING);
  await allClosed(sockets, withinMs);
  const open = sockets.filter(({ closed }) => !closed);
  for (const socket of open) socket.destroy();
  return open.length;
}

async function allClosed(sockets: readonly Socket[], withinMs: number): Promise<void> {
  const until = Date.now() + withinMs;
  while (sockets.some(({ closed }) => !closed) && Date.now() < until) await pause(100);
}
