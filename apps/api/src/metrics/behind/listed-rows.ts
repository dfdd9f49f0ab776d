import { costOfAnswered, costOfOpen, type CostCurve, type Grouping, type Withheld } from '@hearback/domain';
import type { Organisation } from '../../platform/organisation.js';
import { namedColumns, type Sql } from '../selection.js';
import type { Position } from './cursor.js';
import type { BehindRow } from './list-behind.query.js';
import type { Listing } from './listing.js';
import {
  obligationColumns,
  orNull,
  tellingColumns,
  toToldObligation,
  type ObligationRow,
} from './told-obligation.js';
import { toToldTouchpoint, touchpointColumns, type TouchpointRow } from './told-touchpoint.js';

type Groups = Partial<Record<`by_${Grouping}`, string>>;

/** A row as the store gives it. */
export type StoredRow = (ObligationRow | TouchpointRow) &
  Groups & { readonly counted: string; readonly days?: number };

/** The groups that no column of a row tells. */
const PERIODS = ['day', 'week', 'month'] as const;

const WINDOW_COLUMNS = ['week', 'days', 'cost', 'windowFrom', 'windowTo', 'windowAsOf'] as const;

/** The rows of a listing, oldest first, after a position. */
export function listedSql(
  listing: Listing,
  by: readonly Grouping[],
  organisation: Organisation,
  after?: Pick<Position, 'at' | 'id'>,
  limit?: number,
): Sql {
  const { text, parameters } = listing.chosen;
  const [at, id] = listing.of === 'obligations' ? ['started_at', 'obligation_id'] : ['at', 'touchpoint_id'];
  const telling = listing.of === 'obligations' ? `${tellingColumns(organisation)},` : '';
  // The weeks of a score are those of its windows.
  const periods = listing.score === undefined ? by : by.filter((grouping) => grouping !== 'week');
  const isAfter =
    after === undefined ? '' : `WHERE (${at}, ${id}) > ({afterAt:DateTime64(3, 'UTC')}, {afterId:String})`;
  return {
    text: `SELECT ${namedColumns(periods)}, ${telling} ${listing.counted} AS counted FROM (${text}) ${isAfter}
      ORDER BY ${at}, ${id} ${limit === undefined ? '' : `LIMIT ${limit}`}`,
    parameters: { ...parameters, ...(after === undefined ? {} : { afterAt: after.at, afterId: after.id }) },
  };
}

/** Where a row stands in its listing. */
export function positionOf(row: StoredRow): Pick<Position, 'at' | 'id'> {
  return 'obligation_id' in row
    ? { at: row.started_at, id: row.obligation_id }
    : { at: row.at, id: row.touchpoint_id };
}

/** The columns of all listings, each once. */
export function columnsOf(listings: readonly Listing[], by: readonly Grouping[]): string[] {
  const columns = listings.flatMap((listing): readonly string[] => [
    ...(listing.of === 'obligations' ? obligationColumns : touchpointColumns),
    ...PERIODS.filter((period) => by.includes(period)),
    ...(listing.score === undefined ? [] : WINDOW_COLUMNS),
  ]);
  return [...new Set(columns.filter((column) => column !== 'url')), 'url', 'counted'];
}

/** How the rows of a listing are told. */
export async function tellerOf(
  { score, merged }: Listing,
  withheld: Withheld | undefined,
): Promise<(row: StoredRow) => BehindRow> {
  const [curve, people] = await Promise.all([score?.curve(), merged?.()]);
  const window = score?.window;
  const told =
    window === undefined
      ? {}
      : {
          ...(window.week === undefined ? {} : { week: window.week }),
          windowFrom: isoOf(window.from),
          windowTo: isoOf(window.to),
          windowAsOf: isoOf(window.asOf),
        };
  return (row) => ({
    ...('obligation_id' in row ? toToldObligation(row) : toToldTouchpoint(row, withheld !== undefined)),
    ...(people === undefined
      ? {}
      : { candidateId: orNull(people.get(row.candidate_id) ?? row.candidate_id) }),
    ...periodsOf(row),
    ...told,
    ...(curve === undefined || row.days === undefined ? {} : costOf(row as ScoredRow, curve)),
    counted: withheld === undefined ? row.counted : 'withheld',
  });
}

type ScoredRow = ObligationRow & { readonly days: number };

function costOf({ state, days }: ScoredRow, curve: CostCurve): { days: number; cost: number } {
  return { days, cost: state === 'met' ? costOfAnswered(days, curve) : costOfOpen(days, curve) };
}

function periodsOf(row: Groups): Pick<BehindRow, (typeof PERIODS)[number]> {
  const told = PERIODS.flatMap((period) => {
    const value = row[`by_${period}`];
    return value === undefined ? [] : [[period, value]];
  });
  return Object.fromEntries(told) as Pick<BehindRow, (typeof PERIODS)[number]>;
}

export function isoOf(at: number): string {
  return new Date(at).toISOString();
}
