// A real browser for the tests: Chromium without its windows, which loads a page with two thirds of the CPU time that
// the whole of Chromium takes, and else what the machine has.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell';
const CANDIDATES = [
  process.env.HEARBACK_TEST_BROWSER,
  HEADLESS_SHELL,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The path of a Chromium, or `undefined`. */
export function findBrowser() {
  return CANDIDATES.find((path) => path !== undefined && existsSync(path));
}

/** @throws Error that says how to get one, where there is none and it can't be installed from here */
export async function installBrowser() {
  if (process.env.HEARBACK_TEST_BROWSER !== undefined || existsSync(HEADLESS_SHELL)) return;
  let failure = '';
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    try {
      console.error('Installing Chromium for the browser tests ...');
      aptGet('update');
      aptGet('install', '-y', '--no-install-recommends', 'chromium-headless-shell');
    } catch (error) {
      failure = ` (apt-get failed: ${error.message})`;
    }
  }
  if (findBrowser() !== undefined) return;
  const remedy =
    'install Chromium (Debian: apt-get install chromium-headless-shell), or name one with HEARBACK_TEST_BROWSER';
  throw new Error(remedy + failure);
}

function aptGet(command, ...args) {
  execFileSync('apt-get', [command, '-qq', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await installBrowser();
