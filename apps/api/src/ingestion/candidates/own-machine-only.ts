import type { IncomingMessage } from 'node:http';
import { BlockList } from 'node:net';
import { Problem } from '../../platform/problem.js';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** A proxy on this machine says by one of them that it asks for somebody else. What they say is not relied on. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'] as const;

/**
 * Lets only requests from this machine through. The address is that of the connection, which no header can change.
 * @throws Problem 403
 */
export function ownMachineOnly({ socket, headers }: IncomingMessage): void {
  const isForwarded = FORWARDED.some((name) => headers[name] !== undefined);
  if (!isForwarded && isLoopback(socket.remoteAddress)) return;
  throw new Problem(
    403,
    'Only from this machine',
    'Candidates can be erased and merged only from the machine that Hearback runs on, and not through a proxy. Run it there: npx hearback erase CANDIDATE, or npx hearback merge FROM INTO (in a container: docker compose exec).',
  );
}

function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  // A connection over IPv4 to a socket that takes both.
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  return LOOPBACK.check(plain, plain.includes(':') ? 'ipv6' : 'ipv4');
}
