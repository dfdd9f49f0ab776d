// Asks a service of its own, with a made-up organisation in it, whatever schemathesis makes up for the operations of
// its OpenAPI document. Wanted: no 5xx, no answer that takes longer than ten seconds, no status or media type that the
// document does not name. Needs Python 3.10 or newer, and PyPI the first time.
//   node scripts/schemathesis/run.mjs [SECONDS] [CASES PER OPERATION] [SEED]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, run } from '../install.mjs';

const VERSION = '4.32.5';
const CHECKS = 'not_a_server_error,status_code_conformance,content_type_conformance';
const [seconds = '900', cases = '700', seed = '1'] = process.argv.slice(2);

const environment = join(ROOT, '.cache', `schemathesis-${VERSION}`);
const program = join(environment, 'bin', 'st');
if (!existsSync(program)) {
  run('python3', ['-m', 'venv', environment]);
  run(join(environment, 'bin', 'pip'), ['install', '--quiet', `schemathesis==${VERSION}`]);
}

const data = mkdtempSync(join(tmpdir(), 'hearback-schemathesis-'));
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const hearback = join(ROOT, 'apps/api/bin/hearback.js');
const service = spawn(process.execPath, [hearback, 'serve'], {
  env: { ...process.env, HOST: '127.0.0.1', PORT: String(port), HEARBACK_DATA: data, LOG_LEVEL: 'error' },
  stdio: ['ignore', 2, 2],
});
const ended = once(service, 'exit');
let status;
try {
  while (!(await isReady())) {
    if (service.exitCode !== null) throw new Error('The service did not start');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  run(process.execPath, [hearback, 'simulate', '--teams', '4', '--weeks', '12', '--seed', '1'], {
    env: { ...process.env, HEARBACK_URL: url },
  });
  const options = ['--max-time', seconds, '--max-examples', cases, '--seed', seed, '--request-timeout', '10'];
  const asked = spawn(
    program,
    ['run', `${url}/api/openapi.json`, '--checks', CHECKS, '--workers', '1', '--no-color', ...options],
    { cwd: data, stdio: 'inherit' },
  );
  [status] = await once(asked, 'exit');
} finally {
  service.kill('SIGTERM');
  await ended;
  rmSync(data, { recursive: true, force: true });
}
process.exit(status ?? 1);

async function isReady() {
  return fetch(`${url}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
