import { SURVIVAL_TOLERANCE, type SurvivalStep } from '../kaplan-meier.js';

/** The score looks at the first ten business days of a wait: longer silence costs no more. */
export const HORIZON_BUSINESS_DAYS = 10;

/**
 * The horizon H in business seconds.
 *
 * @param dayHours working hours of the calendar's standard day, above 0 up to 24
 * @throws RangeError when it is not
 */
export function horizonSeconds(dayHours: number): number {
  if (!(dayHours > 0 && dayHours <= 24)) throw new RangeError(`a business day cannot have ${dayHours} hours`);
  return HORIZON_BUSINESS_DAYS * dayHours * 3600;
}

/** A survival curve up to the horizon with its integral, so that what an open obligation costs is a look-up. */
export interface CostCurve {
  /** H in business seconds, above 0. */
  readonly horizon: number;
  /** Where the curve steps before H, ascending, in business seconds. */
  readonly seconds: readonly number[];
  /** S from the step on. */
  readonly survival: readonly number[];
  /** The integral of S from the step to H, in business seconds. Summed from H down: small ends stay exact. */
  readonly rest: readonly number[];
}

/**
 * @param curve share still waiting by business seconds, ascending; 1 before its first step, held flat after its last
 * @param horizon H in business seconds
 * @throws RangeError when the horizon is not a positive number, or the curve does not ascend in time within 0 to 1
 */
export function costCurve(curve: readonly SurvivalStep[], horizon: number): CostCurve {
  if (!(horizon > 0 && Number.isFinite(horizon))) {
    throw new RangeError(`a horizon must be positive, not ${horizon}`);
  }
  let [time, share] = [-1, 1];
  for (const { seconds, survival } of curve) {
    if (!(seconds > time && seconds >= 0 && survival >= 0 && survival <= share + SURVIVAL_TOLERANCE)) {
      throw new RangeError(`a survival curve cannot step to ${survival} at ${seconds} s`);
    }
    [time, share] = [seconds, survival];
  }
  const steps = curve.filter(({ seconds }) => seconds < horizon);
  const rest = new Array<number>(steps.length);
  let [end, sum] = [horizon, 0];
  for (let i = steps.length - 1; i >= 0; i -= 1) {
    const { seconds, survival } = steps[i]!;
    sum += (end - seconds) * survival;
    rest[i] = sum;
    end = seconds;
  }
  return {
    horizon,
    seconds: steps.map(({ seconds }) => seconds),
    survival: steps.map(({ survival }) => survival),
    rest,
  };
}

/**
 * What an obligation costs that was answered: min(wait, H), in business seconds, 0 to H.
 *
 * @param wait business seconds until the answer, 0 or more
 * @throws RangeError when it is not
 */
export function costOfAnswered(wait: number, { horizon }: Pick<CostCurve, 'horizon'>): number {
  return Math.min(checked(wait), horizon);
}

/**
 * What an obligation costs that is still open, or whose candidate withdrew: a + integral from a to H of
 * S(t) / S(a) dt, which is E[min(wait, H) | wait > a] under the curve. Where S(a) is 0 nobody ever waited that long,
 * and the rest up to H counts as silence; from H on it costs H. It never falls as the age grows.
 * In business seconds, min(a, H) to H; O(log n) in the steps of the curve.
 * Source: product.md, "The weekly feedback-latency score"; the restricted mean of P. Royston, M. K. B. Parmar,
 * "Restricted mean survival time", BMC Medical Research Methodology 13:152 (2013), given survival to a.
 *
 * @param age a, business seconds waited so far (until the withdrawal), 0 or more
 * @throws RangeError when it is not
 */
export function costOfOpen(age: number, { horizon, seconds, survival, rest }: CostCurve): number {
  if (checked(age) >= horizon) return horizon;
  const step = lastAtOrBefore(seconds, age);
  const share = step < 0 ? 1 : survival[step]!;
  if (share === 0) return horizon;
  const next = seconds[step + 1];
  // Up to the next step S(t) / S(a) is 1; after it the integral is known.
  return next === undefined ? horizon : Math.min(next + rest[step + 1]! / share, horizon);
}

/** The index of the last of the ascending `times` at or before `time`; -1 when there is none. */
function lastAtOrBefore(times: readonly number[], time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function checked(seconds: number): number {
  if (!(seconds >= 0 && Number.isFinite(seconds))) {
    throw new RangeError(`a wait must be 0 s or more, not ${seconds}`);
  }
  return seconds;
}
