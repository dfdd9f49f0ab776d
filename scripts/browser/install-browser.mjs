// A real browser for the tests: what the machine has, else Debian's package.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const CANDIDATES = [
  process.env.HEARBACK_TEST_BROWSER,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The path of a Chromium, or `undefined`. */
export function findBrowser() {
  return CANDIDATES.find((path) => path !== undefined && existsSync(path));
}

/** @throws Error that says how to get one, where it can't be installed from here */
export async function installBrowser() {
  if (findBrowser() !== undefined) return;
  const remedy =
    'install Chromium (Debian: apt-get install chromium), or name one with HEARBACK_TEST_BROWSER';
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new Error(remedy);
  try {
    console.error('Installing Chromium for the browser tests ...');
    execFileSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'] });
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  } catch (error) {
    throw new Error(`${remedy} (apt-get failed: ${error.message})`, { cause: error });
  }
  if (findBrowser() === undefined) throw new Error(remedy);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await installBrowser();
