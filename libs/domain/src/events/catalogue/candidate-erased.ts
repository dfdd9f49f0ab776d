import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { id } from '../fields.js';

export const candidateErased = defineEvent({
  type: 'hearback.candidate.erased.v1',
  keyedBy: 'candidate',
  meaning: 'The candidate asked to be forgotten.',
  data: z.object({
    candidateId: id,
  }),
  example: {
    candidateId: 'cand-77',
  },
});
