import type { Withheld } from '../answer.js';
import { isNotMeasured, type NotMeasured } from '../not-measured.js';

/** What the health of a team consists of, in the order in which people are shown it. */
export const healthComponents = ['latencyScore', 'responseRate', 'promiseKept', 'quality', 'cnps'] as const;
export type HealthComponent = (typeof healthComponents)[number];

/** How much each component counts, 0 or more. Only their proportions matter. */
export type HealthWeights = Readonly<Record<HealthComponent, number>>;

/** From which health on, 0 to 100, a team is healthy or to be watched; below, it is at risk. */
export interface HealthBands {
  readonly healthy: number;
  readonly watch: number;
}

export const defaultHealthWeights: HealthWeights = {
  latencyScore: 40,
  responseRate: 20,
  promiseKept: 15,
  quality: 15,
  cnps: 10,
};

export const defaultHealthBands: HealthBands = { healthy: 75, watch: 50 };

export type HealthBand = 'healthy' | 'watch' | 'at risk';

/**
 * A component on the scale of 0 to 100, or why there is none: too few applications behind it (0 where nothing is in
 * its denominator), or not measured anywhere in the organisation.
 */
export type HealthValue = number | Withheld | NotMeasured;

export interface HealthPart {
  readonly component: HealthComponent;
  readonly value: HealthValue;
  /** As configured. */
  readonly weight: number;
  /**
   * The part of the figure that it makes up after what dropped out, 0 to 1: all add up to 1. 0 for what dropped out,
   * and for all where there is no figure.
   */
  readonly share: number;
}

export interface Health {
  /** 0 to 100; `null` where too little is known for a figure. */
  readonly health: number | null;
  readonly band: HealthBand | null;
  /** Always all of them. */
  readonly parts: readonly HealthPart[];
}

/** A band's limit is compared with this tolerance, so that rounding in the mean decides nothing. */
const TOLERANCE = 1e-9;

/**
 * The weighted mean of what is known. What is not measured or has too few drops out, and the rest are re-weighted.
 * There is no figure when what is known has less than half of the weight of what is measured in the organisation.
 * Source: product.md, "Candidate-experience health".
 *
 * @throws RangeError for a value outside 0 to 100, a weight below 0, or bands in another order
 */
export function healthOf(
  values: Readonly<Record<HealthComponent, HealthValue>>,
  weights: HealthWeights = defaultHealthWeights,
  bands: HealthBands = defaultHealthBands,
): Health {
  const all = healthComponents.map((component) => {
    const [value, weight] = [values[component], weights[component]];
    if (typeof value === 'number') within(value, 0, 100, component);
    within(weight, 0, Number.MAX_VALUE, `the weight of ${component}`);
    return { component, value, weight, counts: typeof value === 'number' ? weight : 0 };
  });
  const measured = sum(all.map(({ value, weight }) => (isNotMeasured(value) ? 0 : weight)));
  const known = sum(all.map(({ counts }) => counts));
  const isEnough = known > 0 && 2 * known >= measured;
  const health = isEnough
    ? sum(all.map(({ value, counts }) => (typeof value === 'number' ? value * counts : 0))) / known
    : null;
  return {
    health,
    band: health === null ? null : bandOf(health, bands),
    parts: all.map(({ component, value, weight, counts }) => ({
      component,
      value,
      weight,
      share: isEnough ? counts / known : 0,
    })),
  };
}

/** @throws RangeError unless 0 <= watch <= healthy <= 100 */
export function bandOf(health: number, { healthy, watch }: HealthBands = defaultHealthBands): HealthBand {
  within(healthy, 0, 100, 'the band "healthy"');
  within(watch, 0, healthy, 'the band "watch"');
  if (health >= healthy - TOLERANCE) return 'healthy';
  return health >= watch - TOLERANCE ? 'watch' : 'at risk';
}

/** Means of what candidates said, each 1 to 5. One that nobody rated is absent. */
export interface RatedQuality {
  readonly specific?: number | undefined;
  readonly constructive?: number | undefined;
  readonly respectful?: number | undefined;
}

/**
 * The mean of the three, of those that were rated, mapped from 1..5 to 0..100.
 *
 * @returns `undefined` when none was rated
 * @throws RangeError for a mean outside 1 to 5
 */
export function scaledQuality({ specific, constructive, respectful }: RatedQuality): number | undefined {
  const rated = [specific, constructive, respectful].filter((mean) => mean !== undefined);
  for (const mean of rated) within(mean, 1, 5, 'a rating');
  return rated.length === 0 ? undefined : ((sum(rated) / rated.length - 1) / 4) * 100;
}

/**
 * cNPS mapped to 0..100.
 *
 * @param cnps percentage of 9-10 minus percentage of 0-6: -100 to 100
 * @throws RangeError outside of that
 */
export function scaledCnps(cnps: number): number {
  return (within(cnps, -100, 100, 'cNPS') + 100) / 2;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

function within(value: number, least: number, most: number, name: string): number {
  if (!(value >= least && value <= most)) {
    throw new RangeError(`${name} must be between ${least} and ${most}, not ${value}`);
  }
  return value;
}
