import { expect, it } from '@jest/globals';
import { decodeCursor as decodeBehind } from '../metrics/behind/cursor.js';
import { decodePosition } from '../dead-letters/position.js';
import { decodeCursor as decodeWaiting } from '../waiting/cursor.js';
import { Problem } from './problem.js';

const cursor = (...key: readonly unknown[]): string => Buffer.from(JSON.stringify(key)).toString('base64url');
const NOW = Date.parse('2026-03-02T12:00:00Z');

it('given cursors as they are given out, then they are read', () => {
  expect(decodeBehind(cursor(NOW, 0, '2026-03-02 12:00:00.000', 'x')).asOf).toBe(NOW);
  expect(decodeWaiting(cursor('2199-12-31 23:59:59.999', 'x'), false).obligationId).toBe('x');
  expect(decodePosition(cursor('2026-03-02 12:00:00.000', 't', 0, '7')).offset).toBe('7');
});

it.each([
  '2026-02-30 00:00:00.000',
  '2026-13-01 00:00:00.000',
  '0000-01-01 00:00:00.000',
  '2200-01-01 00:00:00.000',
])(
  'given a cursor made up with %s, which no event can have, then it is refused like any other that was not given out',
  (at) => {
    expect(() => decodeBehind(cursor(NOW, 0, at, 'x'))).toThrow(Problem);
    expect(() => decodeWaiting(cursor(at, 'x'), false)).toThrow(Problem);
    expect(() => decodePosition(cursor(at, 't', 0, '7'))).toThrow(Problem);
  },
);

it('given a cursor made up with an instant far away, then it is refused', () => {
  expect(() => decodeBehind(cursor(-62_135_596_800_000, 0, '2026-03-02 12:00:00.000', 'x'))).toThrow(Problem);
  expect(() => decodeWaiting(cursor('2026-03-02 12:00:00.000', 'x', 1, 8e15), true)).toThrow(Problem);
});
