import { type BehindRow } from '../../api/behind.js';

/** What a stage costs a score. */
export interface StageCost {
  readonly stage: string;
  readonly n: number;
  /** Business days, of all its interviews together. */
  readonly cost: number;
  /** Of the whole cost, 0 to 1; 0 where nothing costs anything. */
  readonly share: number;
}

export interface Costs {
  readonly stages: readonly StageCost[];
  /** The interviews that cost most, the dearest first. */
  readonly dearest: readonly BehindRow[];
}

const DEAREST = 5;

/** A score's cost, split by stage (the parts add up to the whole) and down to the interviews that cost most. */
export function prepareCosts(rows: readonly BehindRow[]): Costs {
  const byStage = new Map<string, { n: number; cost: number }>();
  for (const { stage, cost = 0 } of rows) {
    const sum = byStage.get(stage) ?? { n: 0, cost: 0 };
    sum.n += 1;
    sum.cost += cost;
    byStage.set(stage, sum);
  }
  const all = [...byStage.values()].reduce((sum, { cost }) => sum + cost, 0);
  const stages = [...byStage]
    .map(([stage, { n, cost }]) => ({ stage, n, cost, share: all === 0 ? 0 : cost / all }))
    .sort((a, b) => b.cost - a.cost);
  const dearest = rows
    .filter(({ cost = 0 }) => cost > 0)
    .sort((a, b) => (b.cost ?? 0) - (a.cost ?? 0))
    .slice(0, DEAREST);
  return { stages, dearest };
}
