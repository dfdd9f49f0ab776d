import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROOT } from './hearback-process.js';

/* The claims of docs/security.md, with a few attempts per attack; `npm run attack` is the long version. */

const MAIN = join(ROOT, 'attack/dist/main.js');
/** So that what hangs ends at last: on a busy machine it takes a quarter of an hour. */
const LIMIT_MS = 3_600_000;

interface Line {
  readonly row: string;
  readonly passed: boolean;
  readonly faults: readonly string[];
}

const rows: readonly string[] = existsSync(MAIN)
  ? spawnSync(process.execPath, [MAIN, '--list'], { encoding: 'utf8' })
      .stdout.split('\n')
      .filter((name) => name !== '')
  : [];

const lines = new Map<string, Line>();
let attack: ChildProcess | undefined;
let progress = '';

describe('attacks on a running service', () => {
  beforeAll(async () => {
    attack = spawn(process.execPath, [MAIN, '--short', '--json'], {
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    attack.stderr?.on('data', (chunk: Buffer) => (progress += chunk.toString()));
    if (attack.stdout === null) throw new Error('It has no output.');
    for await (const text of createInterface({ input: attack.stdout })) {
      const line = JSON.parse(text) as Line;
      lines.set(line.row, line);
    }
  }, LIMIT_MS);
  afterAll(() => void attack?.kill());

  it('has a result for every row', () => {
    expect(rows.length).toBeGreaterThan(0);
    expect([...lines.keys()]).toEqual(rows);
  });

  it.each(rows)('%s', (name) => {
    const line = lines.get(name);
    if (line === undefined) throw new Error(`no result:\n${progress.slice(-4_000)}`);
    expect(line.faults).toEqual([]);
    expect(line.passed).toBe(true);
  });
});
