import { type Organisation } from '../api/organisation.js';
import { type Filter } from './filter.js';
import { dayOf } from '../time/zoned.js';
import { type Day } from '../time/days.js';
import { askedOf, weekBefore, withoutDays, type Asked } from './asked.js';
import { openingInstant } from './opening-instant.js';
import { useFilter, type FilterInAddress } from './use-filter.js';

/** What the page looks at, from where, and in which organisation. */
export interface View extends FilterInAddress {
  readonly organisation: Organisation;
  /** What figures are asked for with. */
  readonly asked: Asked;
  /** The same for those who wait: whenever their interview was. */
  readonly askedOfWaiting: Asked;
  /** The same as it was a week before. */
  readonly askedBefore: Asked;
  /** The instant looked at, in milliseconds. */
  readonly asOf: number;
  readonly asOfDay: Day;
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

/** What a filter comes to in an organisation. */
export function lookedAt(
  filter: Filter,
  organisation: Organisation,
): Pick<View, 'asked' | 'asOf' | 'asOfDay'> {
  const opening = openingInstant(organisation);
  const asOf = Date.parse(filter.asOf ?? opening ?? organisation.now);
  const asOfDay = dayOf(asOf, organisation.timeZone);
  return { asked: askedOf(filter, opening, asOfDay), asOf, asOfDay };
}
