import { cp, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClickHouseClient } from '@clickhouse/client';
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
  const client = createStoreClient(endpoint.url);
  const store = new Store(client, endpoint);
  store.onModuleInit();
  await store.ready();
  const replaced = await replacedParts(client);
  await store.onApplicationShutdown();
  for (const part of replaced) await rm(part, { recursive: true });
  await rename(draft, template);
  return template;
}

/** Directories of parts that merges have replaced: most of the files that would be copied for each test. */
async function replacedParts(client: ClickHouseClient): Promise<string[]> {
  await client.command({ query: 'OPTIMIZE TABLE schema_migrations FINAL' });
  const parts = await client.query({
    query: 'SELECT path FROM system.parts WHERE database = currentDatabase() AND NOT active',
    format: 'JSONEachRow',
  });
  return (await parts.json<{ path: string }>()).map(({ path }) => path);
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
