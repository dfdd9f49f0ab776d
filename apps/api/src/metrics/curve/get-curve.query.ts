import type { MetricAnswer, MetricName, NotMeasured } from '@hearback/domain';
import { Query } from '@nestjs/cqrs';
import type { MetricRequest } from '../metric-request.js';

/** The Kaplan-Meier curves behind a latency, one per group. */
export class GetCurve extends Query<CurveAnswer> {
  constructor(
    readonly name: MetricName,
    readonly request: MetricRequest,
  ) {
    super();
  }
}

export interface CurveAnswer extends Omit<MetricAnswer, 'rows'> {
  readonly rows: readonly CurveRow[];
}

/** A group, with the counts that every figure has. */
export interface CurveRow {
  readonly [group: string]: unknown;
  readonly n: number;
  /** The longest wait that was observed: beyond it nothing is known. */
  readonly longestSeconds: number;
  readonly curve: readonly CurveStep[] | NotMeasured;
}

/** From `seconds` on the share `waiting` still has no answer; `atRisk` were under observation just before. */
export interface CurveStep {
  readonly seconds: number;
  readonly waiting: number;
  readonly atRisk: number;
}
