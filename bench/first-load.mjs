// `node bench/first-load.mjs`: how long the overview takes to show its figures, against an empty page of the same build.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findBrowser, installBrowser } from '../scripts/browser/install-browser.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BIN = join(ROOT, 'apps/api/bin/hearback.js');
const RUNS = 9;

await installBrowser();
const [full, empty] = await Promise.all([serve(), serve()]);
await command(full.url, ['simulate', '--teams', '30', '--weeks', '52', '--seed', '1']);
await ready(full.url);
const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] });
const times = { overview: [], empty: [] };
for (let run = 0; run <= RUNS; run += 1) {
  // Turn by turn: both meet the same machine.
  const seen = [await load(full.url, 'headline-waiting-now'), await load(empty.url, 'empty')];
  if (run === 0) continue;
  times.overview.push(seen[0]);
  times.empty.push(seen[1]);
}
await browser.close();
await Promise.all([full.end(), empty.end()]);
const [overview, nothing] = [median(times.overview), median(times.empty)];
console.log(
  `overview with figures / empty page of the same build: ${(overview / nothing).toFixed(2)} (at most 2)`,
);
console.log(`of 30 teams over 52 weeks; medians of ${RUNS} loads, each in a browser profile of its own`);

/** Milliseconds from the start of the navigation until a part stands there, with nothing in the cache. */
async function load(url, testId) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const start = performance.now();
  await page.goto(url, { waitUntil: 'commit' });
  await page.getByTestId(testId).waitFor();
  const milliseconds = performance.now() - start;
  await context.close();
  return milliseconds;
}

async function serve() {
  const directory = await mkdtemp(join(tmpdir(), 'hearback-first-load-'));
  const child = spawn(process.execPath, [BIN, 'serve', '--empty'], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', HEARBACK_DATA: directory },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const found = () => /Hearback is at (http:[^\s"]+)/.exec(output)?.[1];
  while (found() === undefined) await new Promise((resolve) => setTimeout(resolve, 100));
  await ready(found());
  return {
    url: found(),
    end: async () => {
      child.kill();
      await new Promise((resolve) => child.once('close', resolve));
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function ready(url) {
  for (;;) {
    const { status, lag } = await (await fetch(`${url}/health/ready`)).json();
    if (status === 'ready' && lag === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function command(url, args) {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { ...process.env, HEARBACK_URL: url },
    stdio: 'ignore',
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`hearback ${args.join(' ')} ended with ${code}`);
}

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
