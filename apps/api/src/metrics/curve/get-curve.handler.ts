import {
  metricNamed,
  notMeasured,
  type CountedWaits,
  type MetricDeclaration,
  type MetricName,
} from '@hearback/domain';
import { Inject } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Store } from '../../clickhouse/store.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { ORGANISATION, type Organisation } from '../../platform/organisation.js';
import { answerHead } from '../answer-head.js';
import { notMeasuredRows, toMetricRow, type CountedRow } from '../computation.js';
import { isMeasured } from '../is-measured.js';
import { latency } from '../latency/latency.js';
import type { MetricRequest } from '../metric-request.js';
import { lastTellingsFirst } from '../last-tellings-first.js';
import { obligationOf } from '../obligation-of.js';
import { computations } from '../registry.js';
import { chosenObligations, COUNTS, groupColumns, inOrderOfGroups } from '../selection.js';
import { curveSteps } from './curve-steps.js';
import { GetCurve, type CurveAnswer, type CurveRow } from './get-curve.query.js';

/** The metrics that have a curve: latencies, and nothing besides. */
export const curved: readonly MetricName[] = (Object.keys(computations) as MetricName[]).filter(
  (name) => computations[name] === latency,
);

interface Row extends CountedRow {
  readonly longest: number;
  /** Twice each wait in milliseconds, one more where it was not answered; in ascending order. */
  readonly waits: readonly number[];
}

@QueryHandler(GetCurve)
export class GetCurveHandler implements IQueryHandler<GetCurve> {
  constructor(
    private readonly store: Store,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ name, request }: GetCurve): Promise<CurveAnswer> {
    const metric = metricNamed(name);
    if (metric === undefined) throw new Error(`no metric is called ${name}`);
    const rows = await lastTellingsFirst(request, this.clock().getTime(), (asked) =>
      this.#rows(metric, asked),
    );
    return { ...answerHead(metric, request, this.organisation), rows };
  }

  async #rows(metric: MetricDeclaration, request: MetricRequest): Promise<CurveRow[]> {
    const { needs } = metric;
    const [rows, measured] = await Promise.all([
      this.#waits(metric, request),
      needs === undefined || isMeasured(this.store, needs, request),
    ]);
    if (needs === undefined || measured) {
      return rows.map((row) => this.#told(row, request, curveSteps(countsOf(row.waits))));
    }
    const missing = notMeasured(needs);
    if (rows.length > 0) return rows.map((row) => this.#told(row, request, missing));
    const surroundings = { store: this.store, organisation: this.organisation };
    const none = await notMeasuredRows(request, surroundings, {});
    return none.map((row) => ({ ...row, longestSeconds: 0, curve: missing }));
  }

  #told(row: Row, request: MetricRequest, curve: CurveRow['curve']): CurveRow {
    return { ...toMetricRow(row, request, {}), longestSeconds: row.longest, curve };
  }

  #waits(metric: MetricDeclaration, request: MetricRequest): Promise<Row[]> {
    const { text, parameters } = chosenObligations(obligationOf(metric), request, this.organisation);
    const groups = groupColumns(request.by);
    return this.store.rows<Row>(
      inOrderOfGroups(
        `SELECT ${groups}, ${COUNTS}, max(seconds) AS longest,
           arraySort(groupArray(milliseconds * 2 + (NOT is_met))) AS waits
         FROM (${text}) GROUP BY ${groups}`,
        request.by,
      ),
      { ...parameters },
    );
  }
}

function countsOf(waits: readonly number[]): CountedWaits[] {
  const counts: { seconds: number; answered: number; observed: number }[] = [];
  for (const wait of waits) {
    const seconds = Math.floor(wait / 2) / 1000;
    const last = counts.at(-1);
    const of = last?.seconds === seconds ? last : { seconds, answered: 0, observed: 0 };
    if (of !== last) counts.push(of);
    of.observed += 1;
    of.answered += wait % 2 === 0 ? 1 : 0;
  }
  return counts;
}
