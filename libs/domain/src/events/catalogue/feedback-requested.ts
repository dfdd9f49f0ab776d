import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { channel, id } from '../fields.js';

export const feedbackRequested = defineEvent({
  type: 'hearback.feedback.requested.v1',
  meaning: 'The candidate asked for feedback.',
  data: z.object({
    applicationId: id,
    interviewId: id.optional(),
    channel,
  }),
  example: {
    applicationId: 'app-1001',
    interviewId: 'int-1',
    channel: 'email',
  },
});
