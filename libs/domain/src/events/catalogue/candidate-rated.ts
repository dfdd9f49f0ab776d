import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { id } from '../fields.js';

export const candidateRated = defineEvent({
  type: 'hearback.candidate.rated.v1',
  meaning: 'The candidate judged how they were treated.',
  data: z.object({
    applicationId: id,
    interviewId: id.optional(),
    nps: z.int().min(0).max(10).optional(),
    specific: z.number().min(1).max(5).optional(),
    constructive: z.number().min(1).max(5).optional(),
    respectful: z.number().min(1).max(5).optional(),
    timely: z.number().min(1).max(5).optional(),
  }),
  example: {
    applicationId: 'app-1001',
    nps: 9,
    specific: 4,
    constructive: 4,
    respectful: 5,
    timely: 3,
  },
});
