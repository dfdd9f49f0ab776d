import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { id } from '../fields.js';

export const candidateMerged = defineEvent({
  type: 'hearback.candidate.merged.v1',
  keyedBy: 'candidate',
  meaning: 'Two candidate ids turned out to be one person.',
  data: z.object({
    fromCandidateId: id,
    intoCandidateId: id,
  }),
  example: {
    fromCandidateId: 'cand-78',
    intoCandidateId: 'cand-77',
  },
});
