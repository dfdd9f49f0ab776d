import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { ownPagesOnly } from './own-pages-only.js';

function isLetThrough(method: string, headers: Readonly<Record<string, string>>): boolean {
  let passed = false;
  const response = { setHeader: () => undefined, end: () => undefined } as unknown as ServerResponse;
  const request = { method, headers: { host: '127.0.0.1:3000', ...headers } } as unknown as IncomingMessage;
  ownPagesOnly(request, response, () => {
    passed = true;
  });
  expect(passed || response.statusCode === 403).toBe(true);
  return passed;
}

describe('given a request that changes something', () => {
  it('then a program may send it, and a page of the dashboard', () => {
    expect(isLetThrough('POST', {})).toBe(true);
    expect(isLetThrough('POST', { origin: 'http://127.0.0.1:3000' })).toBe(true);
    expect(isLetThrough('POST', { origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-origin' })).toBe(
      true,
    );
  });

  it('then a page of another site may not, nor one of another port', () => {
    expect(isLetThrough('POST', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })).toBe(
      false,
    );
    expect(isLetThrough('POST', { origin: 'http://127.0.0.1:9999', 'sec-fetch-site': 'same-site' })).toBe(
      false,
    );
    expect(isLetThrough('POST', { origin: 'https://evil.example' })).toBe(false);
    expect(isLetThrough('POST', { origin: 'null' })).toBe(false);
  });
});

it('given a request that only reads, then any page may link to it', () => {
  expect(isLetThrough('GET', { 'sec-fetch-site': 'cross-site' })).toBe(true);
});
