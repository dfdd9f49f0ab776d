import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { naiveSurvival } from '../testing/naive-score.js';
import { survivalCurve, survivalQuantile, type Observation } from './kaplan-meier.js';

const answered = (seconds: number): Observation => ({ seconds, answered: true });
const open = (seconds: number): Observation => ({ seconds, answered: false });

const observations = fc.array(
  fc.record({
    seconds: fc.oneof(fc.nat(12), fc.nat(600_000), fc.double({ min: 0, max: 1e6, noNaN: true })),
    answered: fc.boolean(),
  }),
  { maxLength: 60 },
);

const survivalAt = (all: readonly Observation[], seconds: number) =>
  survivalCurve(all).findLast((step) => step.seconds <= seconds)?.survival ?? 1;

describe('given waits worked by hand', () => {
  it('then what is open counts among those waiting until its age', () => {
    // 1: 4 wait, 1 answered: 3/4. 2: censored. 3: 2 wait, 1 answered: 3/4 x 1/2 = 3/8. 4: censored: stays.
    const curve = survivalCurve([open(4), answered(1), answered(3), open(2)]);
    expect(curve).toEqual([
      { seconds: 1, survival: 0.75 },
      { seconds: 3, survival: 0.375 },
    ]);
  });

  it('then at equal times answers come before what is open', () => {
    // 2: all 4 wait, 2 answered: 1/2. The one open at 2 is gone by 5: 1 waits, 1 answered: 0.
    const curve = survivalCurve([open(2), answered(2), answered(5), answered(2)]);
    expect(curve).toEqual([
      { seconds: 2, survival: 0.5 },
      { seconds: 5, survival: 0 },
    ]);
  });

  it('then it gives the known curve of the remission times under 6-MP', () => {
    // Freireich et al. (1963), n = 21. 6: 18/21. 7: x 16/17. 10: x 14/15. 13: x 11/12. 16: x 10/11. 22: x 6/7. 23: x 5/6.
    const curve = survivalCurve([
      ...[6, 6, 6, 7, 10, 13, 16, 22, 23].map(answered),
      ...[6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map(open),
    ]);
    expect(curve.map(({ seconds, survival }) => [seconds, survival.toFixed(3)])).toEqual([
      [6, '0.857'],
      [7, '0.807'],
      [10, '0.753'],
      [13, '0.690'],
      [16, '0.627'],
      [22, '0.538'],
      [23, '0.448'],
    ]);
  });
});

describe('given any waits', () => {
  it('then the curve agrees with redistribution to the right', () => {
    fc.assert(
      fc.property(observations, (all) => {
        for (const { seconds } of all) {
          for (const at of [seconds, seconds + 0.5, seconds / 2]) {
            expect(Math.abs(survivalAt(all, at) - naiveSurvival(all, at))).toBeLessThan(1e-9);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('then a quantile is the first wait at which the curve has come down far enough, or "more than" the longest', () => {
    fc.assert(
      fc.property(observations, fc.constantFrom(0.5, 0.75, 0.9), (all, p) => {
        const reaching = all
          .map(({ seconds }) => seconds)
          .filter((seconds) => naiveSurvival(all, seconds) <= 1 - p + 1e-9);
        const longest = Math.max(...all.map(({ seconds }) => seconds));
        expect(survivalQuantile(all, p)).toEqual(
          all.length === 0
            ? undefined
            : reaching.length > 0
              ? { seconds: Math.min(...reaching), reached: true }
              : { seconds: longest, reached: false },
        );
      }),
      { numRuns: 200 },
    );
  });
});
