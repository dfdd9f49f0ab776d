/** One observed wait: how long, and whether it ended with the answer or was still open (right-censored). */
export interface Observation {
  /** Seconds, 0 or more. */
  readonly seconds: number;
  readonly answered: boolean;
}

/** The share still waiting from `seconds` on, until the next step. */
export interface SurvivalStep {
  readonly seconds: number;
  readonly survival: number;
}

/** `reached: false` means "more than": the curve does not come down that far; `seconds` is the largest wait so far. */
export interface Quantile {
  readonly seconds: number;
  readonly reached: boolean;
}

/** S(t) is compared with this tolerance, so that rounding in the product decides nothing. */
export const SURVIVAL_TOLERANCE = 1e-9;

/** How many waits of one length were observed, and how many of them ended with the answer. */
export interface CountedWaits {
  readonly seconds: number;
  readonly answered: number;
  readonly observed: number;
}

/**
 * The Kaplan-Meier estimate of the share still waiting: S(t) = product over answer times t_i <= t of
 * (1 - d_i / n_i), with d_i answered at t_i and n_i waiting just before. At equal times answers come before
 * censorings, so whoever is censored at t_i still counts in n_i.
 * Source: E. L. Kaplan, P. Meier, "Nonparametric Estimation from Incomplete Observations", JASA 53 (1958).
 *
 * @returns one step per distinct time at which somebody was answered, in ascending order
 */
export function survivalCurve(observations: readonly Observation[]): SurvivalStep[] {
  const ordered = [...observations].sort((a, b) => a.seconds - b.seconds);
  const counts: { seconds: number; answered: number; observed: number }[] = [];
  for (const { seconds, answered } of ordered) {
    const last = counts.at(-1);
    const of = last?.seconds === seconds ? last : { seconds, answered: 0, observed: 0 };
    if (of !== last) counts.push(of);
    of.observed += 1;
    of.answered += answered ? 1 : 0;
  }
  return survivalCurveOfCounts(counts);
}

/**
 * The same from waits that are counted already, as a store gives them.
 * @param counts each length once, in ascending order
 */
export function survivalCurveOfCounts(counts: readonly CountedWaits[]): SurvivalStep[] {
  let atRisk = counts.reduce((sum, { observed }) => sum + observed, 0);
  let survival = 1;
  const steps: SurvivalStep[] = [];
  for (const { seconds, answered, observed } of counts) {
    if (answered > 0) {
      survival *= 1 - answered / atRisk;
      steps.push({ seconds, survival });
    }
    atRisk -= observed;
  }
  return steps;
}

/**
 * The smallest wait t with S(t) <= 1 - p; where the curve stays above that, the largest wait so far as "more than".
 *
 * @param p between 0 and 1: 0.5 for the median
 * @returns `undefined` without observations
 */
export function survivalQuantile(observations: readonly Observation[], p: number): Quantile | undefined {
  if (observations.length === 0) return undefined;
  const reached = survivalCurve(observations).find(({ survival }) => survival <= 1 - p + SURVIVAL_TOLERANCE);
  if (reached !== undefined) return { seconds: reached.seconds, reached: true };
  return { seconds: observations.reduce((most, { seconds }) => Math.max(most, seconds), 0), reached: false };
}
