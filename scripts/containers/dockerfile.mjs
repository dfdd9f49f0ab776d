// What is wrong with a Dockerfile, as far as that shows without a container engine.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/**
 * @param {string} text of the Dockerfile
 * @param {string} root the folder that it is built from
 * @returns {string[]}
 */
export function dockerfileFaults(text, root) {
  const ignored = ignoredBy(readFileSync(join(root, '.dockerignore'), 'utf8'));
  const there = (path) => path === '.' || (existsSync(join(root, path)) && !ignored(path));
  const manifest = json(root, 'package.json');
  const values = argumentsOf(text);
  const stages = new Set();
  let copied = new Set();
  let workdir = '/';
  const instructions = instructionsOf(text);
  return instructions.flatMap(([word, rest], index) => {
    switch (word) {
      case 'FROM': {
        const [written, , stage] = rest.split(/\s+/);
        const image = withArguments(written, values);
        copied = new Set();
        workdir = '/';
        if (stage !== undefined) stages.add(stage);
        const wanted = readFileSync(join(root, '.nvmrc'), 'utf8').trim();
        const later = instructions.slice(index + 1);
        return [
          ...(image === written ? [`FROM ${rest}: can't be pinned by digest with --build-arg`] : []),
          ...(image.startsWith(`node:${wanted}-`) ? [] : [`FROM ${rest}: not the Node of .nvmrc, ${wanted}`]),
          ...(later.some(([next]) => next === 'FROM') ? [] : finalStageFaults(later)),
        ];
      }
      case 'WORKDIR':
        workdir = rest;
        return [];
      case 'COPY': {
        const { from, sources } = copyOf(rest);
        for (const source of sources)
          copied.add(from === undefined ? source : posix.relative(workdir, source) || '.');
        if (from !== undefined) return stages.has(from) ? [] : [`COPY ${rest}: there is no stage ${from}`];
        const missing = sources.filter((source) => !there(source));
        return missing.map((source) => `COPY ${rest}: ${source} does not exist, or is ignored`);
      }
      case 'RUN':
      case 'CMD':
      case 'ENTRYPOINT':
      case 'HEALTHCHECK': {
        // Without its manifest a workspace is not in the tree of the lock file, and npm ci refuses.
        const needed = /\bnpm ci\b/.test(rest) ? filesOfInstall(manifest, root) : [];
        const missing = needed.filter((path) => !isIn(copied, path));
        return [
          ...missing.map((path) => `${word} ${rest}: ${path} has not been copied yet`),
          ...commandFaults(rest, root, manifest, (path) => there(path) && isIn(copied, path)),
        ];
      }
      case 'EXPOSE':
        return rest === '3000' ? [] : [`EXPOSE ${rest}: Hearback listens on 3000`];
      default:
        return [];
    }
  });
}

/** What runs belongs to root, is no source, and runs as somebody else. */
function finalStageFaults(instructions) {
  const user = instructions.filter(([word]) => word === 'USER').at(-1)?.[1] ?? 'root';
  return [
    ...(user === 'root' || user === '0' ? ['the image runs as root'] : []),
    ...instructions
      .filter(([word]) => word === 'COPY')
      .flatMap(([, rest]) => [
        ...(rest.includes('--chown') ? [`COPY ${rest}: belongs to another user than root`] : []),
        ...copyOf(rest)
          .sources.filter((source) => /\/src$|\/hearback(\/(apps|libs)(\/\w+)?)?$/.test(source))
          .map((source) => `COPY ${rest}: ${source} has the sources in it`),
      ]),
  ];
}

const json = (root, path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

/** @param {string} rest of a COPY instruction */
export function copyOf(rest) {
  const words = rest.split(/\s+/);
  const options = words.filter((word) => word.startsWith('--'));
  const from = options.find((option) => option.startsWith('--from='))?.slice('--from='.length);
  return { from, sources: words.slice(options.length, -1), target: words.at(-1) };
}

/** The manifests, and the programs that npm links to when it installs the workspaces. */
function filesOfInstall(manifest, root) {
  const manifests = foldersOf(manifest, root).map((folder) => `${folder}/package.json`);
  const programs = manifests.flatMap((path) =>
    Object.values(json(root, path).bin ?? {}).map((file) => posix.join(posix.dirname(path), file)),
  );
  return ['package.json', 'package-lock.json', ...manifests, ...programs];
}

/** Of the workspaces, which package.json names as `libs/*`. */
const foldersOf = ({ workspaces }, root) =>
  workspaces.flatMap((pattern) => {
    const parent = posix.dirname(pattern);
    return readdirSync(join(root, parent)).map((name) => `${parent}/${name}`);
  });

const isIn = (copied, path) =>
  copied.has('.') || copied.has(path) || [...copied].some((folder) => path.startsWith(`${folder}/`));

function commandFaults(command, root, manifest, there) {
  const faults = [];
  for (const [, script] of command.matchAll(/\bnpm run ([\w:-]+)/g))
    if (manifest.scripts[script] === undefined)
      faults.push(`${command}: package.json has no script ${script}`);
  for (const [, target] of command.matchAll(/\bnx run-many -t (\w+)/g)) {
    const projects = foldersOf(manifest, root).map((folder) => `${folder}/project.json`);
    const has = (path) => json(root, path).targets?.[target] !== undefined;
    if (!projects.some(has)) faults.push(`${command}: no project has a target ${target}`);
  }
  for (const [, script] of command.matchAll(/(?<=["\s])([\w./-]+\.m?js)(?=["\s]|$)/g))
    if (!there(script)) faults.push(`${command}: there is no ${script}`);
  return faults;
}

/** The lines of .dockerignore that this repository has: names, and names at any depth. */
export function ignoredBy(text) {
  const lines = text.split('\n').filter((line) => line !== '');
  return (path) =>
    lines.some((line) =>
      line.startsWith('**/')
        ? path.split('/').includes(line.slice(3))
        : path === line || path.startsWith(`${line}/`),
    );
}

/** The defaults of ARG, by name. */
export const argumentsOf = (text) =>
  new Map(
    instructionsOf(text)
      .filter(([word]) => word === 'ARG')
      .map(([, rest]) => rest.split('=')),
  );

export const withArguments = (text, values) =>
  text.replace(/\$\{(\w+)\}/g, (written, name) => values.get(name) ?? written);

/** @returns {string[][]} word and rest of each instruction, without comments */
export function instructionsOf(text) {
  return text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => /^\s*(\w+)\s+(.*?)\s*$/.exec(line)?.slice(1) ?? ['', line]);
}
