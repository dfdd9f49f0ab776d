// What both commands of the README share: dependencies present as the lock file wants them, and everything built.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Runs a command with its output shown; ends this process when it fails. */
export function run(command, args, options = {}) {
  try {
    execFileSync(command, args, { cwd: ROOT, stdio: 'inherit', ...options });
  } catch (error) {
    console.error(`\n${command} ${args.join(' ')} failed.`);
    process.exit(typeof error.status === 'number' && error.status !== 0 ? error.status : 1);
  }
}

/** Installs exactly what the lock file says, unless that has been done already. */
export function installDependencies() {
  const stamp = join(ROOT, 'node_modules', '.hearback-lock');
  const lock = hashOf([join(ROOT, 'package-lock.json')]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.error('Installing what is missing (once; about a minute) ...');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, lock);
}

/** Builds all projects, unless their sources are those of the last build. */
export function build() {
  const stamp = join(ROOT, '.cache', 'built');
  const sources = hashOf(sourceFiles());
  const built = [
    'apps/api/dist/bundle/main.js',
    'apps/dashboard/dist/index.html',
    'attack/dist/main.js',
    'chaos/dist/main.js',
  ].every((file) => existsSync(join(ROOT, file)));
  if (built && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  console.error('Building ...');
  run('npx', ['nx', 'run-many', '-t', 'build', '--output-style=static'], { stdio: ['ignore', 2, 2] });
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  writeFileSync(stamp, sources);
}

function sourceFiles() {
  const roots = ['apps', 'libs'].flatMap((folder) =>
    readdirSync(join(ROOT, folder)).map((project) => join(ROOT, folder, project)),
  );
  roots.push(join(ROOT, 'attack'), join(ROOT, 'chaos'));
  return [
    join(ROOT, 'tsconfig.base.json'),
    join(ROOT, 'package-lock.json'),
    ...roots.flatMap((project) => [
      ...filesBelow(join(project, 'src')),
      ...readdirSync(project)
        .map((file) => join(project, file))
        .filter((file) => statSync(file).isFile()),
    ]),
  ];
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files.sort())
    hash.update(file.slice(ROOT.length)).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}
