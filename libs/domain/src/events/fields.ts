import { z } from 'zod';

/** Instants outside this range come from a broken clock or a wrong format; the store could not hold them all either. */
export const EARLIEST_INSTANT = '1990-01-01T00:00:00.000Z';
export const LATEST_INSTANT = '2200-01-01T00:00:00.000Z';

// eslint-disable-next-line no-control-regex -- control characters are exactly what CloudEvents forbids in a string
const WITHOUT_CONTROL_CHARACTERS = /^[^\u0000-\u001f\u007f-\u009f]*$/;

/** Half of a surrogate pair is no character: it has no UTF-8, so no store and no other process could keep it. */
const LONE_SURROGATE = /\p{Surrogate}/u;

const isWellFormed = (value: string): boolean => !LONE_SURROGATE.test(value);

/** A string as CloudEvents allows it: at least one character, well-formed Unicode, no control characters. */
function text(maximum: number) {
  return z
    .string()
    .min(1)
    .max(maximum)
    .regex(WITHOUT_CONTROL_CHARACTERS, 'must not contain control characters')
    .refine(isWellFormed, 'must be well-formed Unicode');
}

/** An identifier as its source gave it: 1 to 200 characters, no control characters. */
export const id = text(200);

/** With `source`, what makes an event this event: the same pair twice is the same event. */
export const eventIdentifier = text(200).describe('Unique within its source.');
export const eventSource = text(500).describe('Who says so: a URI of the sending system.');

/** The fields of an event's data that name a candidate. */
export const candidateFields = ['candidateId', 'fromCandidateId', 'intoCandidateId'] as const;

/** A name of a team, job or stage: never of a person. */
export const label = text(300);

/** ISO 8601 with a zone (`Z` or an offset); kept in UTC to the millisecond. */
export const instant = z.iso
  .datetime({
    offset: true,
    abort: true,
    error: 'must be an ISO 8601 instant with a zone, like 2026-11-24T15:00:00Z',
  })
  .refine((value) => {
    const at = Date.parse(value);
    return at >= Date.parse(EARLIEST_INSTANT) && at < Date.parse(LATEST_INSTANT);
  }, `must be between ${EARLIEST_INSTANT} and ${LATEST_INSTANT}`)
  .describe(`An instant with its zone, from ${EARLIEST_INSTANT} until before ${LATEST_INSTANT}.`);

/** How the candidate was reached, in the source's words: email, phone, portal, in person. */
export const channel = text(60).describe('How, in the words of the source: email, phone, portal, in person.');

export const count = z.int().min(0).max(10_000_000);

const interviewer = z.object({
  id,
  scorecardRequired: z.boolean().describe('Shadow and optional interviewers owe none.'),
});
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
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .refine(isWellFormed, 'must be well-formed Unicode')
    .optional()
    .describe('The application in the applicant-tracking system.'),
};
