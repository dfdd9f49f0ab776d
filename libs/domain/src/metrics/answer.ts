import type { Clock, Grouping } from './declaration.js';
import type { Quantile } from './kaplan-meier.js';

/** What `GET /api/v1/metrics/{name}` answers. No data is an empty `rows`, never a zero. */
export interface MetricAnswer {
  readonly metric: string;
  readonly version: number;
  readonly unit: string;
  readonly clock: Clock;
  /** ISO 8601, UTC. */
  readonly asOf: string;
  readonly filter: MetricFilter;
  readonly rows: readonly MetricRow[];
}

export interface MetricFilter {
  readonly team?: readonly string[];
  readonly stage?: readonly string[];
  readonly job?: readonly string[];
  /** Days on which the clock started, of the organisation's zone: from inclusive, to exclusive. */
  readonly from?: string;
  readonly to?: string;
  readonly by?: readonly Grouping[];
}

/** One group's figures with what they rest on. Groups are present when asked for with `by`. */
export interface MetricRow extends Partial<Record<Grouping, string>> {
  /** Obligations. */
  readonly n: number;
  readonly applications: number;
  readonly met: number;
  readonly waiting: number;
  readonly ended: number;
  readonly assumed: number;
  readonly inferred: number;
  readonly early: number;
  readonly [figure: string]: Figure | string | undefined;
}

/** A figure that no source reports is `notMeasured`, with the kind of event that is missing: not zero, not bad. */
export interface NotMeasured {
  readonly notMeasured: string;
}

export type Figure = number | null | Quantile | NotMeasured;

export function isNotMeasured(figure: unknown): figure is NotMeasured {
  return typeof figure === 'object' && figure !== null && 'notMeasured' in figure;
}

export function isQuantile(figure: unknown): figure is Quantile {
  return typeof figure === 'object' && figure !== null && 'seconds' in figure && 'reached' in figure;
}

/**
 * Checks that a body is a metric's answer.
 * @throws Error that names what is missing: an answer of another shape is an outage, never an empty chart
 */
export function parseMetricAnswer(body: unknown): MetricAnswer {
  const answer = body as Partial<MetricAnswer> | null;
  if (typeof answer !== 'object' || answer === null) throw new Error('a metric answer must be an object');
  for (const field of ['metric', 'unit', 'clock', 'asOf'] as const) {
    if (typeof answer[field] !== 'string') throw new Error(`a metric answer must have a string "${field}"`);
  }
  if (!Array.isArray(answer.rows)) throw new Error('a metric answer must have a list "rows"');
  for (const [index, row] of (answer.rows as readonly unknown[]).entries()) {
    const counts = row as Partial<MetricRow> | null;
    for (const count of [
      'n',
      'applications',
      'met',
      'waiting',
      'ended',
      'assumed',
      'inferred',
      'early',
    ] as const) {
      if (typeof counts?.[count] !== 'number') {
        throw new Error(`a metric answer must have a number at rows.${index}.${count}`);
      }
    }
  }
  return answer as MetricAnswer;
}
