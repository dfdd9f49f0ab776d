import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the workspace's test tooling belongs to no project
import { installedKafka } from '../scripts/kafka/install-kafka.mjs';
import { ROOT } from './hearback-process.js';

/* The claim of docs/delivery.md, with a few runs per fault; `npm run chaos` is the long version. */

const MAIN = join(ROOT, 'chaos/dist/main.js');
/** Of each kind of fault one, and two controls: the rest takes too long for every test. */
const USUAL =
  'killed after events,killed before commit,killed after rejections,connections reset,too many parts,control: commit first,control: rejections dropped';
/** These fill a small disk or cut its power. Only root can make one, where there are loop devices. */
const ON_SMALL_DISKS = 'disk filled,power cut,control: no sync';
const hasSmallDisks =
  process.geteuid?.() === 0 &&
  spawnSync('losetup', ['--find']).status === 0 &&
  existsSync('/usr/sbin/mkfs.ext4');
/** Others, for working on them: parts of their names, separated by commas; empty: all. */
const CHOSEN = [
  '--rows',
  process.env['HEARBACK_CHAOS_ROWS'] ?? (hasSmallDisks ? `${USUAL},${ON_SMALL_DISKS}` : USUAL),
];
/** So that what hangs ends at last: on a busy machine it takes half an hour. */
const LIMIT_MS = 3_600_000;

interface Line {
  readonly row: string;
  readonly expects: 'no harm' | 'harm';
  readonly passed: boolean;
  readonly error?: string;
  readonly outcome?: {
    readonly runs: number;
    readonly hits: number;
    readonly lost: number;
    readonly doubled: number;
  };
}

const rows: readonly string[] = existsSync(MAIN)
  ? spawnSync(process.execPath, [MAIN, '--list', ...CHOSEN], { encoding: 'utf8' })
      .stdout.split('\n')
      .filter((name) => name !== '')
  : [];

const lines = new Map<string, Line>();
let chaos: ChildProcess | undefined;
let progress = '';

const describeWithBroker = installedKafka() === null ? describe.skip : describe;

/** Not where others were chosen. */
const itOfAll = process.env['HEARBACK_CHAOS_ROWS'] === undefined ? it : it.skip;

describeWithBroker('delivery, at least once and made harmless', () => {
  beforeAll(async () => {
    chaos = spawn(process.execPath, [MAIN, '--short', '--json', ...CHOSEN], {
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    chaos.stderr?.on('data', (chunk: Buffer) => (progress += chunk.toString()));
    if (chaos.stdout === null) throw new Error('It has no output.');
    for await (const text of createInterface({ input: chaos.stdout })) {
      const line = JSON.parse(text) as Line;
      lines.set(line.row, line);
    }
  }, LIMIT_MS);
  afterAll(() => void chaos?.kill());

  it('has a result for every row', () => {
    expect([...lines.keys()]).toEqual(rows);
  });

  itOfAll('has faults that do no harm, and controls that do', () => {
    const kinds = new Set([...lines.values()].map(({ expects }) => expects));
    expect([...kinds].sort()).toEqual(['harm', 'no harm']);
  });

  itOfAll(`runs ${hasSmallDisks ? 'all' : 'none'} of what needs root and loop devices`, () => {
    if (!hasSmallDisks)
      process.stderr.write(
        `NOT RUN: what mounts a small disk, which needs root and loop devices: sudo npm run chaos -- --rows "${ON_SMALL_DISKS}"\n`,
      );
    const found = rows.filter((row) => ON_SMALL_DISKS.split(',').some((part) => row.includes(part)));
    expect(found).toHaveLength(hasSmallDisks ? 3 : 0);
  });

  it.each(rows)('%s', (name) => {
    const line = lines.get(name);
    if (line?.outcome === undefined) throw new Error(line?.error ?? `no result:\n${progress.slice(-4_000)}`);
    const { runs, hits, lost, doubled } = line.outcome;
    expect(hits).toBe(runs);
    if (line.expects === 'harm') expect(lost + doubled).toBeGreaterThan(0);
    else expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 });
    expect(line.passed).toBe(true);
  });
});
