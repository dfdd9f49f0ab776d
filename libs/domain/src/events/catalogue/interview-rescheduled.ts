import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { id, instant, interviewDescription } from '../fields.js';

export const interviewRescheduled = defineEvent({
  type: 'hearback.interview.rescheduled.v1',
  meaning: 'The interview got new times.',
  data: z.object({
    applicationId: id,
    interviewId: id,
    ...interviewDescription,
    startsAt: instant,
  }),
  example: {
    applicationId: 'app-1001',
    interviewId: 'int-1',
    startsAt: '2026-03-05T09:00:00.000Z',
    endsAt: '2026-03-05T10:00:00.000Z',
  },
});
