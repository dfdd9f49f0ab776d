// Jest's global set-up for tests on the real engine: compiles, and makes the empty store that tests copy.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import build from './jest.build.mjs';

const MIGRATIONS = fileURLToPath(new URL('migrations', import.meta.url));
const STORES = fileURLToPath(new URL('../../.cache/test-stores', import.meta.url));

export default async function prepare() {
  await build();
  const { makeStoreTemplate } = await import(new URL('dist/testing/store-template.js', import.meta.url).href);
  process.env.HEARBACK_TEST_STORE = await makeStoreTemplate(STORES, schema());
}

/** What decides how an empty store looks, and its copy. */
function schema() {
  const hash = createHash('sha256');
  hash.update(createRequire(import.meta.url)('../../package.json').dependencies.chdb);
  hash.update(readFileSync(new URL('src/testing/store-template.ts', import.meta.url)));
  for (const file of readdirSync(MIGRATIONS).sort())
    hash.update(file).update(readFileSync(join(MIGRATIONS, file)));
  return hash.digest('hex').slice(0, 16);
}
