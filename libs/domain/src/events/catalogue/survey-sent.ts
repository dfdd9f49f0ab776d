import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { channel, id } from '../fields.js';

export const surveySent = defineEvent({
  type: 'hearback.survey.sent.v1',
  meaning: 'The candidate was asked to rate.',
  data: z.object({
    applicationId: id,
    interviewId: id.optional(),
    channel,
  }),
  example: {
    applicationId: 'app-1001',
    channel: 'email',
  },
});
