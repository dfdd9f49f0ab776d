// npm test: checks (format, lint with module boundaries, types, build), then all levels of test on real parts, and a
// closing line with the counts. A level whose component is missing is skipped loudly; with CI=true that is a failure.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { freemem } from 'node:os';
import { join } from 'node:path';
import { installBrowser } from './browser/install-browser.mjs';
import { build, installDependencies, ROOT } from './install.mjs';
import { installKafka } from './kafka/install-kafka.mjs';
import { useSupportedNode } from './supported-node.mjs';

await useSupportedNode();
installDependencies();

const isCi = process.env.CI === 'true';
const totals = { passed: 0, failed: 0, skipped: 0 };
const missing = [];
const GIBIBYTE = 1024 ** 3;
/** What tests keep there at a time is below one; broken runs may have left something. */
const ROOM = 4 * GIBIBYTE;

check('format', 'npx', ['prettier', '--check', '--log-level=warn', '.']);
check('lint', 'npx', ['nx', 'run-many', '-t', 'lint', '--output-style=static']);
check('module boundaries', 'node', ['scripts/check-boundaries.mjs']);
check('lint rules', 'node', ['scripts/lint/check-lint-rules.mjs']);
build();
check('bundle', 'node', ['scripts/check-bundle.mjs']);
check('container files', 'node', ['scripts/containers/check-containers.mjs']);
check('packages', 'node', ['scripts/check-packages.mjs']);

await provide('a real Kafka broker', installKafka);
await provide('a browser', installBrowser);

const directory = inMemory();
process.on('exit', () => directory && rmSync(directory, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

level('unit', 'jest.unit.config.mjs');
level('integration (real engine, real Kafka)', 'jest.int.config.mjs');
level('browser', 'jest.e2e.config.mjs');

for (const { component, how } of missing) console.error(`\nNOT TESTED without ${component}: ${how}`);
if (isCi && missing.length > 0) totals.failed += missing.length;
console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(totals.failed === 0 && totals.passed > 0 ? 0 : 1);

/** A check counts as one test. */
function check(name, command, args) {
  console.error(`\n== ${name}`);
  const { status } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit' });
  if (status === 0) totals.passed += 1;
  else {
    totals.failed += 1;
    console.error(`${name} failed: ${command} ${args.join(' ')}`);
  }
}

async function provide(component, install) {
  try {
    await install();
  } catch (error) {
    missing.push({ component, how: error.message });
  }
}

/**
 * A new directory in memory for what the tests write, where there is room for it: tests on the engine write many small
 * files, and took a seventh longer on a disk. TMPDIR=/tmp npm test uses the disk.
 */
function inMemory() {
  const place = '/dev/shm';
  try {
    const { bavail, bsize } = statfsSync(place);
    if (process.env.TMPDIR || bavail * bsize < ROOM || freemem() < 2 * ROOM) return undefined;
    return mkdtempSync(join(place, 'hearback-tests-'));
  } catch {
    return undefined;
  }
}

/** Runs a level and adds up what jest reports; a run that reports nothing is a failure, not an empty success. */
function level(name, config) {
  console.error(`\n== ${name} tests`);
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  const report = join(ROOT, '.cache', `${config}.json`);
  rmSync(report, { force: true });
  const { status } = spawnSync('npx', ['jest', '-c', config, '--json', `--outputFile=${report}`], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      NODE_OPTIONS: '--experimental-vm-modules --no-warnings',
      ...(directory === undefined ? {} : { TMPDIR: directory }),
    },
  });
  let result;
  try {
    result = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    totals.failed += 1;
    console.error(`${name}: no result`);
    return;
  }
  totals.passed += result.numPassedTests;
  totals.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
  totals.skipped += result.numPendingTests + result.numTodoTests;
  if (status !== 0 && result.numFailedTests + result.numRuntimeErrorTestSuites === 0) totals.failed += 1;
  if (isCi && result.numPendingTests > 0) {
    totals.failed += result.numPendingTests;
    console.error(`${name}: ${result.numPendingTests} tests skipped, which CI does not allow`);
  }
}
