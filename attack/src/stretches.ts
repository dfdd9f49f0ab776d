import type { Service } from './service.js';

const NAME = 'hearback_loop_stretch_seconds';

/** What the service's meter of its event loop has counted since its start. */
export interface Stretches {
  /** How many stretches were at most so long, by that length in seconds, the shortest first. */
  readonly counts: ReadonlyMap<number, number>;
  /** The longest of the last minutes, in seconds. */
  readonly longest: number;
}

/** @throws Error when the service does not answer, or has no such meter */
export async function stretchesOf(service: Service): Promise<Stretches> {
  const text = await (await fetch(`${service.url}/metrics`)).text();
  const counts = new Map(
    [...text.matchAll(new RegExp(`^${NAME}_bucket\\{le="([^"]+)"\\} (\\d+)$`, 'gm'))].map(
      ([, length, count]) => [length === '+Inf' ? Infinity : Number(length), Number(count)],
    ),
  );
  const longest = /^hearback_loop_longest_stretch_seconds (\S+)$/m.exec(text)?.[1];
  if (counts.size === 0 || longest === undefined)
    throw new Error('The service does not meter its event loop.');
  return { counts, longest: Number(longest) };
}

/**
 * The longest stretch between two looks at the same service, in milliseconds. The meter knows one of before that was
 * longer only by its bucket; then it is the bucket's upper bound.
 */
export function longestBetween(before: Stretches, after: Stretches): number {
  let [shorter, lower, upper] = [0, 0, 0];
  let previous = 0;
  for (const [length, count] of after.counts) {
    const more = count - (before.counts.get(length) ?? 0);
    if (more > shorter) [shorter, lower, upper] = [more, previous, length];
    previous = length;
  }
  const { longest } = after;
  if (longest > lower && longest <= upper) return longest * 1_000;
  return (Number.isFinite(upper) ? upper : lower) * 1_000;
}
