import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { turnIfSpent } from './slices.js';

// A clock of the test's own: on a busy machine the process may be kept waiting for longer than a slice at any line.
let now: number;

/** As long as a slice, in milliseconds. */
const SLICE_MS = 8;

beforeEach(async () => {
  now = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
  await nextTurn();
});
afterEach(() => {
  jest.restoreAllMocks();
});

it('given work that has taken less than a slice in this turn, then the next piece may be done at once', () => {
  expect(turnIfSpent()).toBeUndefined();
  now += SLICE_MS - 1;
  expect(turnIfSpent()).toBeUndefined();
});

it('given work of several streams that has taken a slice together, then each next piece has a turn of its own', async () => {
  expect(turnIfSpent()).toBeUndefined();
  now += SLICE_MS;
  let turn = 0;
  const pieces = ['a', 'b', 'c'].map(async (stream) => {
    await turnIfSpent();
    return `${stream} in turn ${turn}`;
  });
  for (turn = 1; turn < 10; turn += 1) await nextTurn();
  const done = await Promise.all(pieces);
  expect(new Set(done.map((text) => text.split(' ').at(-1))).size).toBe(3);
});

it('given a turn that was spent, then the one after it is not', async () => {
  expect(turnIfSpent()).toBeUndefined();
  now += SLICE_MS;
  const waited = turnIfSpent();
  expect(waited).toBeDefined();
  await waited;
  await nextTurn();
  expect(turnIfSpent()).toBeUndefined();
});
