import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { naiveCostOfOpen } from '../../testing/naive-score.js';
import { survivalCurve } from '../kaplan-meier.js';
import { costCurve, costOfAnswered, costOfOpen, horizonSeconds } from './cost.js';

const step = (seconds: number, survival: number) => ({ seconds, survival });

describe('given a curve worked by hand, H = 10', () => {
  // 1 until 2, 1/2 until 6, then 1/4.
  const curve = costCurve([step(2, 0.5), step(6, 0.25)], 10);

  it.each`
    age    | cost  | how
    ${0}   | ${5}  | ${'2 x 1 + 4 x 1/2 + 4 x 1/4'}
    ${1}   | ${5}  | ${'1 + 1 x 1 + 4 x 1/2 + 4 x 1/4'}
    ${2}   | ${8}  | ${'2 + (4 x 1/2 + 4 x 1/4) / (1/2): the step at 2 is behind it'}
    ${4}   | ${8}  | ${'4 + (2 x 1/2 + 4 x 1/4) / (1/2)'}
    ${6}   | ${10} | ${'6 + (4 x 1/4) / (1/4): flat where the curve ends'}
    ${9.5} | ${10} | ${'the same'}
    ${10}  | ${10} | ${'H'}
    ${400} | ${10} | ${'H, however long'}
  `('then one open at age $age costs $cost: $how', ({ age, cost }) => {
    expect(costOfOpen(age as number, curve)).toBe(cost);
  });

  it('then an answered one costs its wait, up to H', () => {
    expect([0, 3.5, 10, 11].map((wait) => costOfAnswered(wait, curve))).toEqual([0, 3.5, 10, 10]);
  });
});

describe('given curves at their limits, H = 10', () => {
  it('then without any curve an open one counts as silence', () => {
    expect(costOfOpen(3, costCurve([], 10))).toBe(10);
  });

  it('then beyond the longest wait of all it counts as silence, and before it costs that wait', () => {
    const curve = costCurve([step(4, 0)], 10);
    expect([0, 3.9, 4, 5].map((age) => costOfOpen(age, curve))).toEqual([4, 4, 10, 10]);
  });

  it('then steps that change nothing, as a store may list them, change nothing, at 0 neither', () => {
    const curve = costCurve([step(2, 1), step(4, 0), step(6, 0)], 10);
    expect([0, 3, 4, 5, 7].map((age) => costOfOpen(age, curve))).toEqual([4, 4, 10, 10, 10]);
  });

  it('then a step at 0 or from H on changes nothing for those who wait longer, or only up to H', () => {
    expect(costOfOpen(0, costCurve([step(0, 0.5), step(4, 0)], 10))).toBe(4);
    expect(costOfOpen(5, costCurve([step(10, 0.5), step(40, 0)], 10))).toBe(10);
  });
});

it('takes ten standard days as the horizon', () => {
  expect(horizonSeconds(8)).toBe(288_000);
});

it.each([
  ['a day without hours', () => horizonSeconds(0)],
  ['a day of 25 hours', () => horizonSeconds(25)],
  ['a horizon of 0', () => costCurve([], 0)],
  ['an endless horizon', () => costCurve([], Infinity)],
  ['a curve that rises', () => costCurve([step(1, 0.5), step(2, 0.6)], 10)],
  ['a curve that goes back', () => costCurve([step(2, 0.5), step(2, 0.4)], 10)],
  ['a curve without a number', () => costCurve([step(2, NaN)], 10)],
  ['a wait below 0', () => costOfAnswered(-1, { horizon: 10 })],
  ['an age that is no number', () => costOfOpen(NaN, costCurve([], 10))],
])('refuses %s', (_, act) => {
  expect(act).toThrow(RangeError);
});

/** Small numbers, so that ages, answers and the horizon often fall together. */
const waits = (max: number) =>
  fc.array(fc.record({ seconds: fc.nat(max), answered: fc.boolean() }), { maxLength: 40 });

describe('given any curve', () => {
  it('then the cost is the sum of S(t) / S(a) over every second from a to H', () => {
    fc.assert(
      fc.property(waits(30), fc.nat(30), fc.integer({ min: 1, max: 25 }), (before, age, horizon) => {
        const curve = survivalCurve(before);
        const S = (t: number) => curve.findLast(({ seconds }) => seconds <= t)?.survival ?? 1;
        let cost = Math.min(age, horizon);
        for (let t = age; t < horizon; t += 1) cost += S(age) === 0 ? 1 : S(t) / S(age);
        expect(Math.abs(costOfOpen(age, costCurve(curve, horizon)) - cost)).toBeLessThan(1e-9);
      }),
      { numRuns: 500 },
    );
  });

  it('then the cost is the mean of min(wait, H) of those who wait longer', () => {
    const horizon = 288_000;
    const age = fc.oneof(fc.nat(400_000), fc.double({ min: 0, max: 400_000, noNaN: true }));
    fc.assert(
      fc.property(waits(400_000), age, (before, a) => {
        const cost = costOfOpen(a, costCurve(survivalCurve(before), horizon));
        expect(Math.abs(cost - naiveCostOfOpen(a, horizon, before)) / horizon).toBeLessThan(1e-9);
      }),
      { numRuns: 500 },
    );
  });

  it('then the cost lies between the age and H, and never falls as the age grows', () => {
    fc.assert(
      fc.property(waits(30), fc.integer({ min: 1, max: 25 }), (before, horizon) => {
        const curve = costCurve(survivalCurve(before), horizon);
        const costs = Array.from({ length: 61 }, (_, half) => costOfOpen(half / 2, curve));
        costs.forEach((cost, half) => {
          expect(cost).toBeGreaterThanOrEqual(Math.min(half / 2, horizon));
          expect(cost).toBeLessThanOrEqual(horizon);
          expect(cost).toBeGreaterThanOrEqual((costs[half - 1] ?? 0) - 1e-9);
        });
      }),
      { numRuns: 300 },
    );
  });
});
