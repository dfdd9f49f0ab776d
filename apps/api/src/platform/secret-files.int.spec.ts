import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { parseEnvironment } from './environment.js';

const directory = mkdtempSync(join(tmpdir(), 'hearback-secrets-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const file = join(directory, 'token');
writeFileSync(file, '0123456789abcdef0123\n');

it('given a file for a secret, then its content counts without the line break at its end', () => {
  expect(parseEnvironment({ HEARBACK_KEYS_TOKEN_FILE: file }).keys.token).toBe('0123456789abcdef0123');
  const url = parseEnvironment({ CLICKHOUSE_URL: 'http://h@c:8123', CLICKHOUSE_PASSWORD_FILE: file });
  expect(url.clickHouseUrl).toBe('http://h:0123456789abcdef0123@c:8123/');
});

it('given both, or a file that is not there, then both mistakes are told at once and no secret', () => {
  const parse = (): unknown =>
    parseEnvironment({
      HEARBACK_KEYS_TOKEN: 'not to be told, ever',
      HEARBACK_KEYS_TOKEN_FILE: file,
      CLICKHOUSE_PASSWORD_FILE: join(directory, 'missing'),
    });
  expect(parse).toThrow(/HEARBACK_KEYS_TOKEN and HEARBACK_KEYS_TOKEN_FILE are both set/);
  expect(parse).toThrow(/CLICKHOUSE_PASSWORD_FILE: .*missing can't be read \(ENOENT\)/);
  expect(parse).not.toThrow(/not to be told|0123456789/);
});
