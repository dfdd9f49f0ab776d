import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { channel, count, id } from '../fields.js';

export const responseSent = defineEvent({
  type: 'hearback.response.sent.v1',
  countsTextOf: 'text',
  meaning: 'The candidate was told something; without an interview it is about the whole application.',
  data: z.object({
    applicationId: id,
    interviewId: id.optional(),
    kind: z.enum(['feedback', 'decision', 'next_step', 'status_update']),
    channel,
    /** Nobody decided to send it to this candidate; it stops no clock. */
    automated: z.boolean().optional(),
    wordCount: count.optional(),
    criteria: count.optional(),
    hasExamples: z.boolean().optional(),
    hasNextSteps: z.boolean().optional(),
  }),
  example: {
    applicationId: 'app-1001',
    interviewId: 'int-1',
    kind: 'feedback',
    channel: 'email',
    wordCount: 180,
    criteria: 3,
    hasExamples: true,
    hasNextSteps: true,
  },
});
