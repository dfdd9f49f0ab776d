/**
 * Kaplan-Meier and the feedback-latency score, written a second time from other formulas than the code's: slow, and
 * only there to disagree with it in tests.
 */

export interface NaiveWait {
  readonly seconds: number;
  readonly answered: boolean;
}

/** A share of all waits, and when it is answered: Infinity for never. */
interface Mass {
  readonly seconds: number;
  readonly share: number;
}

/**
 * Efron's "redistribute to the right" (1967): each wait starts with 1/n. From the shortest to the longest, one that
 * is not answered hands what it has to those after it, in equal parts. What the last one cannot hand on is never
 * answered.
 */
export function naiveMasses(waits: readonly NaiveWait[]): Mass[] {
  if (waits.length === 0) return [{ seconds: Infinity, share: 1 }];
  const ordered = [...waits].sort((a, b) => a.seconds - b.seconds || Number(b.answered) - Number(a.answered));
  const shares = ordered.map(() => 1 / ordered.length);
  return ordered.flatMap(({ seconds, answered }, i) => {
    const after = ordered.length - 1 - i;
    if (answered) return [{ seconds, share: shares[i]! }];
    if (after === 0) return [{ seconds: Infinity, share: shares[i]! }];
    for (let j = i + 1; j < shares.length; j += 1) shares[j]! += shares[i]! / after;
    return [];
  });
}

/** The share still waiting after `seconds`: the masses that lie later. */
export function naiveSurvival(waits: readonly NaiveWait[], seconds: number): number {
  return total(naiveMasses(waits).map((mass) => (mass.seconds > seconds ? mass.share : 0)));
}

/** The mean of min(wait, H) over all masses: RMST(H). */
export function naiveRestrictedMean(waits: readonly NaiveWait[], horizon: number): number {
  return total(naiveMasses(waits).map(({ seconds, share }) => Math.min(seconds, horizon) * share));
}

/** The mean of min(wait, H) over the masses that lie later than `age`; H where there are none. */
export function naiveCostOfOpen(age: number, horizon: number, waits: readonly NaiveWait[]): number {
  if (age >= horizon) return horizon;
  const later = naiveMasses(waits).filter(({ seconds }) => seconds > age);
  if (later.length === 0) return horizon;
  return (
    total(later.map(({ seconds, share }) => Math.min(seconds, horizon) * share)) /
    total(later.map(({ share }) => share))
  );
}

export interface NaiveObligation {
  readonly stage: string;
  readonly state: 'met' | 'waiting' | 'ended';
  readonly seconds: number;
}

/** The score with its interval and its stages' parts in points, from the definition over every obligation. */
export function naiveScore(
  obligations: readonly NaiveObligation[],
  horizon: number,
  before: readonly NaiveWait[],
) {
  const scored = (costs: readonly number[]) => 100 * (1 - total(costs) / costs.length / horizon);
  const costIf = (open: (age: number) => number) =>
    obligations.map(({ state, seconds }) => (state === 'met' ? Math.min(seconds, horizon) : open(seconds)));

  const costs = costIf((age) => naiveCostOfOpen(age, horizon, before));
  const answeredNow = scored(costIf((age) => Math.min(age, horizon)));
  const silent = scored(costIf(() => horizon));
  const score = scored(costs);

  const mean = total(costs) / costs.length;
  const variance = total(costs.map((cost) => (cost - mean) ** 2)) / (costs.length - 1);
  const margin =
    costs.length === 1 ? 0 : ((1.96 * Math.sqrt(variance)) / Math.sqrt(costs.length)) * (100 / horizon);

  const points: Record<string, number> = {};
  obligations.forEach(({ stage }, i) => {
    points[stage] = (points[stage] ?? 0) + (100 * costs[i]!) / horizon / costs.length;
  });
  return {
    score,
    low: Math.max(0, Math.min(score - margin, silent)),
    high: Math.min(100, Math.max(score + margin, answeredNow)),
    points,
  };
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);
