import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { Problem } from '../../platform/problem.js';
import { ownMachineOnly } from './own-machine-only.js';

const requestFrom = (remoteAddress: string | undefined, headers: Record<string, string> = {}) =>
  ({ socket: { remoteAddress }, headers }) as unknown as IncomingMessage;

describe('given a request that only this machine may make', () => {
  it.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'])('then it may come from %s', (address) => {
    expect(() => ownMachineOnly(requestFrom(address))).not.toThrow();
  });

  it.each(['10.0.0.1', '192.168.1.7', '::ffff:10.0.0.1', 'fe80::1', '::2', undefined])(
    'then it may not come from %s, whatever its headers say',
    (address) => {
      const headers = { host: '127.0.0.1:3000', 'x-forwarded-for': '127.0.0.1' };
      expect(() => ownMachineOnly(requestFrom(address, headers))).toThrow(Problem);
      expect(() => ownMachineOnly(requestFrom(address, { host: 'localhost' }))).toThrow(Problem);
    },
  );

  it.each(['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'])(
    'then a proxy on this machine, which says so by %s, may not make it for others',
    (header) => {
      expect(() => ownMachineOnly(requestFrom('127.0.0.1', { [header]: '127.0.0.1' }))).toThrow(Problem);
    },
  );
});
