import { cp, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createStoreClient } from '../clickhouse/client.js';
import { openClickHouse } from '../clickhouse/endpoint.js';
import { Store } from '../clickhouse/store.js';
import { parseEnvironment } from '../platform/environment.js';

/** Set by Jest's global set-up: a data directory whose store has the present schema and no rows. */
const TEMPLATE = 'HEARBACK_TEST_STORE';

/**
 * Makes the template below `directory`, unless one of this name is there.
 * @param name another one for another schema or another engine
 * @returns the template's own directory
 */
export async function makeStoreTemplate(directory: string, name: string): Promise<string> {
  const template = join(directory, name);
  await mkdir(directory, { recursive: true });
  const made = await readdir(directory);
  if (made.includes(name)) return template;
  for (const former of made) await rm(join(directory, former), { recursive: true, force: true });
  const draft = await mkdtemp(join(directory, 'draft-'));
  const endpoint = await openClickHouse(parseEnvironment({ HEARBACK_DATA: draft }));
  const store = new Store(createStoreClient(endpoint.url), endpoint);
  store.onModuleInit();
  await store.ready();
  await store.onApplicationShutdown();
  await rename(draft, template);
  return template;
}

/**
 * Gives a data directory that is new or empty a store that has the present schema, so that not every test runs all
 * migrations; these have tests of their own. Without a template nothing is copied, and the service makes its store.
 */
export async function copyStoreTemplate(directory: string): Promise<void> {
  const template = process.env[TEMPLATE];
  if (template === undefined) return;
  await mkdir(directory, { recursive: true });
  if ((await readdir(directory)).length === 0) await cp(template, directory, { recursive: true });
}
