import { ConfigurationError, type Environment } from './environment.js';

/**
 * What one process does of the whole:
 *
 * - `api`: the routes and the dashboard; owns the candidate keys unless HEARBACK_KEYS_URL names another owner
 * - `projector`: carries the log into the store
 * - `scheduler`: what the clock starts, and what belongs to it: closing weeks, the outbox and its messages
 */
export const ROLES = ['api', 'projector', 'scheduler'] as const;
export type Role = (typeof ROLES)[number];
export type Roles = ReadonlySet<Role>;

/** Injection token of the {@link Roles} of this process. */
export const ROLES_HERE = Symbol('roles');

export const allRoles: Roles = new Set(ROLES);

/**
 * @param named as given on the command line; none means all
 * @throws ConfigurationError naming every word that is no role
 */
export function parseRoles(named: readonly string[]): Roles {
  if (named.length === 0) return allRoles;
  const words = named.map((word) => word.trim());
  const unknown = words.filter((word) => !isRole(word));
  if (unknown.length > 0) {
    const list = unknown.map((word) => `"${word}"`).join(', ');
    throw new ConfigurationError(`--role: ${list} is no role; roles are ${ROLES.join(', ')}.`);
  }
  return new Set(words.filter(isRole));
}

const isRole = (word: string): word is Role => (ROLES as readonly string[]).includes(word);

/**
 * Whether these roles can be alone in a process.
 * @throws ConfigurationError naming every variable that is missing, and why
 */
export function checkRoles(roles: Roles, environment: Environment): void {
  const here = ROLES.filter((role) => roles.has(role)).join(', ');
  const missing = ROLES.filter((role) => !roles.has(role)).join(', ');
  const problems: string[] = [];
  if (missing !== '') {
    const remedy = `or run all roles in one process (serve without --role).`;
    if (environment.kafkaBrokers === undefined)
      problems.push(
        `KAFKA_BROKERS: is missing. The embedded event log belongs to one process, and this one would lack ${missing}: name brokers, ${remedy}`,
      );
    if (environment.clickHouseUrl === undefined)
      problems.push(
        `CLICKHOUSE_URL: is missing. The embedded engine belongs to one process, and this one would lack ${missing}: name a server, ${remedy}`,
      );
  }
  if (!roles.has('api') && environment.keys.url === undefined)
    problems.push(
      'HEARBACK_KEYS_URL: is missing. With candidate keys of its own this process would give candidates other pseudonyms than the API does: name the process of the role api (like http://api:3000) and its HEARBACK_KEYS_TOKEN, or give this process the role api as well.',
    );
  if (problems.length === 0) return;
  const lines = problems.map((problem) => `  ${problem}`).join('\n');
  throw new ConfigurationError(
    `This process can't run ${here} alone; ${problems.length} problem(s):\n${lines}`,
  );
}
