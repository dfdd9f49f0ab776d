import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { id } from '../fields.js';

export const scorecardDeleted = defineEvent({
  type: 'hearback.scorecard.deleted.v1',
  meaning: 'Takes back what that interviewer submitted before.',
  data: z.object({
    applicationId: id,
    interviewId: id,
    interviewerId: id,
  }),
  example: {
    applicationId: 'app-1001',
    interviewId: 'int-1',
    interviewerId: 'emp-5',
  },
});
