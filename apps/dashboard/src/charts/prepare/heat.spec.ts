import { describe, expect, it } from '@jest/globals';
import { prepareHeat } from './heat.js';
import { answerOf, rowOf } from './testing/answers.js';

const weeks = ['2026-W01', '2026-W02'].map((key) => ({
  key,
  label: key,
  title: key,
  from: '2026-01-01',
  to: '2026-01-08',
}));
const cell = (stage: string, week: string, seconds: number, reached = true): ReturnType<typeof rowOf> =>
  rowOf('a', { stage, week, median: { seconds, reached } });

describe('the heat map', () => {
  it('given medians, then stages in their order, shades by the longest known, and gaps', () => {
    const rows = prepareHeat(
      answerOf([
        cell('Onsite', '2026-W01', 1000),
        cell('Phone', '2026-W01', 500),
        cell('Phone', '2026-W02', 9000, false),
        cell('Other', '2026-W02', 0),
      ]),
      weeks,
      ['Phone', 'Onsite', 'Never held'],
    );
    expect(rows.map(({ stage, cells }) => [stage, ...cells.map(({ level }) => level)])).toEqual([
      ['Phone', 2, 4],
      ['Onsite', 4, undefined],
      ['Other', undefined, 0],
    ]);
    expect(rows[0]?.cells[1]?.median.text).toBe('>2 h 30 min');
  });

  it('given nothing, then there are no rows', () => {
    expect(prepareHeat(answerOf([]), weeks, ['Phone'])).toEqual([]);
  });
});
