// Jest's global set-up: compiles and bundles what Node runs in threads and child processes, since it runs no TypeScript.
// Takes a few seconds when nothing has changed.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'rolldown';
import bundling from './rolldown.config.mjs';

export default async function build() {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-b', fileURLToPath(new URL('.', import.meta.url))], {
    stdio: 'inherit',
  });
  await bundle(bundling);
  await bundle({
    ...bundling,
    input: 'dist/scores/testing/stopping-service.js',
    output: { ...bundling.output, dir: 'dist/bundle-for-tests' },
  });
}
