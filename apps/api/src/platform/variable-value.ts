import { readFileSync } from 'node:fs';
import { ownValue } from './own-value.js';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * A variable's value, or the content of the file that `<name>_FILE` names, as secrets are handed to containers.
 * An empty variable is an unset one: compose files and CI systems can't say it otherwise.
 *
 * @param problems gets a line where both are set or the file can't be read; never with a value
 */
export function variableValue(name: string, variables: Variables, problems: string[]): string | undefined {
  const [value, file] = [
    ownValue(variables, name) || undefined,
    ownValue(variables, `${name}_FILE`) || undefined,
  ];
  if (value !== undefined && file !== undefined) {
    problems.push(`${name} and ${name}_FILE are both set; leave one out`);
    return undefined;
  }
  if (file === undefined) return value?.trim();
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    problems.push(`${name}_FILE: ${file} can't be read (${(error as NodeJS.ErrnoException).code})`);
    return undefined;
  }
}
