import { type Organisation } from '../api/organisation.js';
import { type Day } from '../time/days.js';
import { dayOf } from '../time/zoned.js';
import { askedOf, type Asked } from './asked.js';
import { type Filter } from './filter.js';
import { openingInstant } from './opening-instant.js';

/** What a filter comes to in an organisation. */
export interface LookedAt {
  /** What figures are asked for with. */
  readonly asked: Asked;
  /** The instant looked at, in milliseconds. */
  readonly asOf: number;
  readonly asOfDay: Day;
}

export function lookedAt(filter: Filter, organisation: Organisation): LookedAt {
  const opening = openingInstant(organisation);
  const asOf = Date.parse(filter.asOf ?? opening ?? organisation.now);
  const asOfDay = dayOf(asOf, organisation.timeZone);
  return { asked: askedOf(filter, opening, asOfDay), asOf, asOfDay };
}
