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

/** Waits until all have ended. @returns how many have not within the time; these are ended */
export async function stillOpen(sockets: readonly Socket[], withinMs: number): Promise<number> {
  const until = Date.now() + withinMs;
  while (sockets.some(({ closed }) => !closed) && Date.now() < until) await pause(100);
  const open = sockets.filter(({ closed }) => !closed);
  for (const socket of open) socket.destroy();
  return open.length;
}
