// Asks a service of its own, with a made-up organisation in it, whatever schemathesis makes up for the operations of
// its OpenAPI document. Wanted: no 5xx, no answer that takes longer than ten seconds, no status, media type or method
// that the document does not name. What remains is what a JSON Schema can't say: requests that it allows and that are
// refused (`from` after `to`, a week that is not over; ST202), and batches of events, each of which is answered for
// itself (ST201). Needs Python 3.10 or newer, and PyPI the first time. Writes .cache/schemathesis-seed-SEED.json.
//   node scripts/schemathesis/run.mjs [SECONDS] [CASES PER OPERATION] [SEED]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, run } from '../install.mjs';

const VERSION = '4.32.5';
const [seconds = '900', cases = '700', seed = '1'] = process.argv.slice(2);

const environment = join(ROOT, '.cache', `schemathesis-${VERSION}`);
const program = join(environment, 'bin', 'st');
if (!existsSync(program)) {
  run('python3', ['-m', 'venv', environment]);
  run(join(environment, 'bin', 'pip'), ['install', '--quiet', `schemathesis==${VERSION}`]);
}

const report = join(ROOT, '.cache', `schemathesis-seed-${seed}.json`);

const data = mkdtempSync(join(tmpdir(), 'hearback-schemathesis-'));
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const hearback = join(ROOT, 'apps/api/bin/hearback.js');
const service = spawn(process.execPath, [hearback, 'serve', '--empty'], {
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
  const options = [
    ...['--exclude-checks', 'response_schema_conformance', '--continue-on-failure'],
    ...['--request-timeout', '10', '--max-time', seconds, '--max-examples', cases, '--seed', seed],
    ...['--workers', '2', '--no-color', '--report', 'json', '--report-json-path', report],
  ];
  const asked = spawn(program, ['run', `${url}/api/openapi.json`, ...options], {
    cwd: data,
    stdio: 'inherit',
  });
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
