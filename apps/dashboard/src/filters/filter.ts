import { clocks, type Clock } from '@hearback/domain/metrics';
import { isDay, type Day } from '../time/days.js';

/** How far back from the moment looked at. */
export const ranges = ['4w', '12w', '26w', '52w', 'all'] as const;
export type Range = (typeof ranges)[number];

/** That of the health figure; what lies further back says little about how a team does today. */
export const usualRange: Range = '12w';

/**
 * What the page looks at. All of it lives in the address, under the names that the API uses where it has them, so that
 * a shared link shows the same.
 */
export interface Filter {
  readonly team: readonly string[];
  readonly stage: readonly string[];
  readonly job: readonly string[];
  /** Where no days are chosen; absent: {@link usualRange}. */
  readonly range?: Range;
  /** First day, inclusive, in the organisation's zone. */
  readonly from?: Day;
  /** Day after the last, exclusive, as the API reads it. */
  readonly to?: Day;
  /** ISO 8601 in UTC. Absent: now. */
  readonly asOf?: string;
  /** Absent: each metric's own, elapsed time where it has it. */
  readonly clock?: Clock;
}

export const everything: Filter = { team: [], stage: [], job: [] };

export interface AddressedFilter {
  readonly filter: Filter;
  /** Parameters that make no sense, as `name=value`. They are shown: dropping them unsaid would widen the view. */
  readonly ignored: readonly string[];
}

const LISTS = ['team', 'stage', 'job'] as const;
const SINGLES = ['range', 'from', 'to', 'asOf', 'clock'] as const;

export const filterParameters = [...LISTS, ...SINGLES] as const;

/** Only an instant that says its zone: what else it could mean would depend on the reader's computer. */
function isoInstant(text: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isFinite(ms) ? new Date(ms).toISOString().replace('.000Z', 'Z') : undefined;
}

const distinct = (values: readonly string[]): string[] => [
  ...new Set(values.filter((value) => value !== '')),
];

export function filterFromAddress(params: URLSearchParams): AddressedFilter {
  const ignored: string[] = [];
  const one = <T extends string>(name: string, read: (text: string) => T | undefined): T | undefined => {
    const text = params.get(name);
    if (text === null || text === '') return undefined;
    const value = read(text);
    if (value === undefined) ignored.push(`${name}=${text}`);
    return value;
  };
  const day = (text: string): Day | undefined => (isDay(text) ? text : undefined);
  const from = one('from', day);
  const to = one('to', day);
  const asOf = one('asOf', isoInstant);
  const range = one('range', (text) => ranges.find((known) => known === text));
  const clock = one('clock', (text) => clocks.find((known) => known === text));
  return {
    filter: {
      team: distinct(params.getAll('team')),
      stage: distinct(params.getAll('stage')),
      job: distinct(params.getAll('job')),
      ...(range !== undefined && { range }),
      ...(clock !== undefined && { clock }),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      ...(asOf !== undefined && { asOf }),
    },
    ignored,
  };
}

/** The address with this filter; parameters of others (the table's order, say) stay as they are. */
export function addressOfFilter(filter: Filter, current = new URLSearchParams()): URLSearchParams {
  const params = new URLSearchParams(current);
  for (const name of filterParameters) params.delete(name);
  for (const name of LISTS) for (const value of filter[name]) params.append(name, value);
  for (const name of SINGLES) {
    const value = filter[name];
    if (value !== undefined) params.set(name, value);
  }
  return params;
}

/** Whether the reader has left anything out. Another instant leaves nothing out, so it does not count. */
export function isNarrowed(filter: Filter): boolean {
  return (
    LISTS.some((name) => filter[name].length > 0) || filter.from !== undefined || filter.to !== undefined
  );
}

/** The changes that widen a filter to everything there is, at the same instant. */
export const widened = {
  ...everything,
  range: 'all',
  from: undefined,
  to: undefined,
} as const;
