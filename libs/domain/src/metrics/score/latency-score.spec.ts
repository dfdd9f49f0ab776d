import { describe, expect, it } from '@jest/globals';
import { costCurve } from './cost.js';
import { latencyScore, obligationParts, scoreInput, type ScoredObligation } from './latency-score.js';
import { measuredCurve, yardstick } from './yardstick.js';

const HORIZON = 10;
/** 1 until 2, 1/2 until 6, then 1/4: one open at 0 is expected to cost 5, from 2 on 8, from 6 on 10. */
const CURVE = costCurve(
  [
    { seconds: 2, survival: 0.5 },
    { seconds: 6, survival: 0.25 },
  ],
  HORIZON,
);

const obligations = (
  ...told: (readonly [stage: string, state: ScoredObligation['state'], seconds: number])[]
) => told.map(([stage, state, seconds], i): ScoredObligation => ({ key: `ob-${i}`, stage, state, seconds }));
const scored = (all: readonly ScoredObligation[]) => latencyScore(scoreInput(all, HORIZON), CURVE)!;

describe('given scores worked by hand, H = 10', () => {
  it('then answered waits cost themselves, up to H', () => {
    // Costs 0, 2, 4, 10: mean 4, score 60. Squared deviations 16 + 4 + 0 + 36 = 56, sd = sqrt(56/3) = 4.3205.
    // 1.96 x 4.3205 / 2 = 4.2341, in points 42.341: 17.659 to 102.341, clamped to 100.
    const all = obligations(['A', 'met', 0], ['B', 'met', 2], ['A', 'met', 4], ['B', 'met', 25]);
    const answer = scored(all);
    expect(answer).toMatchObject({ score: 60, n: 4, open: 0, meanCost: 4, high: 100, horizon: 10 });
    expect(answer.deviation).toBeCloseTo(Math.sqrt(56 / 3), 12);
    expect(answer.low).toBeCloseTo(60 - 9.8 * Math.sqrt(56 / 3), 12);
    expect(answer.low).toBeCloseTo(17.659, 3);
    // A: 0 + 4 of 40 makes 10 points; B: 2 + 10 makes 30.
    expect(answer.stages).toEqual([
      { stage: 'B', n: 2, open: 0, cost: 12, points: 30 },
      { stage: 'A', n: 2, open: 0, cost: 4, points: 10 },
    ]);
  });

  it('then an open one costs what such a case goes on to cost, and the interval covers both its fates', () => {
    // Costs 8 (met), 8 (open at 4), 8 (withdrew at 2): mean 8, score 20, no spread.
    // Answered now: 8 + 4 + 2 = 14 of 30, score 53.33. Silent: 8 + 10 + 10 = 28 of 30, score 6.67.
    const answer = scored(obligations(['A', 'met', 8], ['A', 'waiting', 4], ['A', 'ended', 2]));
    expect(answer).toMatchObject({ n: 3, open: 2, meanCost: 8, deviation: 0 });
    expect(answer.score).toBeCloseTo(20, 12);
    expect(answer.low).toBeCloseTo(100 / 15, 12);
    expect(answer.high).toBeCloseTo(800 / 15, 12);
  });

  it('then one obligation alone has an interval only while it is open', () => {
    expect(scored(obligations(['A', 'met', 3]))).toMatchObject({
      score: 70,
      low: 70,
      high: 70,
      deviation: null,
    });
    // Open at 1: costs 5; 1 when answered now, 10 when never.
    const open = scored(obligations(['A', 'waiting', 1]));
    expect(open).toMatchObject({ score: 50, low: 0, high: 90, deviation: null });
  });
});

it('is 100 when everyone is answered at once, 0 when everyone waits in silence, nothing without obligations', () => {
  const all = (state: ScoredObligation['state'], seconds: number) =>
    scored(Array.from({ length: 7 }, (_, i) => ({ key: `${i}`, stage: 'A', state, seconds })));
  expect(all('met', 0)).toMatchObject({ score: 100, low: 100, high: 100 });
  expect(all('waiting', 10)).toMatchObject({ score: 0, low: 0, high: 0 });
  expect(all('met', 300)).toMatchObject({ score: 0 });
  expect(latencyScore({ answered: [], open: [] }, CURVE)).toBeUndefined();
});

it('names the most expensive obligations first, equal ones by the longer wait, then by key', () => {
  const all = obligations(
    ['A', 'met', 9],
    ['A', 'met', 12],
    ['B', 'waiting', 4],
    ['B', 'met', 8],
    ['B', 'waiting', 4],
  );
  const parts = obligationParts(all, 5, CURVE);
  expect(parts.map(({ key, cost, points }) => [key, cost, points])).toEqual([
    ['ob-1', 10, 20],
    ['ob-0', 9, 18],
    ['ob-3', 8, 16],
    ['ob-2', 8, 16],
    ['ob-4', 8, 16],
  ]);
  expect(parts.reduce((sum, { points }) => sum + points, 0)).toBe(100 - scored(all).score);
});

it.each([
  ['none', { n: 0, sum: 0, squares: 0 }],
  ['half an obligation', { n: 1.5, sum: 1, squares: 1 }],
  ['less than no wait', { n: 2, sum: -1, squares: 1 }],
  ['waits that were not cut off at H', { n: 2, sum: 21, squares: 221 }],
  ['squares too small for the sum', { n: 2, sum: 8, squares: 31 }],
  ['squares too large for the sum', { n: 2, sum: 8, squares: 81 }],
  ['no number', { n: 2, sum: NaN, squares: 4 }],
])('refuses sums of %s', (_, group) => {
  expect(() => latencyScore({ answered: [{ stage: 'A', ...group }], open: [] }, CURVE)).toThrow(RangeError);
});

describe('given a choice of curves', () => {
  const waits = (n: number, seconds: number) =>
    measuredCurve(Array.from({ length: n }, (_, i) => ({ seconds, answered: i > 0 })));

  it('then 30 obligations before, open ones included, are enough for theirs', () => {
    const own = waits(4, 1);
    expect(yardstick(waits(30, 5), own)).toEqual({
      of: 'before',
      n: 30,
      curve: [{ seconds: 5, survival: 1 - 29 / 30 }],
    });
    expect(yardstick(waits(29, 5), own)).toEqual({ of: 'own', ...own });
    expect(yardstick(waits(0, 5), waits(0, 1))).toEqual({ of: 'own', n: 0, curve: [] });
  });

  it('then under the own curve an earlier answer may lower the score, which the curve from before prevents', () => {
    // Open at 3 and answered at 5: the open one is expected to take 5 as well, score 50.
    // The other answered at 1 instead: nobody after 3 was ever answered, so the open one counts as silence: 45.
    const scoreUnderOwn = (wait: number) => {
      const all = obligations(['A', 'waiting', 3], ['A', 'met', wait]);
      const { curve } = measuredCurve(
        all.map(({ seconds, state }) => ({ seconds, answered: state === 'met' })),
      );
      return latencyScore(scoreInput(all, HORIZON), costCurve(curve, HORIZON))!.score;
    };
    expect([scoreUnderOwn(5), scoreUnderOwn(1)]).toEqual([50, 45]);
    expect(scored(obligations(['A', 'waiting', 3], ['A', 'met', 1])).score).toBeGreaterThan(
      scored(obligations(['A', 'waiting', 3], ['A', 'met', 5])).score,
    );
  });
});
