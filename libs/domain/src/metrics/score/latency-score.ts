import { costOfAnswered, costOfOpen, type CostCurve } from './cost.js';

/** One response obligation as of T. */
export interface ScoredObligation {
  /** Names it among the others. */
  readonly key: string;
  /** '' where it is unknown. */
  readonly stage: string;
  /** `ended`: the candidate withdrew while waiting. It costs what a waiting one of that age costs. */
  readonly state: 'met' | 'waiting' | 'ended';
  /** Business seconds until the answer, the withdrawal or T, 0 or more. */
  readonly seconds: number;
}

/** The answered obligations of one stage, as a store sums them up. Several groups of one stage add up. */
export interface AnsweredGroup {
  readonly stage: string;
  /** How many, 1 or more. */
  readonly n: number;
  /** The sum of min(wait, H), in business seconds. */
  readonly sum: number;
  /** The sum of the squares of min(wait, H), in square business seconds. */
  readonly squares: number;
}

export type OpenObligation = Pick<ScoredObligation, 'stage' | 'seconds'>;

/** What a score is computed from: sums for what is answered, an age for each that is waiting or ended. */
export interface ScoreInput {
  readonly answered: readonly AnsweredGroup[];
  readonly open: readonly OpenObligation[];
}

/** A stage's part of the cost. */
export interface StagePart {
  readonly stage: string;
  readonly n: number;
  /** Waiting and ended. */
  readonly open: number;
  /** Business seconds. */
  readonly cost: number;
  /** What it takes off a score of 100: the points of all stages add up to 100 - score. */
  readonly points: number;
}

export interface LatencyScore {
  /** 0 to 100; 100 when everyone was answered at once. */
  readonly score: number;
  /** The 95 % interval, within 0 to 100. */
  readonly low: number;
  readonly high: number;
  /** Obligations. */
  readonly n: number;
  /** Of these, waiting and ended. */
  readonly open: number;
  /** Business seconds, 0 to H. */
  readonly meanCost: number;
  /** Sample standard deviation (n - 1) of the costs in business seconds; `null` when n is 1. */
  readonly deviation: number | null;
  /** H in business seconds. */
  readonly horizon: number;
  /** The most expensive first; equal ones by name. */
  readonly stages: readonly StagePart[];
}

const Z_95 = 1.96;

/**
 * The feedback-latency score: 100 x (1 - mean cost / H). The interval is that of a mean, 1.96 x standard deviation /
 * sqrt(n), widened to include the score with all open ones answered now and with all of them silent up to H, and
 * clamped to 0..100. One obligation alone has no standard deviation: only the widening applies.
 * Source: product.md, "The weekly feedback-latency score".
 *
 * Sums of squares lose digits where the waits of a group hardly differ: an interval from a store's sums is exact to
 * about 1e-5 points, one from single obligations ({@link scoreInput}) and every score to 1e-9.
 *
 * The order in which groups and obligations are given changes nothing, not even the last digit: a store gives its rows
 * in whatever order its parts have.
 *
 * @returns `undefined` without obligations: no data is no score
 * @throws RangeError for a wait below 0 or sums that no n waits from 0 to H can have
 */
export function latencyScore({ answered, open }: ScoreInput, curve: CostCurve): LatencyScore | undefined {
  const { horizon } = curve;
  const stages = new Map<string, Omit<StagePart, 'points'>>();
  const add = (stage: string, n: number, isOpen: number, cost: number) => {
    const part = stages.get(stage) ?? { stage, n: 0, open: 0, cost: 0 };
    stages.set(stage, { stage, n: part.n + n, open: part.open + isOpen, cost: part.cost + cost });
  };
  const spread = new Spread();
  // What the open ones take off or add when they are answered now, or never.
  let [saved, lost] = [0, 0];
  for (const group of [...answered].sort(byStageAndWait)) {
    check(group, horizon);
    spread.add(group.n, group.sum, group.squares);
    add(group.stage, group.n, 0, group.sum);
  }
  for (const { stage, seconds } of [...open].sort(byStageAndAge)) {
    const cost = costOfOpen(seconds, curve);
    spread.add(1, cost, cost * cost);
    add(stage, 1, 1, cost);
    saved += cost - Math.min(seconds, horizon);
    lost += horizon - cost;
  }
  const { n } = spread;
  if (n === 0) return undefined;

  const ordered = [...stages.values()].sort((a, b) => b.cost - a.cost || compare(a.stage, b.stage));
  const total = ordered.reduce((sum, { cost }) => sum + cost, 0);
  const scoreOf = (cost: number) => clamp(100 - pointsOf(cost, n, horizon));
  const score = scoreOf(total);
  const deviation = n === 1 ? null : Math.sqrt(spread.squaredDeviations / (n - 1));
  const margin = (100 * Z_95 * (deviation ?? 0)) / Math.sqrt(n) / horizon;
  return {
    score,
    low: Math.min(clamp(score - margin), scoreOf(total + lost)),
    high: Math.max(clamp(score + margin), scoreOf(total - saved)),
    n,
    open: open.length,
    meanCost: total / n,
    deviation,
    horizon,
    stages: ordered.map((part) => ({ ...part, points: pointsOf(part.cost, n, horizon) })),
  };
}

/** The input of {@link latencyScore} from single obligations, in their order. */
export function scoreInput(
  obligations: readonly ScoredObligation[],
  horizon: CostCurve['horizon'],
): ScoreInput {
  const answered = obligations.filter(({ state }) => state === 'met');
  return {
    answered: answered.map(({ stage, seconds }) => {
      const cost = costOfAnswered(seconds, { horizon });
      return { stage, n: 1, sum: cost, squares: cost * cost };
    }),
    open: obligations.filter(({ state }) => state !== 'met'),
  };
}

/** An obligation's part of the cost. */
export interface ObligationPart extends ScoredObligation {
  /** Business seconds, 0 to H. */
  readonly cost: number;
  /** What it takes off a score of 100: the points of all n obligations add up to 100 - score. */
  readonly points: number;
}

/**
 * What each of the obligations costs, the most expensive first; equal ones by the longer wait, then by key. To find
 * the most expensive of many, all open ones and the longest answered ones are enough.
 *
 * @param n obligations behind the score, these among them
 */
export function obligationParts(
  obligations: readonly ScoredObligation[],
  n: number,
  curve: CostCurve,
): ObligationPart[] {
  return obligations
    .map((obligation) => {
      const { state, seconds } = obligation;
      const cost = state === 'met' ? costOfAnswered(seconds, curve) : costOfOpen(seconds, curve);
      return { ...obligation, cost, points: pointsOf(cost, n, curve.horizon) };
    })
    .sort((a, b) => b.cost - a.cost || b.seconds - a.seconds || compare(a.key, b.key));
}

/**
 * Count, mean and squared deviations of groups put together without losing digits.
 * Source: T. F. Chan, G. H. Golub, R. J. LeVeque, "Updating formulae and a pairwise algorithm for computing sample
 * variances" (1979).
 */
class Spread {
  n = 0;
  squaredDeviations = 0;
  private mean = 0;

  add(n: number, sum: number, squares: number): void {
    const all = this.n + n;
    const apart = sum / n - this.mean;
    this.squaredDeviations += Math.max(0, squares - (sum * sum) / n) + (apart * apart * this.n * n) / all;
    this.mean += (apart * n) / all;
    this.n = all;
  }
}

/** With room for rounding: 0 <= sum <= n H, and sum^2 / n <= squares <= sum H. */
function check({ stage, n, sum, squares }: AnsweredGroup, horizon: number): void {
  const room = 1 + 1e-9;
  const isPossible =
    Number.isInteger(n) &&
    n > 0 &&
    sum >= 0 &&
    sum <= n * horizon * room &&
    squares * room >= (sum * sum) / n &&
    squares <= sum * horizon * room;
  if (!isPossible) {
    const claimed = `a sum of ${sum} and of squares of ${squares}`;
    throw new RangeError(`${n} waits up to ${horizon} s cannot have ${claimed} (stage "${stage}")`);
  }
}

/** Sums of fractions depend on the order of their terms in the last digit: these are the orders they are taken in. */
const byStageAndWait = (a: AnsweredGroup, b: AnsweredGroup): number =>
  compare(a.stage, b.stage) || a.sum - b.sum || a.squares - b.squares || a.n - b.n;
const byStageAndAge = (a: OpenObligation, b: OpenObligation): number =>
  compare(a.stage, b.stage) || a.seconds - b.seconds;

const pointsOf = (cost: number, n: number, horizon: number): number => (100 * cost) / (n * horizon);
const clamp = (points: number): number => Math.min(100, Math.max(0, points));
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
