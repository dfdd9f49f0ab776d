import { survivalCurve, type Observation, type SurvivalStep } from '../kaplan-meier.js';

/** With fewer earlier obligations, their curve says too little. */
export const YARDSTICK_MINIMUM = 30;

/** A Kaplan-Meier curve in business seconds, and the number of obligations, open ones included, that it rests on. */
export interface MeasuredCurve {
  readonly n: number;
  readonly curve: readonly SurvivalStep[];
}

export interface Yardstick extends MeasuredCurve {
  /** `before`: of the twelve weeks before the four. `own`: of the four weeks themselves. */
  readonly of: 'before' | 'own';
}

/** @param observations in business seconds; waiting and ended ones count as not answered */
export function measuredCurve(observations: readonly Observation[]): MeasuredCurve {
  return { n: observations.length, curve: survivalCurve(observations) };
}

/**
 * The organisation's curve that says what open obligations usually go on to cost: that of the twelve weeks before,
 * which no answer of the four weeks can move; with fewer than {@link YARDSTICK_MINIMUM} obligations there, that of the
 * four weeks. Under the own curve a score of the whole organisation is 100 x (1 - RMST(H) / H), and an earlier answer
 * may lower a score: it changes what the others are expected to cost.
 */
export function yardstick(before: MeasuredCurve, own: MeasuredCurve): Yardstick {
  const of = before.n < YARDSTICK_MINIMUM ? 'own' : 'before';
  const { n, curve } = of === 'before' ? before : own;
  return { n, curve, of };
}
