import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { takeDataDirectory } from './data-directory.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hearback-data-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const NOBODY = 65_534;

/** Permissions do not hold back root, as whom tests may run. */
async function asOrdinaryUser<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('the data directory', () => {
  it('given none, then it is created, owned and released', async () => {
    const path = join(root, 'new');
    const first = await takeDataDirectory(path);
    await first.release();
    const second = await takeDataDirectory(path);
    await second.release();
  });

  it('given a running owner, then its process and the remedy are named', async () => {
    const directory = await takeDataDirectory(root);
    await expect(takeDataDirectory(root)).rejects.toThrow(
      new RegExp(`in use by process ${process.pid}.*HEARBACK_DATA`, 's'),
    );
    await directory.release();
  });

  it('given an owner that was killed, then the directory is free', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const { pid } = child;
    await writeFile(join(root, 'owner.json'), JSON.stringify({ pid, bornAt: null }));
    await expect(takeDataDirectory(root)).rejects.toThrow(`in use by process ${pid}`);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    await (await takeDataDirectory(root)).release();
  });

  it('given a later process with the number of the dead owner, then the directory is free', async () => {
    await writeFile(join(root, 'owner.json'), JSON.stringify({ pid: process.pid, bornAt: '1' }));
    await (await takeDataDirectory(root)).release();
  });

  it('given a newer format, then it is refused and nothing is changed', async () => {
    await writeFile(join(root, 'format.json'), JSON.stringify({ format: 99 }));
    await expect(takeDataDirectory(root)).rejects.toThrow(/newer version of Hearback \(format 99/);
  });

  it.each(['', '\0\0\0\0'])(
    'given a first start that the power was cut from (%j in its file), then it is taken and mended',
    async (left) => {
      await writeFile(join(root, 'format.json'), left);
      await (await takeDataDirectory(root)).release();
      expect(await readFile(join(root, 'format.json'), 'utf8')).toBe('{"format":1}\n');
    },
  );

  it.each([
    ['a new one', {}],
    ['one that was used before', { 'format.json': '{"format":1}' }],
  ])('given a read-only place, %s, then it is named with the remedy', async (_, files) => {
    const path = join(root, 'place');
    await mkdir(path);
    for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
    await chmod(path, 0o555);
    await chmod(root, 0o755);
    const taken = asOrdinaryUser(() => takeDataDirectory(path)).finally(() => chmod(path, 0o755));
    await expect(taken).rejects.toThrow(
      /place can't be used \(EACCES.*Make it writable, or name another one with HEARBACK_DATA/,
    );
  });

  it('given a path that can not be a directory, then it is named with the remedy', async () => {
    const file = join(root, 'file');
    await writeFile(file, '');
    await expect(takeDataDirectory(join(file, 'data'))).rejects.toThrow(
      /file\/data can't be used.*HEARBACK_DATA/s,
    );
  });

  // Not even root can create a file there.
  (existsSync('/proc/self') ? it : it.skip).each(['/proc/self', '/proc/self/hearback'])(
    'given %s, where nothing can be written, then it is named with the remedy',
    async (path) => {
      await expect(takeDataDirectory(path)).rejects.toThrow(
        new RegExp(`^The data directory ${path} can't be used .*Make it writable.*HEARBACK_DATA`, 's'),
      );
    },
  );
});
