import { describe, expect, it } from '@jest/globals';
import { completeOptions } from './options.js';

describe('completeOptions', () => {
  it('takes a free port, a random password and half of the memory unless told otherwise', () => {
    const first = completeOptions({ dataDirectory: '/data' });
    const second = completeOptions({ dataDirectory: '/data' });
    expect(first).toMatchObject({ host: '127.0.0.1', port: 0, dataDirectory: '/data' });
    expect(first.password).toHaveLength(32);
    expect(first.password).not.toBe(second.password);
    expect(first.memoryLimitBytes).toBeGreaterThan(0);
  });

  it('names every bad value at once', () => {
    const bad = { dataDirectory: '', port: 70_000, password: '', memoryLimitBytes: 1 };
    expect(() => completeOptions(bad)).toThrow(/dataDirectory.*port.*70000.*password.*memoryLimitBytes/);
  });

  it('listens on loopback only', () => {
    const host = '0.0.0.0' as unknown as '127.0.0.1';
    expect(() => completeOptions({ dataDirectory: '/data', host })).toThrow(/host must be 127\.0\.0\.1/);
  });
});
