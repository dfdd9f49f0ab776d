import { z } from 'zod';
import { Problem } from '../../platform/problem.js';
import { filterSchema } from '../parameters.js';

export const MOST_IDS = 10_000;

/** What `POST /dead-letters/replay` takes. */
export const replayBody = z
  .strictObject({
    ids: z.array(z.string().min(1).max(300)).min(1).max(MOST_IDS).optional(),
    all: z.literal(true, 'must be true, or left out').optional(),
    filter: filterSchema.optional(),
    dryRun: z.boolean().default(false),
  })
  .superRefine(({ ids, all, filter }, context) => {
    const fault = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message, input: undefined });
    if (ids === undefined && all === undefined)
      fault('ids', 'say which: ids of dead letters, or all: true with a filter');
    if (ids !== undefined && all !== undefined) fault('all', 'give either ids or all: true');
    if (ids !== undefined && filter !== undefined)
      fault('filter', 'a filter goes with all: true; ids are chosen already');
  })
  .meta({
    oneOf: [
      { required: ['ids'], properties: { all: false, filter: false } },
      { required: ['all'], properties: { ids: false } },
    ],
  });

export type ReplayBody = z.infer<typeof replayBody>;

/** @throws Problem 400 with everything that is wrong */
export function parseReplayBody(bytes: Buffer): ReplayBody {
  const parsed = replayBody.safeParse(parsedJson(bytes));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => ({
    path: path.map(String).join('.'),
    message,
  }));
  const detail = problems
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    .join('; ');
  throw new Problem(400, 'Invalid body', detail, { problems });
}

function parsedJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    const detail = `The body is not JSON: ${(error as Error).message}. Send {"ids": ["topic/partition/offset"]} or {"all": true, "filter": {"reason": ["invalid-data"]}}.`;
    throw new Problem(400, 'Invalid body', detail);
  }
}
