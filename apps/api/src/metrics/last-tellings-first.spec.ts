import { describe, expect, it } from '@jest/globals';
import { TOLD_OTHERWISE, type Tellings } from './as-told.js';
import { lastTellingsFirst } from './last-tellings-first.js';

const NOW = Date.parse('2026-03-04T10:00:00Z');
const MINUTE = 60_000;

/** Asks, and tells about which tellings it was asked. */
async function asking(asOf: number, answer: (tellings: Tellings) => string) {
  const asked: Tellings[] = [];
  const answered = await lastTellingsFirst({ asOf }, NOW, ({ tellings }) => {
    asked.push(tellings);
    return new Promise((resolve) => resolve(answer(tellings)));
  });
  return { asked, answered };
}

const refusing = (tellings: Tellings): string => {
  if (tellings === 'last') throw new Error(`Code: 395. DB::Exception: ${TOLD_OTHERWISE}`);
  return 'all';
};

describe('asking about the last tellings first', () => {
  it.each([
    ['now', NOW],
    ['a minute ago', NOW - MINUTE],
  ])('as of %s, asks about the last ones alone', async (_when, asOf) => {
    expect(await asking(asOf, () => 'answer')).toEqual({ asked: ['last'], answered: 'answer' });
  });

  it('asks about all where the store refuses', async () => {
    expect(await asking(NOW, refusing)).toEqual({ asked: ['last', 'all'], answered: 'all' });
  });

  it('as of an instant further back, asks about all at once', async () => {
    expect(await asking(NOW - MINUTE - 1, refusing)).toEqual({ asked: ['all'], answered: 'all' });
  });

  it('passes every other failure on', async () => {
    const away = asking(NOW, () => {
      throw new Error('away');
    });
    await expect(away).rejects.toThrow('away');
  });
});
