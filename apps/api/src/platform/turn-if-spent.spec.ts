import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { turnIfSpent } from './slices.js';

/** Keeps the event loop for so many milliseconds. */
function work(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

it('given work that has taken less than a slice in this turn, then the next piece may be done at once', async () => {
  await nextTurn();
  expect(turnIfSpent()).toBeUndefined();
  expect(turnIfSpent()).toBeUndefined();
});

it('given work of several streams that has taken a slice together, then each next piece has a turn of its own', async () => {
  await nextTurn();
  expect(turnIfSpent()).toBeUndefined();
  work(10);
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
  await nextTurn();
  expect(turnIfSpent()).toBeUndefined();
  work(10);
  const waited = turnIfSpent();
  expect(waited).toBeDefined();
  await waited;
  await nextTurn();
  expect(turnIfSpent()).toBeUndefined();
});
