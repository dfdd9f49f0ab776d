import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { channel, id, instant } from '../fields.js';

export const responsePromised = defineEvent({
  type: 'hearback.response.promised.v1',
  meaning: 'The candidate was told by when they will hear.',
  data: z.object({
    applicationId: id,
    interviewId: id.optional(),
    dueAt: instant,
    channel,
  }),
  example: {
    applicationId: 'app-1001',
    interviewId: 'int-1',
    dueAt: '2026-03-05T17:00:00.000Z',
    channel: 'email',
  },
});
