import type { CostCurve, MetricDeclaration } from '@hearback/domain';
import type { Surroundings } from '../computation.js';
import type { MetricRequest } from '../metric-request.js';
import type { ScoreWindow } from '../score/score-window.js';
import type { Sql } from '../selection.js';

/** The words for how a row enters a figure, over all metrics. */
export const countedAs = [
  'numerator',
  'denominator',
  'leftOut',
  'event',
  'censored',
  'waiting',
  'overdue',
  'kept',
  'moved',
  'broken',
  'open',
  'notYetDue',
  'answered',
  'counted',
  'promoter',
  'passive',
  'detractor',
  'withheld',
] as const;

/** What was read between the lines of an obligation's events, and the column of a chosen row that says so. */
const FLAGS = [
  ['assumed', 'is_assumed'],
  ['inferred', 'is_inferred'],
  ['early', 'is_early'],
] as const;

/** What a list can be narrowed to: a way of entering the figure, or what was read between the lines. */
export const narrowings = [...countedAs, ...FLAGS.map(([name]) => name)] as const;

/** Rows behind the figures of a metric, all of one kind. */
export interface Listing {
  readonly of: 'obligations' | 'touchpoints';
  /** What `chosenObligations` or `chosenTouchpoints` chooses, and the parameters of `counted` with its own. */
  readonly chosen: Sql;
  /** The values of so few applications that they would tell of single people are not told. */
  readonly needsMinimumGroup?: true;
  /** SQL on a chosen row: how it enters the figures, as one word. */
  readonly counted: string;
  /** Of a score: over what time, and what its waits cost. The chosen rows then have `days`. */
  readonly score?: { readonly window: ScoreWindow; readonly curve: () => Promise<CostCurve> };
  /** Where candidates are counted: which of their ids were merged away, and into which. */
  readonly merged?: () => Promise<ReadonlyMap<string, string>>;
}

/** What is behind the figures of a metric, from the same conditions as they are computed with. */
export type Behind = (
  metric: MetricDeclaration,
  request: MetricRequest,
  surroundings: Surroundings,
) => readonly Listing[];

/** Of a listing only the rows that any of the {@link narrowings} holds of. */
export function narrowed<Some extends Listing>(listing: Some, wanted: readonly string[]): Some {
  const { text, parameters } = listing.chosen;
  const flags = FLAGS.filter(([name]) => listing.of === 'obligations' && wanted.includes(name));
  const conditions = [
    `(${listing.counted}) IN {countedAs:Array(String)}`,
    ...flags.map(([, column]) => column),
  ];
  return {
    ...listing,
    chosen: {
      text: `SELECT * FROM (${text}) WHERE ${conditions.join(' OR ')}`,
      parameters: { ...parameters, countedAs: wanted },
    },
  };
}

/**
 * SQL: how a row enters a rate.
 *
 * @param restsOn SQL condition: it is in the denominator
 * @param numerator SQL condition: of those, it is in the numerator
 */
export function countedInRate(restsOn: string, numerator: string): string {
  return `if(${restsOn}, if(${numerator}, 'numerator', 'denominator'), 'leftOut')`;
}
