import { isWeek, nextWeek, startOfWeek, type Week } from '@hearback/domain';
import { z } from 'zod';
import type { Organisation } from '../platform/organisation.js';
import { Problem } from '../platform/problem.js';

/** Events are of no other years. */
const isWithinTime = (text: string): boolean => text >= '1990-W01' && text < '2200-W01';

/** As near as a pattern comes: not every year has a week 53. */
const PATTERN = '^(199\\d|2[01]\\d\\d)-W(0[1-9]|[1-4]\\d|5[0-3])$';

export const week = z
  .string()
  .refine((text) => isWeek(text) && isWithinTime(text), 'must be an ISO week that exists, like 2026-W47')
  .meta({ pattern: PATTERN, examples: ['2026-W47'] });

/** How the OpenAPI document describes a week in a path. */
export const WEEK_IN_PATH = {
  name: 'week',
  schema: { type: 'string', pattern: PATTERN },
  example: '2026-W47',
} as const;

/** @throws Problem 400 for what is no week, or not over */
export function finishedWeek(named: string, now: number, { timeZone }: Organisation): Week {
  const parsed = week.safeParse(named);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Problem(400, 'Invalid parameters', `week: ${issue?.message}`);
  }
  const end = startOfWeek(nextWeek(parsed.data), timeZone);
  if (now >= end) return parsed.data;
  const detail = `week: ${named} is not over; it ends at ${new Date(end).toISOString()}`;
  throw new Problem(400, 'Invalid parameters', detail);
}
