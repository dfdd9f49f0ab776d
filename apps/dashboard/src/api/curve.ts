import { isNotMeasured, type Grouping, type MetricName, type NotMeasured } from '@hearback/domain/metrics';
import { type Asked } from '../filters/asked.js';
import { metricPath } from '../metrics/fetch-metric.js';
import { getJson } from './get-json.js';

/** From `seconds` on the share `waiting` still has no answer; `atRisk` were under observation just before. */
export interface CurveStep {
  readonly seconds: number;
  readonly waiting: number;
  readonly atRisk: number;
}

/** The Kaplan-Meier curve of a selection. */
export interface Curve {
  readonly n: number;
  readonly waiting: number;
  /** The longest wait observed: beyond it nothing is known. */
  readonly longestSeconds: number;
  readonly curve: readonly CurveStep[] | NotMeasured;
}

export function parseCurves(body: unknown): readonly Curve[] {
  const rows = (body as { rows?: unknown } | null)?.rows;
  if (!Array.isArray(rows)) throw new Error('the rows are missing');
  for (const row of rows as Partial<Curve>[]) {
    if (!Array.isArray(row.curve) && !isNotMeasured(row.curve)) throw new Error('a curve is missing');
    if (typeof row.longestSeconds !== 'number') throw new Error('longestSeconds is missing');
  }
  return rows as readonly Curve[];
}

export function fetchCurves(
  name: MetricName,
  asked: Asked,
  by: readonly Grouping[],
  signal?: AbortSignal,
): Promise<readonly Curve[]> {
  return getJson(metricPath(name, asked, by, '/curve'), parseCurves, signal);
}
