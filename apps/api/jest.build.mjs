// Jest's global set-up: compiles what Node runs in threads and child processes, since it runs no TypeScript. Takes a
// second or two when nothing has changed.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

export default function build() {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-b', fileURLToPath(new URL('.', import.meta.url))], {
    stdio: 'inherit',
  });
}
