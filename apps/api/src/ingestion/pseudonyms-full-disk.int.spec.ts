import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { transformFileSync } from '@swc/core';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CompiledAdapters } from '../event-log/testing/child-process.js';

const canLimit = spawnSync('prlimit', ['--version']).status === 0;

let compiled: CompiledAdapters;
let program: string;
beforeEach(() => {
  compiled = new CompiledAdapters();
  for (const name of ['ingestion/pseudonyms', 'ingestion/marks/local-marks', 'platform/slices']) {
    const source = join(dirname(fileURLToPath(import.meta.url)), '..', `${name}.ts`);
    const { code } = transformFileSync(source, {
      configFile: false,
      swcrc: false,
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
    });
    const target = join(compiled.directory, `${name}.js`);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, code.replaceAll('../event-log/', '../'));
  }
  program = join(compiled.directory, 'ingestion', 'pseudonyms.js');
});
afterEach(() => compiled.dispose());

describe('Candidate keys on a full disk', () => {
  // A limit for the size of files stops writes as a full disk does, needs no rights, and can be lifted.
  (canLimit ? it : it.skip)(
    'are refused as an outage that says what to do; the process lives, and keys are given when there is room',
    () => {
      const script = `
        import { execFileSync } from 'node:child_process';
        const { Pseudonyms } = await import(${JSON.stringify(program)});
        const keys = new Pseudonyms(${JSON.stringify(join(compiled.directory, 'keys'))});
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
