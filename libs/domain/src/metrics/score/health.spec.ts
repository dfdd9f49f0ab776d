import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bandOf, healthComponents, healthOf, scaledCnps, scaledQuality, type HealthValue } from './health.js';

const few = { withheld: 'too few', n: 3 } as const;
const unmeasured = (notMeasured: string) => ({ notMeasured, reason: 'No source has sent any yet' });
const all = { latencyScore: 80, responseRate: 90, promiseKept: 60, quality: 70, cnps: 50 };

const sharesOf = ({ parts }: ReturnType<typeof healthOf>) => parts.map(({ share }) => share);

describe('given health worked by hand', () => {
  it('then all components count by their weight', () => {
    // (80 x 40 + 90 x 20 + 60 x 15 + 70 x 15 + 50 x 10) / 100 = (3200 + 1800 + 900 + 1050 + 500) / 100
    const health = healthOf(all);
    expect(health).toMatchObject({ health: 74.5, band: 'watch' });
    expect(sharesOf(health)).toEqual([0.4, 0.2, 0.15, 0.15, 0.1]);
  });

  it('then what is withheld or not measured drops out, is shown, and the rest are re-weighted', () => {
    // Left 40 + 20 + 10 = 70 of the 85 that is measured: (3200 + 1800 + 500) / 70 = 78.571
    const health = healthOf({ ...all, promiseKept: unmeasured('response.promised'), quality: few });
    expect(health.health).toBeCloseTo(5500 / 70, 12);
    expect(health.band).toBe('healthy');
    expect(health.parts).toEqual([
      { component: 'latencyScore', value: 80, weight: 40, share: 40 / 70 },
      { component: 'responseRate', value: 90, weight: 20, share: 20 / 70 },
      { component: 'promiseKept', value: unmeasured('response.promised'), weight: 15, share: 0 },
      { component: 'quality', value: few, weight: 15, share: 0 },
      { component: 'cnps', value: 50, weight: 10, share: 10 / 70 },
    ]);
  });

  it('then too few interviews leave no figure where ratings alone are known', () => {
    // Known 15 + 10 = 25 of 85.
    const values = {
      ...all,
      latencyScore: few,
      responseRate: few,
      promiseKept: unmeasured('response.promised'),
    };
    expect(healthOf(values)).toMatchObject({ health: null, band: null });
    expect(sharesOf(healthOf(values))).toEqual([0, 0, 0, 0, 0]);
  });
});

it('has a figure from exactly half of the weight of what is measured', () => {
  const gone = { promiseKept: unmeasured('p'), quality: unmeasured('q') };
  const weights = { latencyScore: 30, responseRate: 20, promiseKept: 90, quality: 90, cnps: 10 };
  expect(healthOf({ ...all, ...gone, responseRate: few, cnps: few }, weights).health).toBe(80);
  const less = { ...weights, latencyScore: 29.9 };
  expect(healthOf({ ...all, ...gone, responseRate: few, cnps: few }, less).health).toBeNull();
});

it('has no figure where nothing is known or nothing counts', () => {
  const none = unmeasured('none');
  expect(
    healthOf({ latencyScore: none, responseRate: none, promiseKept: none, quality: none, cnps: none }).health,
  ).toBeNull();
  const nothing = { latencyScore: 0, responseRate: 0, promiseKept: 0, quality: 0, cnps: 0 };
  expect(healthOf(all, nothing).health).toBeNull();
});

it.each`
  health        | band
  ${100}        | ${'healthy'}
  ${75}         | ${'healthy'}
  ${75 - 1e-12} | ${'healthy'}
  ${74.99}      | ${'watch'}
  ${50}         | ${'watch'}
  ${49.99}      | ${'at risk'}
  ${0}          | ${'at risk'}
`('puts $health in the band $band', ({ health, band }) => {
  expect(bandOf(health as number)).toBe(band);
});

it('takes configured bands', () => {
  expect(healthOf(all, undefined, { healthy: 70, watch: 20 }).band).toBe('healthy');
});

it('maps ratings of 1 to 5, and cNPS, to 0 to 100', () => {
  expect(scaledQuality({ specific: 1, constructive: 1, respectful: 1 })).toBe(0);
  expect(scaledQuality({ specific: 5, constructive: 5, respectful: 5 })).toBe(100);
  // (4 + 3 + 5) / 3 = 4; of two (4 + 5) / 2 = 4.5
  expect(scaledQuality({ specific: 4, constructive: 3, respectful: 5 })).toBe(75);
  expect(scaledQuality({ specific: 4, respectful: 5 })).toBe(87.5);
  expect(scaledQuality({})).toBeUndefined();
  expect([-100, 0, 30, 100].map(scaledCnps)).toEqual([0, 50, 65, 100]);
});

it.each([
  ['a value above 100', () => healthOf({ ...all, cnps: 101 })],
  ['a value that is no number', () => healthOf({ ...all, quality: NaN })],
  [
    'a weight below 0',
    () => healthOf(all, { latencyScore: -1, responseRate: 1, promiseKept: 1, quality: 1, cnps: 1 }),
  ],
  ['bands in another order', () => bandOf(60, { healthy: 40, watch: 50 })],
  ['a rating of 0', () => scaledQuality({ specific: 0 })],
  ['a cNPS of 101', () => scaledCnps(101)],
])('refuses %s', (_, act) => {
  expect(act).toThrow(RangeError);
});

describe('given any components and weights', () => {
  const value: fc.Arbitrary<HealthValue> = fc.oneof(
    { arbitrary: fc.double({ min: 0, max: 100, noNaN: true }), weight: 3 },
    { arbitrary: fc.constant(few), weight: 1 },
    { arbitrary: fc.constant(unmeasured('x')), weight: 1 },
  );
  const ofEach = <T>(arbitrary: fc.Arbitrary<T>) =>
    fc.record({
      latencyScore: arbitrary,
      responseRate: arbitrary,
      promiseKept: arbitrary,
      quality: arbitrary,
      cnps: arbitrary,
    });

  it('then the shares add up to 1, and the values by their shares to the figure', () => {
    fc.assert(
      fc.property(ofEach(value), ofEach(fc.nat(100)), (values, weights) => {
        const { health, parts } = healthOf(values, weights);
        const known = healthComponents.filter((one) => typeof values[one] === 'number');
        const measured = healthComponents.filter(
          (one) => JSON.stringify(values[one]) !== JSON.stringify(unmeasured('x')),
        );
        const weigh = (some: typeof known) => some.reduce((sum, one) => sum + weights[one], 0);
        expect(health === null).toBe(weigh(known) === 0 || weigh(known) < weigh(measured) / 2);
        const sum = (of: (part: (typeof parts)[number]) => number) =>
          parts.reduce((total, part) => total + of(part), 0);
        expect(sum(({ share }) => share)).toBeCloseTo(health === null ? 0 : 1, 9);
        expect(sum(({ share, value: of }) => (typeof of === 'number' ? share * of : 0))).toBeCloseTo(
          health ?? 0,
          9,
        );
      }),
    );
  });
});
