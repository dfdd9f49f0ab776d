import type { Clock, Grouping } from './declaration.js';
import type { HealthPart } from './score/health.js';
import type { Quantile } from './kaplan-meier.js';
import { isNotMeasured, type NotMeasured } from './not-measured.js';

/**
 * What `GET /api/v1/metrics/{name}` answers. It has a row for each group in which the filter finds anything that the
 * metric counts, also where none of it enters the figures: then `n` is 0 and a share `null`. Where it finds nothing, there
 * is no row: no data is an empty `rows`, never a zero. While a metric is not measured there is nothing that it counts:
 * then the interviews stand for it that are over.
 */
export interface MetricAnswer {
  readonly metric: string;
  readonly version: number;
  readonly unit: string;
  /** The one that the figures are told on. */
  readonly clock: Clock;
  /** What was asked for otherwise than it is told: another clock than the metric has. */
  readonly note?: string;
  /** ISO 8601, UTC. */
  readonly asOf: string;
  /** Of the configuration (calendars, due times, horizons, weights), which holds for every instant. */
  readonly configuration?: string;
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
  /** Of a metric with a row per kind of obligation: the only one that is wanted. */
  readonly obligation?: string;
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
  readonly [figure: string]: Figure | readonly HealthPart[] | string | undefined;
}

/** A figure that so few applications are behind that it would tell about single people: `n` is how many. */
export interface Withheld {
  readonly withheld: 'too few';
  readonly n: number;
}

export type Figure = number | null | Quantile | NotMeasured | Withheld;

export function isWithheld(figure: unknown): figure is Withheld {
  return typeof figure === 'object' && figure !== null && 'withheld' in figure;
}

/**
 * @param applications distinct ones behind a figure
 * @param minimumGroup the least that a figure about people may rest on, 5 unless configured otherwise
 * @returns what stands in the figure's place when there are fewer; otherwise `undefined`
 */
export function tooFew(applications: number, minimumGroup: number): Withheld | undefined {
  return applications < minimumGroup ? { withheld: 'too few', n: applications } : undefined;
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
    for (const [name, figure] of Object.entries(counts ?? {})) {
      if (!isFigure(figure) && !isListOfParts(figure)) {
        throw new Error(`a metric answer cannot have ${JSON.stringify(figure)} at rows.${index}.${name}`);
      }
    }
  }
  return answer as MetricAnswer;
}

function isFigure(value: unknown): boolean {
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'string')
    return true;
  if (isQuantile(value)) return typeof value.seconds === 'number' && typeof value.reached === 'boolean';
  if (isWithheld(value)) return typeof value.withheld === 'string' && typeof value.n === 'number';
  return isNotMeasured(value) && typeof value.notMeasured === 'string' && typeof value.reason === 'string';
}

function isListOfParts(value: unknown): value is readonly HealthPart[] {
  return (
    Array.isArray(value) &&
    (value as readonly (Partial<HealthPart> | null)[]).every(
      (part) =>
        typeof part?.component === 'string' &&
        (typeof part.value === 'number' || isWithheld(part.value) || isNotMeasured(part.value)) &&
        typeof part.weight === 'number' &&
        typeof part.share === 'number',
    )
  );
}
