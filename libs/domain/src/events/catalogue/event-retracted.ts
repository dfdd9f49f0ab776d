import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { eventIdentifier, eventSource, id } from '../fields.js';

export const eventRetracted = defineEvent({
  type: 'hearback.event.retracted.v1',
  meaning: 'An earlier event of this application was a mistake; final.',
  data: z.object({
    applicationId: id,
    source: eventSource,
    id: eventIdentifier,
  }),
  example: {
    applicationId: 'app-1001',
    source: 'https://ats.example.com/acme',
    id: 'evt-17',
  },
});
