import { type Organisation } from '../api/organisation.js';
import { dayOf } from '../time/zoned.js';
import { type Day } from '../time/days.js';
import { type Filter } from './filter.js';
import { openingInstant } from './opening-instant.js';
import { useFilter, type FilterInAddress } from './use-filter.js';

/** What the page looks at, from where, and in which organisation. */
export interface View extends FilterInAddress {
  readonly organisation: Organisation;
  /** The filter with the instant that the figures are asked for: the chosen one, or the end of the sample. */
  readonly asked: Filter;
  /** The instant looked at, in milliseconds. */
  readonly asOf: number;
  readonly asOfDay: Day;
  /** What looking without a chosen instant is called. */
  readonly defaultLabel: 'now' | 'end of the sample';
}

export function useView(organisation: Organisation): View {
  const inAddress = useFilter();
  const { filter } = inAddress;
  const opening = openingInstant(organisation);
  const instant = filter.asOf ?? opening;
  const asOf = Date.parse(instant ?? organisation.now);
  return {
    ...inAddress,
    organisation,
    asked: instant === undefined ? filter : { ...filter, asOf: instant },
    asOf,
    asOfDay: dayOf(asOf, organisation.timeZone),
    defaultLabel: opening === undefined ? 'now' : 'end of the sample',
  };
}
