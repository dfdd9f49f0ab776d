import { expect, it } from '@jest/globals';
import { withoutPaths } from './without-paths.js';

it.each([
  [
    "ENOENT: no such file, open '/srv/data/imports/a.csv'",
    "ENOENT: no such file, open '(a file of the service)'",
  ],
  [
    'in file_size: ["/data/clickhouse/store/d7e/all_1_1/data.cmrk4"].',
    'in file_size: ["(a file of the service)"].',
  ],
  ['stat /srv/my-app_2/index.html failed', 'stat (a file of the service) failed'],
])('given %s, then the path is left out', (message, expected) => {
  expect(withoutPaths(message)).toBe(expected);
});

it.each([
  'GET /api/v1/messages lists them',
  'see https://example.com/a/b.html',
  'topic/0/17 is no dead letter',
  'and/or',
  '1 / 2',
])('given %s, then it stays', (message) => {
  expect(withoutPaths(message)).toBe(message);
});
