import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { checkConfig } from './check-config.js';
import { Failure, WrongUse } from './failure.js';

let directory: string;
let file: string;
let printed: string[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearback-config-'));
  file = join(directory, 'hearback.config.yaml');
  printed = [];
  jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
});

afterEach(async () => {
  jest.restoreAllMocks();
  delete process.env['HEARBACK_CONFIG'];
  await rm(directory, { recursive: true });
});

describe('config check', () => {
  it('given a file that can be used, then it says so, with its version', async () => {
    await writeFile(file, 'teams: { a: { name: A } }\n');
    await checkConfig(file, false);
    expect(printed).toEqual([
      expect.stringMatching(/ can be used: 1 teams, 0 calendars, version [0-9a-f]{12}$/),
    ]);
  });

  it('given no name, then the file of HEARBACK_CONFIG is checked', async () => {
    await writeFile(file, '');
    process.env['HEARBACK_CONFIG'] = file;
    await checkConfig(undefined, true);
    expect(JSON.parse(printed.join(''))).toMatchObject({ file, valid: true, problems: [], teams: 0 });
  });

  it('given problems, then it fails with all of them, and tells them as JSON when asked', async () => {
    await writeFile(file, 'timeZone: Mars\nteems: {}\n');
    await expect(checkConfig(file, false)).rejects.toThrow(
      /2 problem\(s\):\n {2}line 1: timeZone: .*\n {2}line 2: teems: .*"teams"/,
    );
    expect(printed).toEqual([]);
    await expect(checkConfig(file, true)).rejects.toThrow(Failure);
    expect(JSON.parse(printed.join(''))).toMatchObject({
      valid: false,
      problems: [
        { path: 'timeZone', line: 1, column: 1 },
        { path: 'teems', line: 2, column: 1 },
      ],
    });
  });

  it('given a name that is no file, then that is wrong use', async () => {
    await expect(checkConfig(join(directory, 'none.yaml'), false)).rejects.toThrow(WrongUse);
    await expect(checkConfig(directory, false)).rejects.toThrow(WrongUse);
  });
});
