import { describe, expect, it } from '@jest/globals';
import { type PublishedWeek } from '../../api/scores.js';
import { answerOf, rowOf } from './testing/answers.js';
import { describeScores, prepareScores } from './scores.js';

const week = (name: string, score: number, more: Partial<PublishedWeek> = {}): PublishedWeek => ({
  week: name,
  publishedAt: '2026-11-23T07:00:00.000Z',
  score,
  low: score - 5,
  high: score + 5,
  n: 20,
  applications: 18,
  ...more,
});
const row = (name: string, score: number, n = 20): Record<string, unknown> => ({
  week: name,
  n,
  score,
  low: score - 5,
  high: score + 5,
});

const LAST = '2026-W47';
const told = (
  published: readonly PublishedWeek[],
  rows: readonly Record<string, unknown>[] = [],
  until = Number.POSITIVE_INFINITY,
) =>
  prepareScores({
    published,
    known: answerOf(rows.map((figures) => rowOf('t', figures))),
    last: LAST,
    until,
  });

describe('the scores of a team by week', () => {
  it('given nothing published, then the last twelve weeks as they are known by now', () => {
    const points = told([], [row(LAST, 70)]);
    expect(points).toHaveLength(12);
    expect(points[0]?.period).toMatchObject({ key: '2026-W36', from: '2026-08-31', to: '2026-09-07' });
    expect(points.at(-1)).toMatchObject({ period: { key: LAST }, known: { score: { text: '70' }, n: 20 } });
    expect(points.every(({ published }) => published === undefined)).toBe(true);
  });

  it('given a week that is known as it was published, then it stands once', () => {
    const [point] = told([week(LAST, 70.5)], [row(LAST, 70.5 + 1e-12)]).slice(-1);
    expect(point?.published).toMatchObject({ score: { value: 70.5 }, n: 20, at: '2026-11-23T07:00:00.000Z' });
    expect(point?.known).toBeUndefined();
  });

  it.each([
    ['another score', row(LAST, 71)],
    ['of other interviews', row(LAST, 70.5, 21)],
    ['too few by now', { ...row(LAST, 0), score: { withheld: 'too few', n: 3 } }],
  ])('given a week with %s by now, then that stands beside what was published', (_, now) => {
    const [point] = told([week(LAST, 70.5)], [now]).slice(-1);
    expect(point?.published?.score.value).toBe(70.5);
    expect(point?.known).toBeDefined();
  });

  it('given publications before the last twelve weeks, then all weeks since, with what was revised', () => {
    const revised = { ...week('2026-W20', 40), at: '2026-11-24T07:00:00.000Z' };
    const points = told([week('2026-W20', 50, { revised }), week(LAST, 70)]);
    expect(points[0]).toMatchObject({ published: { score: { value: 50 } }, known: { score: { value: 40 } } });
    expect(points).toHaveLength(28);
  });

  it('given a publication after the moment looked at, then it was not published then', () => {
    const [point] = told([week(LAST, 70)], [row(LAST, 70)], Date.parse('2026-11-23T06:59:59Z')).slice(-1);
    expect(point?.published).toBeUndefined();
    expect(point?.known?.score.value).toBe(70);
  });

  it('given a week after the last that had ended, then it is left out', () => {
    expect(told([week('2026-W48', 70)]).some(({ period }) => period.key === '2026-W48')).toBe(false);
  });

  it('are described in words, revisions included', () => {
    expect(describeScores(told([]))).toBe('No week has enough interviews for a score.');
    expect(describeScores(told([week(LAST, 70)]))).toBe('Score 70 in the week of 16 Nov.');
    expect(describeScores(told([week('2026-W46', 60), week(LAST, 70)], [row(LAST, 71)]))).toBe(
      'Score from 60 (9 Nov) to 70 (16 Nov). One week was revised since.',
    );
  });
});
