import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { count, id } from '../fields.js';

export const scorePublished = defineEvent({
  type: 'hearback.score.published.v1',
  keyedBy: 'team',
  meaning: 'What a team was told about an ISO week; never changed afterwards.',
  data: z.object({
    teamId: id,
    week: z.string().regex(/^\d{4}-W\d{2}$/, 'must be an ISO week like 2026-W47'),
    score: z.number().min(0).max(100).nullable().optional(),
    low: z.number().min(0).max(100).optional(),
    high: z.number().min(0).max(100).optional(),
    n: count,
    applications: count,
    definitionVersion: z.int().min(1),
  }),
  example: {
    teamId: 'payments',
    week: '2026-W09',
    score: 71.5,
    low: 60.2,
    high: 80.1,
    n: 24,
    applications: 19,
    definitionVersion: 1,
  },
});
