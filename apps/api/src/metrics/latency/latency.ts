import { quantileOf, SURVIVAL_TOLERANCE, type Figure, type ObligationKind } from '@hearback/domain';
import type { Organisation } from '../../platform/organisation.js';
import { toMetricRow, unlessNotMeasured, type Computation, type CountedRow } from '../computation.js';
import type { MetricRequest } from '../metric-request.js';
import { obligationOf } from '../obligation-of.js';
import { chosenObligations, COUNTS, groupColumns, type Sql } from '../selection.js';

type QuantileName = keyof typeof quantileOf;
const QUANTILES = Object.entries(quantileOf) as [QuantileName, number][];

export type LatencyRow = CountedRow & { longest: number } & Record<QuantileName, number> &
  Record<`${QuantileName}_reached`, 0 | 1>;

/** Kaplan-Meier quantiles over all obligations, open ones included. */
export const latency: Computation = (metric, request, surroundings) =>
  unlessNotMeasured(metric, request, surroundings, async () => {
    const { store, organisation } = surroundings;
    const { text, parameters } = latencySql(obligationOf(metric), request, organisation);
    const rows = await store.rows<LatencyRow>(text, { ...parameters });
    return rows.map((row) => toMetricRow(row, request, quantileFigures(row)));
  });

/** The figures of a row of {@link latencySql}. */
export function quantileFigures(row: LatencyRow): Record<string, Figure> {
  const figures = QUANTILES.map(([name]): [string, Figure] => {
    const reached = row[`${name}_reached`] === 1;
    return [name, { seconds: reached ? row[name] : row.longest, reached }];
  });
  return Object.fromEntries(figures);
}

/**
 * The estimate of `survivalCurve` in the domain, in SQL: per group one row per distinct time, at-risk counts from
 * the longest wait down, and the product of the shares that went on waiting as a sum of logarithms.
 */
export function latencySql(kind: ObligationKind, request: MetricRequest, organisation: Organisation): Sql {
  const groups = groupColumns(request.by);
  const chosen = chosenObligations(kind, request, organisation);
  const quantiles = QUANTILES.map(([name, p]) => {
    const isReached = `survival <= ${1 - p} + ${SURVIVAL_TOLERANCE}`;
    return `minIf(seconds, ${isReached}) AS ${name}, countIf(${isReached}) > 0 AS ${name}_reached`;
  });
  const text = `
    WITH
    chosen AS (${chosen.text}),
    times AS (
      SELECT ${groups}, seconds, countIf(state = 'met') AS answered, count() AS observed
      FROM chosen GROUP BY ${groups}, seconds),
    risk AS (
      SELECT ${groups}, seconds, answered,
        sum(observed) OVER (PARTITION BY ${groups} ORDER BY seconds DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS at_risk
      FROM times),
    curve AS (
      SELECT ${groups}, seconds,
        exp(sum(log1p(-answered / at_risk)) OVER (PARTITION BY ${groups} ORDER BY seconds ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)) AS survival
      FROM risk),
    figures AS (
      SELECT ${groups}, max(seconds) AS longest, ${quantiles.join(', ')} FROM curve GROUP BY ${groups}),
    counts AS (SELECT ${groups}, ${COUNTS} FROM chosen GROUP BY ${groups})
    SELECT * FROM counts JOIN figures USING (${groups}) ORDER BY ${groups}`;
  return { text, parameters: chosen.parameters };
}
