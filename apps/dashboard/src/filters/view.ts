import { type Organisation } from '../api/organisation.js';
import { weekBefore, withoutDays, type Asked } from './asked.js';
import { lookedAt, type LookedAt } from './looked-at.js';
import { openingInstant } from './opening-instant.js';
import { useFilter, type FilterInAddress } from './use-filter.js';

/** What the page looks at, from where, and in which organisation. */
export interface View extends FilterInAddress, LookedAt {
  readonly organisation: Organisation;
  /** The same for those who wait: whenever their interview was. */
  readonly askedOfWaiting: Asked;
  /** The same as it was a week before. */
  readonly askedBefore: Asked;
  /** What looking without a chosen instant is called. */
  readonly defaultLabel: 'now' | 'end of the sample';
}

/** @param team of a page that is about one: it stands before the filter's */
export function useView(organisation: Organisation, team?: string): View {
  const inAddress = useFilter();
  const filter = team === undefined ? inAddress.filter : { ...inAddress.filter, team: [team] };
  const { asked, asOf, asOfDay } = lookedAt(filter, organisation);
  return {
    ...inAddress,
    organisation,
    asked,
    askedOfWaiting: withoutDays(asked),
    askedBefore: weekBefore(filter, asOf, organisation.timeZone),
    asOf,
    asOfDay,
    defaultLabel: openingInstant(organisation) === undefined ? 'now' : 'end of the sample',
  };
}
