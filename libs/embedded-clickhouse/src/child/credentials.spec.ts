import { describe, expect, it } from '@jest/globals';
import type { IncomingHttpHeaders } from 'node:http';
import { authenticate } from './credentials.js';

const check =
  (headers: IncomingHttpHeaders, search = '') =>
  () =>
    authenticate(headers, new URL(`http://127.0.0.1/${search}`), 'pa:ss');
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });

describe('authenticate', () => {
  it.each([
    ['basic auth', basic('default:pa:ss'), ''],
    ['ClickHouse headers', { 'x-clickhouse-user': 'default', 'x-clickhouse-key': 'pa:ss' }, ''],
    ['the key alone', { 'x-clickhouse-key': 'pa:ss' }, ''],
    ['the URL', {}, '?user=default&password=pa:ss'],
  ])('accepts the password by %s', (_by, headers, search) => {
    expect(check(headers, search)).not.toThrow();
  });

  it.each([
    ['no credentials', {}],
    ['a wrong password', basic('default:pass')],
    ['an empty password', basic('default:')],
    ['another user', basic('admin:pa:ss')],
    ['another scheme', { authorization: 'Bearer pa:ss' }],
  ])('refuses %s with 516', (_what, headers) => {
    expect(check(headers)).toThrow(/^Code: 516\. .*\(AUTHENTICATION_FAILED\)$/);
  });
});
