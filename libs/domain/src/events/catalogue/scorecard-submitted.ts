import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { count, id, instant } from '../fields.js';

export const scorecardSubmitted = defineEvent({
  type: 'hearback.scorecard.submitted.v1',
  countsTextOf: 'text',
  meaning: 'An interviewer handed in an assessment; edits never move the first one.',
  data: z.object({
    applicationId: id,
    interviewId: id,
    interviewerId: id,
    submittedAt: instant,
    wordCount: count.optional(),
    criteriaRated: count.optional(),
    criteriaTotal: count.optional(),
  }),
  example: {
    applicationId: 'app-1001',
    interviewId: 'int-1',
    interviewerId: 'emp-5',
    submittedAt: '2026-03-02T11:00:00.000Z',
    wordCount: 120,
    criteriaRated: 4,
    criteriaTotal: 5,
  },
});
