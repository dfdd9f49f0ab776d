import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { count, id, instant, label } from '../fields.js';

const points = z.number().min(0).max(100);
const week = z.string().regex(/^\d{4}-W\d{2}$/, 'must be an ISO week like 2026-W47');

/** A sentence as its rule and its numbers. Rules come and go with versions of the definition; events stay. */
const reason = z.object({
  rule: z.string().regex(/^[a-z-]{1,40}$/, 'must be the name of a rule, like answer-promised'),
  stage: z.string().max(300).optional().describe('Absent: not about one stage. Empty: an unknown one.'),
  count: count.optional(),
  of: count.optional(),
  points: points.optional(),
  days: z.number().min(0).optional().describe('Business days.'),
});

const stagePart = z.object({
  stage: z.string().max(300).describe('Empty: unknown.'),
  n: count,
  open: count.describe('Of these, without an answer.'),
  points: points.describe('What it takes off a score of 100.'),
});

/** Of every publication of Hearback's own: what others send under this type was told to nobody. */
export const SCORES_SOURCE = 'urn:hearback:scores';

export const scorePublished = defineEvent({
  type: 'hearback.score.published.v1',
  keyedBy: 'team',
  meaning: 'What a team was told about an ISO week; never changed afterwards.',
  data: z.object({
    teamId: id,
    teamName: label.optional().describe('What the team was called then.'),
    week,
    score: points.nullable().optional().describe('Absent: too few applications for a score.'),
    low: points.optional(),
    high: points.optional(),
    n: count,
    applications: count,
    definitionVersion: z.int().min(1),
    minimumGroup: count.optional().describe('So many applications a score needed then.'),
    before: points.optional().describe('The score of the week before, as it was known then.'),
    beforeTold: points
      .optional()
      .describe('What the week before was told to be, where it is something else by then.'),
    trend: z
      .array(z.object({ week, score: points.optional() }))
      .max(60)
      .optional()
      .describe('Weeks up to this one, oldest first, as they were known then.'),
    stages: z.array(stagePart).max(50).optional().describe('The dearest first.'),
    otherStages: stagePart.omit({ stage: true }).extend({ count }).optional().describe('All further ones.'),
    costliest: z
      .array(
        z.object({
          applicationId: id,
          interviewId: id.optional(),
          stage: z.string().max(300),
          state: z.enum(['met', 'waiting', 'ended']),
          startedAt: instant,
          days: z.number().min(0).describe('Business days waited by the end of the week.'),
          points,
        }),
      )
      .max(5)
      .optional()
      .describe('The interviews that cost most.'),
    waiting: z
      .object({ count, overdue: count, beyondPromise: count })
      .optional()
      .describe('Who waited for an answer at the end of the week, whenever the interview was.'),
    wentWell: reason.optional(),
    nextStep: reason.optional(),
    simulated: z.boolean().optional().describe('True where simulated or sample data is part of it.'),
    publisher: id.optional().describe('The instance of Hearback that published and delivers it.'),
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
