import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { id, instant, interviewDescription } from '../fields.js';

export const interviewScheduled = defineEvent({
  type: 'hearback.interview.scheduled.v1',
  meaning: 'An interview is planned.',
  data: z.object({
    applicationId: id,
    interviewId: id,
    ...interviewDescription,
    startsAt: instant,
  }),
  example: {
    applicationId: 'app-1001',
    interviewId: 'int-1',
    candidateId: 'cand-77',
    teamId: 'payments',
    teamName: 'Payments',
    jobId: 'job-12',
    jobTitle: 'Backend engineer',
    stage: 'Onsite',
    startsAt: '2026-03-04T09:00:00.000Z',
    endsAt: '2026-03-04T10:00:00.000Z',
    interviewers: [{ id: 'emp-5', scorecardRequired: true }],
  },
});
