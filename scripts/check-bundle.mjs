// What the first page makes a browser load, against its budget: `node scripts/check-bundle.mjs` after a build.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from './install.mjs';

/** JavaScript of the first page, gzip. */
const BUDGET_KB = 180;

const dist = join(ROOT, 'apps/dashboard/dist');
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));
const kilobytes = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length / 1000;

/** A chunk with everything that it imports at once; what is imported later is not part of it. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
// The first script imports the page as soon as it has asked for the figures.
const started = new Set(closure(entry));
for (const page of manifest[entry].dynamicImports) closure(page, started);
const first = [...started].map((key) => manifest[key].file).filter((file) => file.endsWith('.js'));
const total = first.reduce((sum, file) => sum + kilobytes(file), 0);
const line = (name, size) => console.log(`${size.toFixed(1).padStart(8)} kB  ${name}`);

for (const key of Object.keys(manifest).filter((name) => manifest[name].isDynamicEntry)) {
  const own = [...closure(key)].map((name) => manifest[name].file).filter((file) => !first.includes(file));
  line(
    `more for ${key}`,
    own.reduce((sum, file) => sum + kilobytes(file), 0),
  );
}
line(`first page, of at most ${BUDGET_KB} kB (gzip)`, total);
if (total > BUDGET_KB) {
  console.error(
    'The first page has outgrown its budget: load what it does not need at once when it is needed.',
  );
  process.exit(1);
}
