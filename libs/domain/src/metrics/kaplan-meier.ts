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
  const steps: SurvivalStep[] = [];
  let survival = 1;
  for (let next = 0; next < ordered.length;) {
    const seconds = ordered[next]!.seconds;
    const atRisk = ordered.length - next;
    let answered = 0;
    for (; ordered[next]?.seconds === seconds; next += 1) answered += ordered[next]!.answered ? 1 : 0;
    if (answered === 0) continue;
    survival *= 1 - answered / atRisk;
    steps.push({ seconds, survival });
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
