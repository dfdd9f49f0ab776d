import { quantileOf, SURVIVAL_TOLERANCE, type Figure, type ObligationKind } from '@hearback/domain';
import type { Organisation } from '../../platform/organisation.js';
import type { Behind } from '../behind/listing.js';
import { toMetricRow, unlessNotMeasured, type Computation, type CountedRow } from '../computation.js';
import type { MetricRequest } from '../metric-request.js';
import { obligationOf } from '../obligation-of.js';
import { chosenObligations, COUNTS, groupColumns, inOrderOfGroups, type Sql } from '../selection.js';

type QuantileName = keyof typeof quantileOf;
const QUANTILES = Object.entries(quantileOf) as [QuantileName, number][];

export type LatencyRow = CountedRow & { longest: number } & Record<QuantileName, number> &
  Record<`${QuantileName}_reached`, 0 | 1>;

/** SQL: the end of its wait is known; waiting and ended ones say only how long it was at least. */
const IS_EVENT = 'is_met';

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
 * The estimate of `survivalCurve` in the domain, in SQL and in one pass: per group all waits in order, those that
 * were answered before those that were not where they are equally long, and the share that goes on waiting as a sum
 * of logarithms. (Answers at one time may be taken one after the other: (1 - 1/n)(1 - 1/(n-1)) = 1 - 2/n.)
 */
export function latencySql(kind: ObligationKind, request: MetricRequest, organisation: Organisation): Sql {
  const groups = groupColumns(request.by);
  const chosen = chosenObligations(kind, request, organisation);
  const quantiles = QUANTILES.map(([name, p]) => {
    const place = `arrayFirstIndex(logarithm -> logarithm <= log(${1 - p} + ${SURVIVAL_TOLERANCE}), survival)`;
    return `${place} AS ${name}_place, ${name}_place > 0 AS ${name}_reached,
      if(${name}_reached, intDiv(waits[${name}_place], 2) / 1000, 0) AS ${name}`;
  });
  const text = `
    WITH
      arrayCumSum(arrayMap(
        (wait, place) -> if(wait % 2 = 0, log1p(-1 / (n - place + 1)), 0),
        waits, arrayEnumerate(waits))) AS survival
    SELECT * EXCEPT (waits), ${quantiles.join(', ')}
    FROM (
      SELECT ${groups}, ${COUNTS}, max(seconds) AS longest,
        arraySort(groupArray(milliseconds * 2 + (NOT (${IS_EVENT})))) AS waits
      FROM (${chosen.text}) GROUP BY ${groups})`;
  return { text: inOrderOfGroups(text, request.by), parameters: chosen.parameters };
}

/** What is behind it: all of them, those whose wait is not known to its end as `censored`. */
export const behindLatency: Behind = (metric, request, { organisation }) => [
  {
    of: 'obligations',
    chosen: chosenObligations(obligationOf(metric), request, organisation),
    counted: `if(${IS_EVENT}, 'event', 'censored')`,
  },
];
