import { type MetricRow } from '@hearback/domain/metrics';
import { type BehindRow } from '../../api/behind.js';

/** What a stage costs a score. */
export interface StageCost {
  readonly stage: string;
  readonly n: number;
  /** Business days, of all its interviews together; absent where too few applications are behind it to be told. */
  readonly cost?: number;
  /** Of the whole cost, 0 to 1; 0 where nothing costs anything. */
  readonly share?: number;
}

export interface Costs {
  readonly stages: readonly StageCost[];
  /** The interviews that cost most, the dearest first; absent where there were too many to go through. */
  readonly dearest?: readonly BehindRow[];
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

/** By its definition a score of 100 costs nothing, and one of 0 ten business days for each interview. */
const DAYS_OF_A_POINT = 10 / 100;

/**
 * The same split from the scores themselves, where there are more interviews than can be fetched one by one.
 * @param whole of all stages together
 */
export function costsOfScores(whole: MetricRow, byStage: readonly MetricRow[]): Costs {
  const all = costOf(whole);
  const stages = byStage
    .map((row): StageCost => {
      const cost = costOf(row);
      const of = { stage: String(row['stage']), n: row.n };
      if (cost === undefined || all === undefined) return of;
      return { ...of, cost, share: all === 0 ? 0 : cost / all };
    })
    .sort((a, b) => (b.cost ?? 0) - (a.cost ?? 0));
  return { stages };
}

function costOf({ n, score }: MetricRow): number | undefined {
  return typeof score === 'number' ? n * (100 - score) * DAYS_OF_A_POINT : undefined;
}
