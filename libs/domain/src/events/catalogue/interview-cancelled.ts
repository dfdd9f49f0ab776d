import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { id, interviewDescription } from '../fields.js';

export const interviewCancelled = defineEvent({
  type: 'hearback.interview.cancelled.v1',
  meaning: 'The interview did not take place.',
  data: z.object({
    applicationId: id,
    interviewId: id,
    ...interviewDescription,
    by: z.enum(['candidate', 'company', 'unknown']),
    noShow: z.boolean().optional(),
  }),
  example: {
    applicationId: 'app-1001',
    interviewId: 'int-1',
    by: 'company',
  },
});
