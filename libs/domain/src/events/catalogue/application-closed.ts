import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { id } from '../fields.js';

export const applicationClosed = defineEvent({
  type: 'hearback.application.closed.v1',
  meaning: 'The application ended. Only `hired` tells the candidate something by itself.',
  data: z.object({
    applicationId: id,
    outcome: z.enum(['hired', 'rejected', 'withdrawn', 'role_closed']),
  }),
  example: {
    applicationId: 'app-1001',
    outcome: 'rejected',
  },
});
