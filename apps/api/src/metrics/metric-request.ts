import {
  clocks,
  groupings,
  obligationKinds,
  type Clock,
  type Grouping,
  type MetricDeclaration,
  type MetricFilter,
  type ObligationKind,
} from '@hearback/domain';
import { z } from 'zod';
import type { Tellings } from './as-told.js';
import { narrowings } from './behind/listing.js';
import { cursor, repeated, strict } from '../platform/parameters.js';
import { Problem } from '../platform/problem.js';
import { dayParameter, instantParameter } from '../platform/time-parameters.js';

/** What is asked about: which obligations, seen from which instant, grouped how. */
export interface MetricRequest {
  readonly filter: MetricFilter;
  /** Milliseconds since the epoch; never in the future. */
  readonly asOf: number;
  readonly by: readonly Grouping[];
  readonly clock: Clock;
  /** Of a metric with a row per kind of obligation: the only one that is wanted. */
  readonly obligation?: ObligationKind;
  /** Unless said: all. */
  readonly tellings?: Tellings;
}

const day = dayParameter.optional();

const by = repeated
  .transform((values) => values?.flatMap((value) => value.split(',')) ?? [])
  .pipe(z.array(z.enum(groupings, `must be any of ${groupings.join(', ')}`)))
  .transform((values) => [...new Set(values)]);

const asOf = instantParameter.optional();

/** The parameters of every question about obligations. */
const shape = { team: repeated, stage: repeated, job: repeated, from: day, to: day, asOf };

const inOrder = { path: ['to'], error: 'must be after from (it is exclusive)' };

const ofMetric = {
  ...shape,
  by,
  clock: z.enum(clocks, `must be ${clocks.join(' or ')}`).optional(),
  obligation: z.enum(obligationKinds, `must be any of ${obligationKinds.join(', ')}`).optional(),
};

export const metricParameters = strict(ofMetric).refine(isInOrder, inOrder);

const limit = z.coerce.number().int().min(1).max(1000);

const formats = ['json', 'csv'] as const;

/** Of what is behind a figure: those of the metric, and how it is to come. */
export const behindParameters = strict({
  ...ofMetric,
  limit: limit.optional(),
  cursor,
  counted: repeated
    .pipe(z.array(z.enum(narrowings, `must be any of ${narrowings.join(', ')}`)).optional())
    .describe(
      'Only rows that enter the figure like this, or were so read between the lines; repeated: any of these',
    ),
  format: z.enum(formats, `must be ${formats.join(' or ')}`).optional(),
}).refine(isInOrder, inOrder);

const orders = ['oldest', 'overdue'] as const;

export const waitingParameters = strict({
  ...shape,
  limit: limit.default(100),
  cursor,
  order: z.enum(orders, `must be ${orders.join(' or ')}`).default('oldest'),
  overdue: z
    .literal('true', 'must be true; without it, everybody who waits is listed')
    .optional()
    .describe('Only those whose due time has passed'),
}).refine(isInOrder, inOrder);

export type WaitingOrder = (typeof orders)[number];

/** Of what is asked about whole. */
export const instantParameters = strict({ asOf });
export type InstantParameters = z.infer<typeof instantParameters>;

export type MetricParameters = z.infer<typeof metricParameters>;
export type BehindParameters = z.infer<typeof behindParameters>;
export type WaitingParameters = z.infer<typeof waitingParameters>;

function isInOrder({ from, to }: { from?: string | undefined; to?: string | undefined }): boolean {
  return from === undefined || to === undefined || from < to;
}

/**
 * What is asked of a metric.
 * @throws Problem 400 for an instant in the future, or for a clock or kind of obligation that the metric has not
 */
export function metricRequestOf(
  metric: MetricDeclaration,
  parameters: MetricParameters,
  now: Date,
): MetricRequest {
  const { clock = metric.clocks[0] ?? 'elapsed', obligation, by } = parameters;
  if (!metric.clocks.includes(clock)) {
    const detail = `clock: ${metric.name} is told on the ${metric.clocks.join(' or ')} clock only`;
    throw new Problem(400, 'Invalid parameters', detail);
  }
  if (obligation !== undefined && metric.perObligation !== true) {
    throw new Problem(
      400,
      'Invalid parameters',
      `obligation: ${metric.name} is about one kind of obligation`,
    );
  }
  return {
    filter: filterOf(parameters),
    asOf: instantOf(parameters.asOf, now),
    by,
    clock,
    ...(obligation === undefined ? {} : { obligation }),
  };
}

/**
 * The instant that is meant: what has not happened yet can't be looked at.
 * @throws Problem 400 for an instant in the future
 */
export function instantOf(asOf: string | undefined, now: Date): number {
  const at = asOf === undefined ? now.getTime() : Date.parse(asOf);
  if (at > now.getTime()) {
    const message = `asOf: ${asOf} lies in the future; it is now ${now.toISOString()}`;
    throw new Problem(400, 'Invalid parameters', message);
  }
  return at;
}

export function filterOf({
  team,
  stage,
  job,
  from,
  to,
}: Pick<MetricParameters, keyof typeof shape>): MetricFilter {
  return {
    ...(team === undefined ? {} : { team }),
    ...(stage === undefined ? {} : { stage }),
    ...(job === undefined ? {} : { job }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}
