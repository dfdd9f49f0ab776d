import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { allowedHostsOnly } from './allowed-hosts.js';

const settings = { host: '0.0.0.0', publicUrl: 'https://Hearback.example.com:8443/x', allowedHosts: ['api'] };

/** The status and the body of the refusal; `undefined` where the request goes on. */
function refusalOf(
  hosts: readonly string[],
  url = '/',
  environment = settings,
): { status: number; detail: string } | undefined {
  let body = '';
  let passed = false;
  const response = { setHeader: () => undefined, end: (text: string) => (body = text) };
  const rawHeaders = ['Accept', '*/*', ...hosts.flatMap((host) => ['hOst', host])];
  allowedHostsOnly(environment)(
    { rawHeaders, url } as unknown as IncomingMessage,
    response as unknown as ServerResponse,
    () => (passed = true),
  );
  return passed ? undefined : (JSON.parse(body) as { status: number; detail: string });
}

describe('given the host of a request', () => {
  it.each([
    'localhost',
    'LOCALHOST:3000',
    'hearback.localhost:3000',
    '127.0.0.1:3000',
    '10.1.2.3',
    '[::1]:3000',
    '[::ffff:10.1.2.3]',
    'hearback.example.com',
    'hearback.example.com.:8443',
    'api:3000',
  ])('%s, then it goes on', (host) => {
    expect(refusalOf([host])).toBeUndefined();
  });

  it.each([
    'evil.example',
    'evil.example:3000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '127.0.0.1@evil.example',
    'hearback.example.com.evil.example',
    'evil-hearback.example.com',
    '0x7f.1',
    '2130706433',
    '[::1].evil.example',
    '[evil.example]',
    '127.0.0.1:3000:1',
    'localhost\\evil.example',
    'localhost evil.example',
    '..',
    ':3000',
    '',
  ])('"%s", then it is refused as misdirected, with the remedy', (host) => {
    const refusal = refusalOf([host]);
    expect(refusal?.status).toBe(421);
    expect(refusal?.detail).toContain('set PUBLIC_URL');
  });

  it('none, or a second one that is another, then it is refused', () => {
    expect(refusalOf([])?.status).toBe(421);
    expect(refusalOf(['localhost', 'evil.example'])?.status).toBe(421);
  });

  it('and another one in an address in full, then it is refused', () => {
    expect(refusalOf(['localhost'], 'http://evil.example/api/v1/teams')?.status).toBe(421);
    expect(refusalOf(['localhost'], 'http://localhost:3000/api/v1/teams')).toBeUndefined();
  });

  it('and a name in HOST, then that is allowed too', () => {
    const environment = { host: 'hearback.lan', publicUrl: 'http://[::1]:3000', allowedHosts: [] };
    expect(refusalOf(['hearback.lan:3000'], '/', environment)).toBeUndefined();
    expect(refusalOf(['[::1]:3000'], '/', environment)).toBeUndefined();
    expect(refusalOf(['api:3000'], '/', environment)?.status).toBe(421);
  });
});
