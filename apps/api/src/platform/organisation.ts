import { readFile } from 'node:fs/promises';
import { isTimeZone, type FoldOptions } from '@hearback/domain';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { ConfigurationError } from './environment.js';

/** Injection token of the parsed {@link Organisation}. */
export const ORGANISATION = Symbol('organisation');

/** What the organisation decides, read from hearback.config.yaml. */
const schema = z.strictObject({
  timeZone: z
    .string()
    .refine(isTimeZone, 'must be a zone of the IANA database, like Europe/Berlin')
    .default('UTC'),
  teams: z.record(z.string(), z.strictObject({ name: z.string().min(1).max(300).optional() })).default({}),
  stages: z.array(z.string().min(1)).optional(),
  horizons: z
    .strictObject({ responseDays: z.number().int().min(1).max(365).default(14) })
    .default({ responseDays: 14 }),
  inferResponses: z.boolean().default(true),
});

export type Organisation = z.infer<typeof schema>;

export const defaultOrganisation: Organisation = schema.parse({});

/** @throws ConfigurationError with every problem and the path to each */
export function parseOrganisation(yaml: string, file: string): Organisation {
  const document = parseDocument(yaml);
  if (document.errors.length > 0) {
    throw new ConfigurationError(
      `${file} is not YAML:\n${document.errors.map((e) => `  ${e.message}`).join('\n')}`,
    );
  }
  const parsed = schema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `  ${issue.path.join('.') || '(whole file)'}: ${issue.message}`,
  );
  throw new ConfigurationError(`${file} has ${problems.length} problem(s):\n${problems.join('\n')}`);
}

/** Reads the named file, or `hearback.config.yaml` where it exists; the defaults otherwise. */
export async function loadOrganisation(file: string | undefined): Promise<Organisation> {
  const path = file ?? 'hearback.config.yaml';
  try {
    return parseOrganisation(await readFile(path, 'utf8'), path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === 'ENOENT' && file === undefined) return defaultOrganisation;
    const why = code === 'ENOENT' ? 'does not exist' : `can't be read (${code})`;
    throw new ConfigurationError(
      `The configuration ${path} ${why}. Mend it, or name another one with HEARBACK_CONFIG.`,
    );
  }
}

export function foldOptionsOf({ timeZone, inferResponses }: Organisation): FoldOptions {
  return { timeZone, inferResponses };
}
