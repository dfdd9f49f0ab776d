import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startInProcess, type HearbackInProcess } from '../testing/hearback-in-process.js';
import { Rebuild } from './rebuild.js';

/** Longer than readiness waits for the store. */
const PAUSE_MS = 3_000;

const directory = mkdtempSync(join(tmpdir(), 'hearback-slow-'));
let hearback: HearbackInProcess;
beforeAll(async () => {
  hearback = await startInProcess({}, { directory });
}, 60_000);
afterAll(async () => {
  await hearback.close();
  rmSync(directory, { recursive: true, force: true });
});

/** The process of the engine that has this directory. */
function enginePid(): number {
  const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8');
  const found = children
    .split(' ')
    .filter((pid) => pid.trim() !== '')
    .find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(directory));
  if (found === undefined) throw new Error('The engine is not running.');
  return Number(found);
}

it('given a store that answers late, then how far a rebuild is is told late, and not refused', async () => {
  const pid = enginePid();
  process.kill(pid, 'SIGSTOP');
  const goOn = setTimeout(() => process.kill(pid, 'SIGCONT'), PAUSE_MS);
  try {
    expect(await hearback.app.get(Rebuild).view()).toEqual({ phase: 'none' });
  } finally {
    clearTimeout(goOn);
    process.kill(pid, 'SIGCONT');
  }
}, 20_000);
