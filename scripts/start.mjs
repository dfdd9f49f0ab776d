// npm start: everything that a fresh checkout needs, then the service. What follows `--` goes to `hearback serve`.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, installDependencies, ROOT } from './install.mjs';
import { useSupportedNode } from './supported-node.mjs';

await useSupportedNode();
installDependencies();
build();

const service = spawn(
  process.execPath,
  ['--enable-source-maps', join(ROOT, 'apps/api/bin/hearback.js'), 'serve', ...process.argv.slice(2)],
  { cwd: ROOT, stdio: 'inherit' },
);
// Ctrl-C reaches the service by itself; a signal to this process alone must be passed on.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => service.kill(signal));
service.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));
