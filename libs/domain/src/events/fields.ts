import { z } from 'zod';

/** Instants outside this range come from a broken clock or a wrong format; the store could not hold them all either. */
export const EARLIEST_INSTANT = '1990-01-01T00:00:00.000Z';
export const LATEST_INSTANT = '2200-01-01T00:00:00.000Z';

// eslint-disable-next-line no-control-regex -- control characters are exactly what must not be in an id
const WITHOUT_CONTROL_CHARACTERS = /^[^\u0000-\u001f\u007f]*$/;

/** An identifier as its source gave it: 1 to 200 characters, no control characters. */
export const id = z
  .string()
  .min(1)
  .max(200)
  .regex(WITHOUT_CONTROL_CHARACTERS, 'must not contain control characters');

/** A name of a team, job or stage: never of a person. */
export const label = z
  .string()
  .min(1)
  .max(300)
  .regex(WITHOUT_CONTROL_CHARACTERS, 'must not contain control characters');

/** ISO 8601 with a zone (`Z` or an offset); kept in UTC to the millisecond. */
export const instant = z.iso
  .datetime({ offset: true, error: 'must be an ISO 8601 instant with a zone, like 2026-11-24T15:00:00Z' })
  .refine((value) => {
    const at = Date.parse(value);
    return at >= Date.parse(EARLIEST_INSTANT) && at < Date.parse(LATEST_INSTANT);
  }, `must be between ${EARLIEST_INSTANT} and ${LATEST_INSTANT}`);

/** How the candidate was reached, in the source's words: email, phone, portal, in person. */
export const channel = z.string().min(1).max(60);

export const count = z.int().min(0).max(10_000_000);

const interviewer = z.object({ id, scorecardRequired: z.boolean() });
export type Interviewer = z.infer<typeof interviewer>;

/**
 * What describes an interview. Any interview event may carry any of it; per field the latest by event time wins
 * (the list of interviewers as a whole), so that a correction applies to the past too.
 */
export const interviewDescription = {
  candidateId: id.optional(),
  teamId: id.optional(),
  teamName: label.optional(),
  jobId: id.optional(),
  jobTitle: label.optional(),
  stage: label.optional(),
  startsAt: instant.optional(),
  endsAt: instant.optional(),
  interviewers: z.array(interviewer).max(100).optional(),
  /** Of the application in the applicant-tracking system. */
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
};
