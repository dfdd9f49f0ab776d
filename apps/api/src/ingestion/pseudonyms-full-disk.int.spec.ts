import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const canLimit = spawnSync('prlimit', ['--version']).status === 0;

/** As a process without Jest can run it; Jest's global set-up compiles it. */
const PROGRAM = fileURLToPath(new URL('../../dist/ingestion/pseudonyms.js', import.meta.url));

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hearback-keys-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('Candidate keys on a full disk', () => {
  // A limit for the size of files stops writes as a full disk does, needs no rights, and can be lifted.
  (canLimit ? it : it.skip)(
    'are refused as an outage that says what to do; the process lives, and keys are given when there is room',
    () => {
      const script = `
        import { execFileSync } from 'node:child_process';
        const { Pseudonyms } = await import(${JSON.stringify(PROGRAM)});
        const keys = new Pseudonyms(${JSON.stringify(join(directory, 'keys'))});
        const batch = (at) => keys.of(Array.from({ length: 500 }, (_, index) => at + '-' + index));
        const first = [...(await batch(0)).values()].join();
        for (let at = 1; ; at += 1) {
          try { await batch(at); } catch (error) { console.log(error.name, error.problem, error.message); break; }
        }
        for (let at = 0; at < 5; at += 1) await batch('refused' + at).catch((error) => console.log(error.problem));
        execFileSync('prlimit', ['--pid', String(process.pid), '--fsize=unlimited:']);
        await batch('later');
        console.log([...(await batch(0)).values()].join() === first);
        await keys.onApplicationShutdown();`;
      const { status, stdout } = spawnSync(
        'prlimit',
        ['--fsize=17500000:', process.execPath, '--input-type=module', '-e', script],
        { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' }, timeout: 60_000 },
      );
      expect(stdout.trim().split('\n')).toEqual([
        expect.stringMatching(
          /^EventLogUnavailable disk-full .*keys\.mdb can't be written: the disk is full\. Free/,
        ),
        ...Array.from({ length: 5 }, () => 'disk-full'),
        'true',
      ]);
      expect(status).toBe(0);
    },
  );
});
