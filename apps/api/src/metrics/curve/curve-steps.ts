import { survivalCurveOfCounts, type CountedWaits } from '@hearback/domain';
import type { CurveStep } from './get-curve.query.js';

/** More can't be told apart on a screen. */
export const MOST_STEPS = 200;

/**
 * The curve as steps, from all who wait at 0 s on. Of more steps than {@link MOST_STEPS} some are left out, evenly, never
 * the first or the last; each that is kept is exact.
 *
 * @param counts each length of wait once, in ascending order
 */
export function curveSteps(counts: readonly CountedWaits[]): CurveStep[] {
  const n = counts.reduce((sum, { observed }) => sum + observed, 0);
  const atRisk = new Map<number, number>();
  let left = n;
  for (const { seconds, observed } of counts) {
    atRisk.set(seconds, left);
    left -= observed;
  }
  const steps = survivalCurveOfCounts(counts).map(({ seconds, survival }) => ({
    seconds,
    waiting: survival,
    atRisk: atRisk.get(seconds) ?? 0,
  }));
  const whole = steps[0]?.seconds === 0 ? steps : [{ seconds: 0, waiting: 1, atRisk: n }, ...steps];
  return thinned(whole);
}

function thinned(steps: readonly CurveStep[]): CurveStep[] {
  if (steps.length <= MOST_STEPS) return [...steps];
  const last = steps.length - 1;
  return Array.from(
    { length: MOST_STEPS },
    (_, index) => steps[Math.round((index * last) / (MOST_STEPS - 1))]!,
  );
}
