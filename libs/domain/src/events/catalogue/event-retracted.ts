import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { id } from '../fields.js';

export const eventRetracted = defineEvent({
  type: 'hearback.event.retracted.v1',
  meaning: 'An earlier event of this application was a mistake; final.',
  data: z.object({
    applicationId: id,
    source: z.string().min(1).max(500),
    id: z.string().min(1).max(200),
  }),
  example: {
    applicationId: 'app-1001',
    source: 'https://ats.example.com/acme',
    id: 'evt-17',
  },
});
