import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMPILED_LOGS, LogChild } from '../testing/child-process.js';
import { Collector, until } from '../testing/collector.js';
import { openEmbeddedEventLog } from './embedded-event-log.js';

const works = (program: string, args: readonly string[]): boolean => spawnSync(program, args).status === 0;

// A limit for the size of files stops writes as a full disk does, needs no rights, and can be lifted.
const limit = ['prlimit', '--fsize=17500000:'] as const;
const canLimit = works('prlimit', ['--version']);
// A file system of a few pages in a namespace of its own, where the machine allows that.
const tiny = (directory: string, size: string): readonly string[] =>
  ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c'].concat(
    `mount -t tmpfs -o size=${size} none "$0" && exec "$@"`,
    directory,
  );
const canMount = works('unshare', [...tiny(tmpdir(), '64k').slice(1), 'true']);

let directory: string;
let child: LogChild | undefined;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hearback-event-log-'));
});
afterEach(async () => {
  await child?.kill();
  rmSync(directory, { recursive: true, force: true });
});

const started = (through: readonly string[]): LogChild => {
  const work = { mode: 'append', prefix: 'n', group: 'g', patient: true } as const;
  child = new LogChild({ adapter: 'embedded', options: { directory } }, work, through);
  return child;
};
const isFailure = (line: string): boolean => line.startsWith('! ');

describe('The embedded log on a full disk', () => {
  (canLimit ? test : test.skip)(
    'given writes that fail, then appends are refused with the remedy, the process lives, and goes on when there is room',
    async () => {
      const log = started(limit);
      await until(() => log.lines.filter(isFailure).length >= 20 || !log.lives, 'failures');
      for (const line of log.lines.filter(isFailure)) {
        expect(line).toMatch(
          /^! EventLogUnavailable: Nothing could be written .*event-log\.mdb: .*the disk is full\. Free space on the file system of .*ulimit -f/,
        );
      }
      expect(log.lives).toBe(true);

      const before = log.lines.length;
      execFileSync('prlimit', ['--pid', String(log.pid), '--fsize=unlimited:']);
      await until(
        () => log.lines.slice(before).filter((line) => !isFailure(line)).length >= 50 || !log.lives,
        'appends',
      );
      expect(log.lives).toBe(true);
      await log.kill();

      const again = await openEmbeddedEventLog({ directory });
      const seen = new Collector();
      await again.consume('all', seen.handle);
      await until(async () => (await again.lag('all')) === 0n, 'no lag');
      await again.close();
      const kept = new Set(seen.texts);
      const acknowledged = log.lines.slice(1).filter((line) => !isFailure(line));
      expect(acknowledged.flatMap((line) => line.split(' ')).filter((id) => !kept.has(id))).toEqual([]);
      expect(kept.size).toBe(seen.texts.length);
    },
  );

  (canMount ? test : test.skip)('given a disk that fills up, then it is called full', async () => {
    const log = started(tiny(directory, '18m'));
    await until(() => log.lines.filter(isFailure).length >= 20 || !log.lives, 'failures');
    expect(log.lives).toBe(true);
    expect(log.lines.find(isFailure)).toMatch(/the disk is full\. Free space on the file system of/);
  });

  (canMount ? test : test.skip).each(['4k', '12k', '24k', '100k', '1m'])(
    'given a disk of %s, when a log is opened there, then the start says so instead of ending by a signal',
    (size) => {
      const url = JSON.stringify(join(COMPILED_LOGS, 'embedded', 'embedded-event-log.js'));
      const program = `import { openEmbeddedEventLog } from ${url};
        await openEmbeddedEventLog({ directory: ${JSON.stringify(directory)} }).catch((e) => console.log(e.problem, e.message));`;
      const [unshare = '', ...rest] = tiny(directory, size);
      const { stdout, signal } = spawnSync(
        unshare,
        [...rest, process.execPath, '--input-type=module', '-e', program],
        { encoding: 'utf8' },
      );
      expect(signal).toBeNull();
      expect(stdout).toMatch(/^disk-full .*the disk is full\. Free space/);
    },
  );
});
