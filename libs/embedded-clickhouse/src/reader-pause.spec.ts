import { describe, expect, it } from '@jest/globals';
import { ReaderPause } from './reader-pause.js';

const MINUTE = 60_000;

describe('ReaderPause', () => {
  it('is none before anything happened', () => {
    expect(new ReaderPause().until).toBe(0);
  });

  it('is a minute, twice as long when it happens again soon, and never above a quarter of an hour', () => {
    const pause = new ReaderPause();
    let now = 100 * MINUTE;
    const lengths = [];
    for (let times = 0; times < 6; times += 1) {
      lengths.push(pause.begin(now) / MINUTE);
      expect(pause.until).toBe(now + (lengths.at(-1) ?? 0) * MINUTE);
      now = pause.until + 1;
    }
    expect(lengths).toEqual([1, 2, 4, 8, 15, 15]);
  });

  it('is a minute again after a quiet time as long as the pause was', () => {
    const pause = new ReaderPause();
    pause.begin(100 * MINUTE);
    pause.begin(101 * MINUTE);
    expect(pause.begin(pause.until + 2 * MINUTE)).toBe(MINUTE);
  });
});
