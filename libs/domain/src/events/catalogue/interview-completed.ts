import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { id, instant, interviewDescription } from '../fields.js';

export const interviewCompleted = defineEvent({
  type: 'hearback.interview.completed.v1',
  meaning: 'The interview took place.',
  data: z.object({
    applicationId: id,
    interviewId: id,
    ...interviewDescription,
    endedAt: instant,
    startedAt: instant.optional(),
  }),
  example: {
    applicationId: 'app-1001',
    interviewId: 'int-1',
    startedAt: '2026-03-02T10:02:00.000Z',
    endedAt: '2026-03-02T11:04:00.000Z',
    teamId: 'payments',
    stage: 'Onsite',
  },
});
