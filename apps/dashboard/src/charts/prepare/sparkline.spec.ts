import { describe, expect, it } from '@jest/globals';
import { prepareSparkline } from './sparkline.js';
import { rowOf } from './testing/answers.js';

const weeks = ['2026-W01', '2026-W02', '2026-W03', '2026-W04', '2026-W05'].map((key, index) => ({
  key,
  label: key,
  title: key,
  from: '2026-01-01',
  to: '2026-01-08',
  ...(index === 4 && { incomplete: 'filling' as const }),
}));
const week = (key: string, seconds: number, reached = true): ReturnType<typeof rowOf> =>
  rowOf('a', { week: key, median: { seconds, reached } });

describe('the course over the weeks', () => {
  it('given a week without interviews, then the line breaks; given one that is filling, then it is left out', () => {
    const { lines, last, text } = prepareSparkline(
      [week('2026-W01', 100), week('2026-W03', 50), week('2026-W04', 200), week('2026-W05', 1)],
      weeks,
    );
    expect(lines).toEqual([
      [{ x: 0, y: 0.5 }],
      [
        { x: 2 / 3, y: 0.25 },
        { x: 1, y: 1 },
      ],
    ]);
    expect(last).toEqual({ x: 1, y: 1 });
    expect(text).toBe('median wait 2 min at first, 3 min at last, 3 of 4 weeks with interviews');
  });

  it('given "more than", then it is marked as a bound', () => {
    expect(prepareSparkline([week('2026-W02', 60, false)], weeks).bounds).toEqual([{ x: 1 / 3, y: 1 }]);
  });

  it('given nothing, then there is no line and it says so', () => {
    const { lines, text } = prepareSparkline([], weeks);
    expect(lines).toEqual([]);
    expect(text).toBe('no interviews in these weeks');
  });
});
