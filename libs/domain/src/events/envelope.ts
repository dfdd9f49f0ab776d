import { z } from 'zod';
import { eventIdentifier, eventSource, instant } from './fields.js';

/** CloudEvents 1.0 in structured mode, as far as Hearback reads it; further attributes are ignored. */
export const envelope = z.object({
  specversion: z.literal('1.0', { error: 'must be "1.0"' }),
  id: eventIdentifier,
  source: eventSource,
  type: z.string().min(1).max(200).describe('What has happened: hearback.<noun>.<past-tense>.v1'),
  time: instant.describe('When it happened.'),
  subject: z
    .string()
    .optional()
    .describe('What the event is about. Hearback sets it: the same as partitionkey.'),
  partitionkey: z
    .string()
    .optional()
    .describe('What keeps events in order: the application, candidate or team id of the data.'),
  datacontenttype: z
    .string()
    .regex(/^application\/([\w.-]+\+)?json\s*(;.*)?$/i, 'must be a JSON media type')
    .optional(),
  data: z.record(z.string(), z.unknown(), { error: 'must be a JSON object' }),
});
