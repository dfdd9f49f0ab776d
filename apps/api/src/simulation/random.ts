import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Chance that comes out the same for the same seed. */
export class Random {
  readonly #generator;

  /** @param path what the numbers are for; each path has a stream of its own, so that no part disturbs another */
  constructor(...path: readonly (string | number)[]) {
    this.#generator = xoroshiro128plus(hash(JSON.stringify(path)));
  }

  /** Evenly from 0 until before 1. */
  float(): number {
    return uniformFloat64(this.#generator);
  }

  /** A whole number, both ends included. */
  int(min: number, max: number): number {
    return uniformInt(this.#generator, min, max);
  }

  between(min: number, max: number): number {
    return min + this.float() * (max - min);
  }

  chance(probability: number): boolean {
    return this.float() < probability;
  }

  pick<T>(list: readonly T[]): T {
    const one = list[this.int(0, list.length - 1)];
    if (one === undefined) throw new Error('there is nothing to pick from');
    return one;
  }

  /** So many different ones, in random order; all where there are fewer. */
  sample<T>(list: readonly T[], size: number): T[] {
    const left = [...list];
    return Array.from({ length: Math.min(size, left.length) }, () => {
      const [one] = left.splice(this.int(0, left.length - 1), 1);
      return one as T;
    });
  }

  /** The number or the one above it, so that the mean is right. */
  round(value: number): number {
    return Math.floor(value) + (this.chance(value % 1) ? 1 : 0);
  }

  /** Box and Muller's: mean 0, standard deviation 1. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.float())) * Math.cos(2 * Math.PI * this.float());
  }

  /** How long people take: mostly around the median, now and then several times as long. */
  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }
}

/** FNV-1a, 32 bits. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}
