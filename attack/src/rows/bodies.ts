import type { Socket } from 'node:net';
import type { AttackRow } from '../row.js';
import type { Service } from '../service.js';
import { connection, drip, head, stillOpen } from './raw-requests.js';

const MIB = 2 ** 20;
/** For headers and silence the service waits 15 s, for connections without a request up to 75 s. */
const LIMIT_MS = 120_000;
/** What all bodies may hold, twice, since they are put together; and what the service needs besides. */
const MOST_BYTES = 600 * MIB;

/** A small request of somebody else. @returns what was wrong with its answer */
async function others(service: Service): Promise<readonly string[]> {
  try {
    const answer = await fetch(`${service.url}/api/v1/teams`, { signal: AbortSignal.timeout(LIMIT_MS) });
    await answer.text();
    return answer.status === 200 ? [] : [`Another request was answered with ${answer.status}.`];
  } catch (error) {
    return [`Another request was not answered: ${String(error)}.`];
  }
}

/** Opens many connections that each do the same, and waits for the service to end all of them. */
async function many(
  service: Service,
  attempts: number,
  begin: (socket: Socket) => void,
): Promise<{ attempts: number; harm: string[] }> {
  const sockets = Array.from({ length: attempts }, () => connection(service));
  for (const socket of sockets) begin(socket);
  const harm = [...(await others(service))];
  const open = await stillOpen(sockets, LIMIT_MS);
  if (open > 0) harm.push(`${open} were open after ${LIMIT_MS / 1_000} s.`);
  return { attempts, harm: [...harm, ...(await others(service))] };
}

export const bodyRows: readonly AttackRow[] = [
  {
    name: 'bodies: unfinished',
    attack: 'Bodies of 16 MiB that lack their last byte, all at once',
    defence: 'together they hold no more than 128 MiB, and none is waited for longer than 15 s',
    async run(context) {
      const { service } = context;
      const before = service.peakMemory();
      const body = Buffer.alloc(16 * MIB - 1, ' ');
      const outcome = await many(service, context.times(16, 60), (socket) => {
        socket.write(head(16 * MIB));
        socket.write(body);
      });
      const more = service.peakMemory() - before;
      if (more > MOST_BYTES) outcome.harm.push(`They took ${Math.round(more / MIB)} MiB.`);
      return { ...outcome, notes: `${Math.round(more / MIB)} MiB more` };
    },
  },
  {
    name: 'bodies: byte by byte',
    attack: 'More bodies than there may be connections, a byte a second each',
    defence: 'those that come slowest give way; the others are ended after 120 s',
    async run(context) {
      const { service } = context;
      const sockets = Array.from({ length: context.times(100, 1_500) }, () => connection(service));
      for (const socket of sockets) {
        socket.write(head(MIB));
        void drip(socket, ' ');
      }
      const open = await stillOpen(sockets, context.times(5_000, 180_000));
      const harm = [...(await others(service))];
      // In the short form they are not waited for.
      if (open > 0 && context.times(0, 1) === 1) harm.push(`${open} were open after 180 s.`);
      return { attempts: sockets.length, harm };
    },
  },
  {
    name: 'headers: byte by byte',
    attack: 'Headers that come a byte a second and never end',
    defence: 'each is answered 408 after 15 s',
    run: (context) =>
      many(context.service, context.times(50, 900), (socket) => {
        socket.write('GET /api/v1/teams HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
        void drip(socket, 'x');
      }),
  },
  {
    name: 'connections without a request',
    attack: 'More connections than there may be, over which nothing comes',
    defence: 'the oldest give way, all end after 15 s, and others are answered',
    run: (context) => many(context.service, context.times(1_200, 4_000), () => undefined),
  },
];
