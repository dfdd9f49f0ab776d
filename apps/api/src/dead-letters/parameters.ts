import { isDay, rejectionReasons, startOfDay } from '@hearback/domain';
import { z } from 'zod';
import { cursor, repeated, strict } from '../platform/parameters.js';
import { dayParameter, instantParameter, TIME_RANGE } from '../platform/time-parameters.js';
import { standings, type DeadLetterFilter } from './selection.js';

const when = z
  .union(
    [dayParameter, instantParameter],
    `must be a day that exists, like 2026-11-24, or an instant with a zone, like 2026-11-24T15:00:00Z; it ${TIME_RANGE}`,
  )
  .optional();

const reason = z.enum(rejectionReasons, `must be any of ${rejectionReasons.join(', ')}`);

const REASON = { type: 'string', enum: [...rejectionReasons] };

/** Said the same way in an address and in the body of a replay. */
const filterShape = {
  reason: repeated
    .pipe(z.array(reason).optional())
    // What is parsed first, and documented unless said otherwise, is any text.
    .meta({ anyOf: [REASON, { type: 'array', items: REASON, maxItems: 1000 }] }),
  origin: repeated,
  topic: repeated,
  from: when,
  to: when,
  outcome: z.enum(standings, `must be any of ${standings.join(', ')}`).optional(),
};

export const filterSchema = strict(filterShape);

export const listParameters = strict({
  ...filterShape,
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor,
});

/** @param zone of the organisation: in which its days begin */
export function filterOf(given: z.infer<typeof filterSchema>, zone: string): DeadLetterFilter {
  const { reason: reasons, origin: origins, topic: topics, outcome } = given;
  const [from, to] = [given.from, given.to].map((text) => {
    if (text === undefined) return undefined;
    return isDay(text) ? startOfDay(text, zone) : Date.parse(text);
  });
  return {
    ...(reasons !== undefined && { reasons }),
    ...(origins !== undefined && { origins }),
    ...(topics !== undefined && { topics }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(outcome !== undefined && { outcome }),
  };
}
