import { EARLIEST_INSTANT, isDay, LATEST_INSTANT } from '@hearback/domain';
import { z } from 'zod';

const EARLIEST = Date.parse(EARLIEST_INSTANT);
const CENTURY_MS = 100 * 365.25 * 86_400_000;

/** What lies outside is a slip of the pen; far outside, the store could not represent it either. */
export const TIME_RANGE = 'must lie between 1990-01-01 and a century from now';

/** Whether an instant is one that a question can be about. */
export function isWithinTime(at: number): boolean {
  return at >= EARLIEST && at < Date.now() + CENTURY_MS;
}

/** A calendar day of a query or a body. */
export const dayParameter = z
  .string()
  .refine(isDay, { error: 'must be a day that exists, like 2026-11-24', abort: true })
  .refine((day) => isWithinTime(Date.parse(day)), TIME_RANGE)
  .meta({ format: 'date', examples: ['2026-11-24'] });

const INSTANT =
  'must be an instant with a zone, like 2026-11-24T15:00:00Z (in a URL, the + of an offset is written %2B)';

/** An instant of a query or a body, to the second or the millisecond, or as people write it: to the minute. */
export const instantParameter = z
  .union([z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })], INSTANT)
  .refine((instant) => isWithinTime(Date.parse(instant)), TIME_RANGE)
  .meta({ examples: ['2026-11-24T15:00:00Z'] });

/** An instant of an event as DateTime64(3, 'UTC') is written, as it stands in the cursors of pages. */
export const storedInstant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/)
  .refine((text) => isOfEvent(`${text.replace(' ', 'T')}Z`));

/** One that exists: a 30th of February would be read as a day of March. */
function isOfEvent(iso: string): boolean {
  const at = Date.parse(iso);
  if (Number.isNaN(at) || new Date(at).toISOString() !== iso) return false;
  return iso >= EARLIEST_INSTANT && iso < LATEST_INSTANT;
}

/** Milliseconds since the epoch, as they stand in the cursors of pages. */
export const instantNumber = z.number().int().refine(isWithinTime);
