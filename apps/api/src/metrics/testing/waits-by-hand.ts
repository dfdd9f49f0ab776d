/** Kaplan-Meier and what waits cost, from their definitions: slow, and written without the domain's. */

export interface Wait {
  readonly length: number;
  readonly answered: boolean;
}

interface Step {
  readonly at: number;
  readonly share: number;
}

const curves = new WeakMap<readonly Wait[], readonly Step[]>();

/** After each time at which somebody was answered, times 1 - answered then / waiting just before. */
function stepsOf(waits: readonly Wait[]): readonly Step[] {
  const known = curves.get(waits);
  if (known !== undefined) return known;
  const times = new Set(waits.filter(({ answered }) => answered).map(({ length }) => length));
  let share = 1;
  const steps = [...times]
    .sort((a, b) => a - b)
    .map((at) => {
      const answered = waits.filter((wait) => wait.answered && wait.length === at).length;
      share *= 1 - answered / waits.filter(({ length }) => length >= at).length;
      return { at, share };
    });
  curves.set(waits, steps);
  return steps;
}

/** S(t): the share that still waits after t. */
export function stillWaiting(waits: readonly Wait[], t: number): number {
  return stepsOf(waits).findLast(({ at }) => at <= t)?.share ?? 1;
}

/** The smallest t with S(t) <= 1 - p, or "more than" the longest wait so far. */
export function quantileByHand(waits: readonly Wait[], p: number): { seconds: number; reached: boolean } {
  const reached = stepsOf(waits).find(({ share }) => share <= 1 - p + 1e-9);
  if (reached !== undefined) return { seconds: reached.at, reached: true };
  return { seconds: Math.max(...waits.map(({ length }) => length)), reached: false };
}

export const HORIZON = 10;

/** What an open wait of `age` business days costs: a + the integral of S(t) / S(a) from a to H. */
export function costOfOpenByHand(age: number, yardstick: readonly Wait[]): number {
  if (age >= HORIZON) return HORIZON;
  const atAge = stillWaiting(yardstick, age);
  if (atAge === 0) return HORIZON;
  const steps = yardstick
    .filter(({ answered, length }) => answered && length > age && length < HORIZON)
    .map(({ length }) => length);
  const edges = [age, ...[...new Set(steps)].sort((a, b) => a - b), HORIZON];
  let cost = age;
  for (let index = 1; index < edges.length; index += 1) {
    const [from, to] = [edges[index - 1]!, edges[index]!];
    cost += ((to - from) * stillWaiting(yardstick, from)) / atAge;
  }
  return cost;
}

/** 100 x (1 - mean cost / H) with its interval: that of a mean, widened to all open ones answered now, and all silent. */
export function scoreByHand(
  waits: readonly Wait[],
  costs: readonly number[],
): { score: number; low: number; high: number } {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const points = (values: readonly number[]): number => 100 * (1 - mean(values) / HORIZON);
  const score = points(costs);
  const answeredNow = points(waits.map(({ length }) => Math.min(length, HORIZON)));
  const silent = points(
    waits.map(({ length, answered }) => (answered ? Math.min(length, HORIZON) : HORIZON)),
  );
  const squares = costs.map((cost) => (cost - mean(costs)) ** 2);
  const deviation =
    costs.length === 1 ? 0 : Math.sqrt(squares.reduce((a, b) => a + b, 0) / (costs.length - 1));
  const margin = ((1.96 * deviation) / Math.sqrt(costs.length) / HORIZON) * 100;
  return {
    score,
    low: Math.max(0, Math.min(score - margin, silent)),
    high: Math.min(100, Math.max(score + margin, answeredNow)),
  };
}
