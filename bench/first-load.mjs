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
const RUNS = 25;

await installBrowser();
const [full, empty] = await Promise.all([serve(), serve()]);
await command(full.url, ['simulate', '--teams', '30', '--weeks', '52', '--seed', '1']);
await ready(full.url);
const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] });
const times = { headline: [], teams: [], empty: [] };
for (let run = 0; run <= RUNS; run += 1) {
  // Turn by turn: both meet the same machine.
  const [headline, teams] = await load(full.url, ['headline-waiting-now', 'team-row']);
  const [nothing] = await load(empty.url, ['empty']);
  if (run === 0) continue;
  times.headline.push(headline);
  times.teams.push(teams);
  times.empty.push(nothing);
}
await browser.close();
await Promise.all([full.end(), empty.end()]);
console.log('until it is painted / an empty page of the same build (median; half of the loads)');
console.log(`headline figures ${ratio(times.headline)}, at most 2`);
console.log(`and the table of the teams ${ratio(times.teams)}`);
console.log(`of 30 teams over 52 weeks; ${RUNS} loads in turn, each in a browser profile of its own`);

function ratio(values) {
  const ratios = values.map((value, run) => value / times.empty[run]);
  const [low, middle, high] = [0.25, 0.5, 0.75].map((q) => quantile(ratios, q).toFixed(2));
  return `${middle} (${low} to ${high})`;
}

/**
 * Milliseconds from the start of the navigation until each part is painted, with nothing in the cache. The page itself
 * tells: whoever asks it from outside is late, and takes its time.
 */
async function load(url, testIds) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(watch, testIds);
  // Whoever opens the dashboard has an open browser.
  await page.waitForTimeout(500);
  await page.goto(url, { waitUntil: 'commit' });
  const after = await page.evaluate(() => globalThis.painted);
  // The rest of the page is not to be work of the next one's time.
  await page.waitForLoadState('networkidle');
  await context.close();
  return testIds.map((id) => after[id]);
}

/** In the page: promises when each part had been in a frame. */
function watch(testIds) {
  const { document, MutationObserver, requestAnimationFrame } = globalThis;
  const after = {};
  const awaited = new Set(testIds);
  globalThis.painted = new Promise((resolve) => {
    new MutationObserver(() => {
      for (const id of awaited) {
        if (document.querySelector(`[data-testid="${id}"]`) === null) continue;
        awaited.delete(id);
        requestAnimationFrame(() =>
          setTimeout(() => {
            after[id] = performance.now();
            if (Object.keys(after).length === testIds.length) resolve(after);
          }),
        );
      }
    }).observe(document, { childList: true, subtree: true });
  });
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

function quantile(values, q) {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * q)];
}
