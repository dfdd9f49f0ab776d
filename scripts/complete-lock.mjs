// npm writes no lock entry for an optional platform binary that its registry does not hold, and
// `npm ci` then refuses the lock. Run this after `npm install PACKAGE`: it adds the entries that are
// missing, marked optional and bound to their platform, so that `npm ci` passes over them.
import { readFileSync, writeFileSync } from 'node:fs';

const PLATFORMS = [
  'darwin',
  'win32',
  'linux',
  'android',
  'freebsd',
  'openharmony',
  'openbsd',
  'netbsd',
  'sunos',
  'aix',
];
const CPUS = ['x64', 'arm64', 'arm', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64', 'wasm32'];

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
let added = 0;

for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const path = `node_modules/${name}`;
    if (lock.packages[path] !== undefined || !/^\d/.test(version)) continue;
    const words = name.split(/[-/]/);
    const os = PLATFORMS.filter((p) => words.includes(p) || (p === 'linux' && words.includes('gnu')));
    const cpu = CPUS.filter((c) => words.includes(c));
    if (os.length === 0) continue;
    lock.packages[path] = { version, optional: true, os, ...(cpu.length > 0 ? { cpu } : {}) };
    added += 1;
  }
}

lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`package-lock.json: ${added} optional platform entries added`);
