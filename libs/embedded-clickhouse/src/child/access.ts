import { writeFileSync } from 'node:fs';

/** The role of those who may only read what they were given. */
export const READER = 'reader';
export type Role = typeof READER;

/**
 * Writes who may do what, as the engine reads it: its one user has all rights by the role `owner`, and can go without
 * them for a request. (Roles can't be made by SQL here.)
 *
 * @param grants like `SELECT ON shop.orders`
 * @param more further elements of the engine's configuration
 * @returns the name of the configuration to open the engine with, in the working directory, which is then the data
 *   directory: the engine finds no file below a directory with a backslash in its name
 */
export function writeAccess(directory: string, grants: readonly string[], more: string): string {
  const users = 'users.xml';
  const config = 'config.xml';
  const query = (grant: string): string => `<query>GRANT ${grant}</query>`;
  const role = (name: string, granted: readonly string[]): string =>
    `<${name}><grants>${granted.map(query).join('')}</grants></${name}>`;
  // A role without any grant is none.
  const reader = grants.length === 0 ? ['SELECT ON nothing.nothing'] : grants;
  process.chdir(directory);
  writeFileSync(
    users,
    `<clickhouse>
  <profiles><default/></profiles>
  <quotas><default/></quotas>
  <users><default><password></password><networks><ip>::/0</ip></networks><profile>default</profile><quota>default</quota>
    <grants>${query('owner')}${query(READER)}</grants></default></users>
  <roles>${role('owner', ['ALL ON *.*'])}${role(READER, reader)}</roles>
</clickhouse>
`,
  );
  writeFileSync(
    config,
    `<clickhouse><users_config>${users}</users_config><user_directories><users_xml><path>${users}</path></users_xml></user_directories>${more}</clickhouse>\n`,
  );
  return config;
}
