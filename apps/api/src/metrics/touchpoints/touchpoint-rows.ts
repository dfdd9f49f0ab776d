import type { Figure, MetricRow } from '@hearback/domain';
import { groupsOfRow, NOTHING } from '../computation.js';
import type { MetricRequest } from '../metric-request.js';
import type { CountedRow } from '../computation.js';

export type TouchpointGroup = Pick<CountedRow, 'n' | 'applications'> & Partial<CountedRow>;

/** A row about moments: they have no clock, so none is met or waits. */
export function toTouchpointRow(
  row: TouchpointGroup,
  { by }: MetricRequest,
  figures: Readonly<Record<string, Figure>>,
): MetricRow {
  return { ...groupsOfRow(row, by), ...NOTHING, n: row.n, applications: row.applications, ...figures };
}

/** A figure that rests on too few applications to be told without pointing at somebody. */
export function unlessTooFew(applications: number, minimum: number, figure: Figure): Figure {
  return applications > 0 && applications < minimum ? { withheld: 'too few', n: applications } : figure;
}
