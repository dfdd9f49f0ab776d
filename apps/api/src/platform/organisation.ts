import { readFile } from 'node:fs/promises';
import { ConfigurationError } from './environment.js';
import { YamlFile } from './organisation/faults.js';
import { organisationSchema, type Organisation } from './organisation/schema.js';

export { OrganisationFileError, type OrganisationFault } from './organisation/faults.js';
export * from './organisation/rules.js';
export { DUE_KINDS, type DueKind, type Organisation, type Recipients } from './organisation/schema.js';

/** Injection token of the parsed {@link Organisation}. */
export const ORGANISATION = Symbol('organisation');

/** The file that is read when none is named, in the working directory. */
export const DEFAULT_FILE = 'hearback.config.yaml';

export const defaultOrganisation: Organisation = organisationSchema.parse({});

/**
 * @param file how to call it in messages
 * @throws OrganisationFileError with every problem, the path and the line of each
 */
export function parseOrganisation(yaml: string, file: string): Organisation {
  const text = new YamlFile(yaml, file);
  const parsed = organisationSchema.safeParse(text.value ?? {});
  if (parsed.success) return parsed.data;
  throw text.refusal(parsed.error);
}

/**
 * Reads the named file, or `hearback.config.yaml` where it exists; the defaults otherwise.
 * @throws OrganisationFileError when it can't be used
 * @throws ConfigurationError when the named file does not exist
 */
export async function loadOrganisation(file: string | undefined): Promise<Organisation> {
  const path = file ?? DEFAULT_FILE;
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
