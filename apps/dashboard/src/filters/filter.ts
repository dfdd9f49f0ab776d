import { isDay, type Day } from '../time/days.js';

/**
 * What the page looks at. All of it lives in the address, under the names that the API uses, so that a shared link
 * shows the same.
 */
export interface Filter {
  readonly team: readonly string[];
  readonly stage: readonly string[];
  /** First day, inclusive, in the organisation's zone. */
  readonly from?: Day;
  /** Day after the last, exclusive, as the API reads it. */
  readonly to?: Day;
  /** ISO 8601 in UTC. Absent: now. */
  readonly asOf?: string;
}

export const everything: Filter = { team: [], stage: [] };

export interface AddressedFilter {
  readonly filter: Filter;
  /** Parameters that make no sense, as `name=value`. They are shown: dropping them unsaid would widen the view. */
  readonly ignored: readonly string[];
}

export const filterParameters = ['team', 'stage', 'from', 'to', 'asOf'] as const;

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
  return {
    filter: {
      team: distinct(params.getAll('team')),
      stage: distinct(params.getAll('stage')),
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
  for (const team of filter.team) params.append('team', team);
  for (const stage of filter.stage) params.append('stage', stage);
  for (const name of ['from', 'to', 'asOf'] as const) {
    const value = filter[name];
    if (value !== undefined) params.set(name, value);
  }
  return params;
}

/** Whether it leaves anything out. Another instant leaves nothing out, so it does not count. */
export function isNarrowed(filter: Filter): boolean {
  return (
    filter.team.length > 0 || filter.stage.length > 0 || filter.from !== undefined || filter.to !== undefined
  );
}
