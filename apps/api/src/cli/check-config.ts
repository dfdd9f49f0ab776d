import { readFile } from 'node:fs/promises';
import {
  configurationVersion,
  DEFAULT_FILE,
  OrganisationFileError,
  parseOrganisation,
  type Organisation,
} from '../platform/organisation.js';
import { organisationJsonSchema } from '../platform/organisation/json-schema.js';
import { Failure, WrongUse } from './failure.js';

/**
 * Tells whether a hearback.config.yaml can be used, with every problem and its line. Needs no service.
 * @param file by default the one that HEARBACK_CONFIG names, or hearback.config.yaml
 * @throws Failure when it can't be used
 * @throws WrongUse when there is no such file
 */
export async function checkConfig(file: string | undefined, json: boolean): Promise<void> {
  const path = file ?? (process.env['HEARBACK_CONFIG'] || DEFAULT_FILE);
  const yaml = await readFile(path, 'utf8').catch(() => {
    throw new WrongUse(`There is no file ${path}, or it can't be read.`);
  });
  let organisation: Organisation;
  try {
    organisation = parseOrganisation(yaml, path);
  } catch (error) {
    if (!(error instanceof OrganisationFileError)) throw error;
    if (json) console.log(JSON.stringify({ file: path, valid: false, problems: error.faults }));
    throw new Failure(error.message);
  }
  const version = configurationVersion(organisation);
  const counts = {
    teams: Object.keys(organisation.teams).length,
    calendars: Object.keys(organisation.calendars).length,
  };
  if (json) console.log(JSON.stringify({ file: path, valid: true, problems: [], version, ...counts }));
  else
    console.log(
      `${path} can be used: ${counts.teams} teams, ${counts.calendars} calendars, version ${version}`,
    );
}

/** Prints the JSON Schema of hearback.config.yaml. */
export function printConfigSchema(): void {
  console.log(JSON.stringify(organisationJsonSchema(), undefined, 2));
}
