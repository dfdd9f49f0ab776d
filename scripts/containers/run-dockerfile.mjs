// Runs the Dockerfile without a container engine: each stage in a root folder of its own, with the system folders of this
// machine and the Node that runs this (not that of the base image). Then starts the image as docker-compose.yml does: as its user,
// without capabilities, on a root it can't write to, with /data and /tmp. It must become ready and answer, the dashboard
// too. Linux, as root; takes some minutes:
//   node scripts/containers/run-dockerfile.mjs [FOLDER]
import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { appendFileSync, copyFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { basename, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { useSupportedNode } from '../supported-node.mjs';
import { argumentsOf, copyOf, ignoredBy, instructionsOf, withArguments } from './dockerfile.mjs';

const CONTEXT = fileURLToPath(new URL('../..', import.meta.url));
const USER_ID = 1000; // of "node" in the base image
const SYSTEM = ['usr', 'dev', 'sys', 'etc/ssl', 'etc/alternatives'];
/** Where a system's Node may be. */
const NODES = ['/usr/bin/node', '/usr/local/bin/node'];
const LINKS = ['bin', 'sbin', 'lib', 'lib64'];
const FILES = ['etc/passwd', 'etc/group', 'etc/resolv.conf', 'etc/hosts', 'etc/nsswitch.conf'];
const PASSED_ON = /^(NODE_EXTRA_CA_CERTS|https?_proxy|no_proxy|npm_config_registry)$/i;

await useSupportedNode();
if (process.platform !== 'linux' || process.getuid() !== 0)
  throw new Error('Needs Linux and root, for a root folder of its own (unshare, mount, chroot)');
const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), 'hearback-image-'));
const passedOn = Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED_ON.test(name)));

const image = build(readFileSync(join(CONTEXT, 'Dockerfile'), 'utf8'));
const faults = [
  ...ownershipFaults(image.root),
  ...componentFaults(image.root),
  ...(await startFaults(image)),
];
for (const fault of faults) console.error(fault);
if (process.argv[2] === undefined) rmSync(folder, { recursive: true, force: true });
console.error(faults.length === 0 ? 'The image is built, ready and answers' : `${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);

/** The last stage: its root folder, and how it is started. */
function build(text) {
  const values = argumentsOf(text);
  const ignored = ignoredBy(readFileSync(join(CONTEXT, '.dockerignore'), 'utf8'));
  const stages = new Map();
  let stage;
  for (const [word, rest] of instructionsOf(text)) {
    console.error(`${word} ${rest}`);
    if (word === 'FROM') {
      stage = { root: newRoot(join(folder, `stage-${stages.size}`)), workdir: '/', environment: {} };
      stages.set(rest.split(/\s+/)[2] ?? '', stage);
    } else if (word === 'WORKDIR') {
      stage.workdir = rest;
      mkdirSync(join(stage.root, rest), { recursive: true });
    } else if (word === 'COPY') {
      const { from, sources, target } = copyOf(rest);
      const origin = from === undefined ? CONTEXT : stages.get(from).root;
      const left = from === undefined ? ignored : () => false;
      for (const source of sources)
        copy(join(origin, source), join(stage.root, posix.resolve(stage.workdir, target)), {
          into: target.endsWith('/') || sources.length > 1,
          filter: (path) => !left(relative(origin, path)),
        });
    } else if (word === 'RUN') {
      const { status } = spawnSync(...inRoot(stage, ['sh', '-c', rest]), { stdio: ['ignore', 2, 2] });
      if (status !== 0) throw new Error(`RUN ${rest}: exit code ${status}`);
    } else if (word === 'ENV') {
      const pairs = withArguments(rest, values).split(/\s+/);
      Object.assign(stage.environment, Object.fromEntries(pairs.map((pair) => pair.split('='))));
    } else if (word === 'ENTRYPOINT' || word === 'CMD') stage[word] = JSON.parse(rest);
    else if (word === 'USER') stage.user = rest;
  }
  return stage;
}

function newRoot(root) {
  for (const name of [...SYSTEM, 'proc', 'root', 'tmp']) mkdirSync(join(root, name), { recursive: true });
  for (const name of LINKS)
    if (existsSync(`/${name}`)) symlinkSync(readlinkSync(`/${name}`), join(root, name));
  for (const name of FILES) if (existsSync(`/${name}`)) copyFileSync(`/${name}`, join(root, name));
  appendFileSync(join(root, 'etc/passwd'), `node:x:${USER_ID}:${USER_ID}::/home/node:/bin/sh\n`);
  appendFileSync(join(root, 'etc/group'), `node:x:${USER_ID}:\n`);
  return root;
}

/** As COPY does: of a folder what is in it, and everything belongs to root. */
function copy(source, target, { into, filter }) {
  const end = into && !statSync(source).isDirectory() ? join(target, basename(source)) : target;
  cpSync(source, end, { recursive: true, verbatimSymlinks: true, filter });
}

/** A command in a root, with processes and mounts that end with it. `run` has the arguments of setpriv, and is read-only. */
function inRoot({ root, workdir, environment }, command, run = undefined) {
  const mounts = [
    ...SYSTEM.map((name) => `mount --rbind /${name} '${root}/${name}'`),
    // The Node that runs this, in the place of the system's.
    ...NODES.filter(existsSync).map((node) => `mount --bind '${process.execPath}' '${root}${node}'`),
    `mount -t proc proc '${root}/proc'`,
  ];
  const closed = [
    `mount --bind '${root}' '${root}'`,
    ...mounts,
    `mount --bind '${root}/data' '${root}/data'`,
    `mount -t tmpfs tmpfs '${root}/tmp'`,
    `mount -o remount,bind,ro '${root}'`,
    `mount -o remount,bind,ro '${root}/usr'`,
  ];
  const script = [
    'set -e',
    ...(run === undefined ? mounts : closed),
    `cd '${root}'`,
    `exec chroot '${root}' sh -c 'cd ${workdir} && exec "$@"' sh "$@"`,
  ].join('\n');
  const inside = run === undefined ? command : ['setpriv', ...run, ...command];
  const options = ['--mount', '--pid', '--fork', '--kill-child'];
  const env = [
    'env',
    '-i',
    ...variables({ PATH: process.env.PATH, HOME: '/root', ...passedOn, ...environment }),
  ];
  return ['unshare', [...options, 'sh', '-c', script, 'sh', ...env, ...inside]];
}

/** What in the image its user could write to, but for /data. */
function ownershipFaults(root) {
  const faults = [];
  const look = (path) => {
    const { uid, mode } = lstatSync(join(root, path));
    const isLink = lstatSync(join(root, path)).isSymbolicLink();
    if (uid !== 0 || (!isLink && (mode & 0o022) !== 0)) faults.push(`${path}: not only root can write to it`);
    if (!isLink && lstatSync(join(root, path)).isDirectory())
      for (const name of readdirSync(join(root, path))) look(posix.join(path, name));
  };
  look('hearback');
  for (const sources of ['apps/api/src', 'libs/domain/src', 'apps/dashboard/src', 'node_modules/jest'])
    if (existsSync(join(root, 'hearback', sources))) faults.push(`${sources} is in the image`);
  return faults;
}

/** What is missing in the list of components: a dependency with its exact version, or a licence. */
function componentFaults(root) {
  const read = (path) => JSON.parse(readFileSync(join(root, 'hearback', path), 'utf8'));
  const { bomFormat, components } = read('sbom.cdx.json');
  // Of the names, the purl alone has the scope.
  const listed = new Map(components.map(({ purl, licenses }) => [decodeURIComponent(purl), licenses]));
  const dependencies = Object.entries(read('package.json').dependencies);
  return [
    ...(bomFormat === 'CycloneDX' ? [] : [`sbom.cdx.json: ${bomFormat}, not CycloneDX`]),
    ...dependencies
      .filter(([name, version]) => !listed.has(`pkg:npm/${name}@${version}`))
      .map(([name, version]) => `sbom.cdx.json: lacks ${name} ${version}`),
    ...[...listed]
      .filter(([, licenses]) => licenses === undefined || licenses.length === 0)
      .map(([purl]) => `sbom.cdx.json: ${purl} has no licence`),
  ];
}

async function startFaults(stage) {
  if (stage.user !== 'node') return [`it runs as ${stage.user ?? 'root'}`];
  const port = await freePort();
  const run = [
    `--reuid=${USER_ID}`,
    `--regid=${USER_ID}`,
    '--clear-groups',
    '--bounding-set=-all',
    '--no-new-privs',
  ];
  const environment = { ...stage.environment, HOME: '/home/node', HOST: '127.0.0.1', PORT: String(port) };
  const started = inRoot({ ...stage, environment }, [...stage.ENTRYPOINT, ...stage.CMD], run);
  const service = spawn(...started, { stdio: ['ignore', 2, 2], detached: true });
  const ended = once(service, 'exit');
  try {
    return await answerFaults(`http://127.0.0.1:${port}`, () => service.exitCode !== null);
  } finally {
    // The whole group: --kill-child doesn't reach a process that has become another user.
    process.kill(-service.pid, 'SIGKILL');
    await ended;
  }
}

async function answerFaults(url, hasEnded) {
  const end = Date.now() + 120_000;
  const ready = () =>
    fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await ready())) {
    if (hasEnded() || Date.now() > end) return ['it does not become ready'];
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const sent = await fetch(`${url}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([eventAt(new Date(Date.now() - 86_400_000))]),
  });
  const answer = await sent.text();
  if (JSON.parse(answer).recorded !== 1) return [`POST /events: ${answer}`];
  const isInFigures = async () => (await fetch(`${url}/api/v1/applications/application-1`)).ok;
  while (!(await isInFigures())) {
    if (Date.now() > end) return ['the event that was sent is not in the figures'];
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const page = await fetch(url);
  return page.ok && (await page.text()).includes('<script') ? [] : [`the dashboard: ${page.status}`];
}

function variables(values) {
  return Object.entries(values).map(([name, value]) => `${name}=${value}`);
}

function eventAt(time) {
  return {
    specversion: '1.0',
    id: 'event-1',
    source: 'urn:example:check',
    type: 'hearback.interview.completed.v1',
    time: time.toISOString(),
    data: {
      applicationId: 'application-1',
      interviewId: 'interview-1',
      teamId: 'check',
      endedAt: time.toISOString(),
    },
  };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
