import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
  closeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'lmdb';
import { describeCrashes } from '../event-log-crash.contract.js';
import { describeEventLog, type LogUnderTest } from '../event-log.contract.js';
import { describeRepeats } from '../event-log-repeats.contract.js';
import { describeSpans } from '../event-log-spans.contract.js';
import { EventLogUnavailable } from '../errors.js';
import { LogChild } from '../testing/child-process.js';
import { Collector, numbered, record, until } from '../testing/collector.js';
import { openEmbeddedEventLog } from './embedded-event-log.js';

const temporaryDirectory = (): string => mkdtempSync(join(tmpdir(), 'hearback-event-log-'));

function embeddedLog(): Promise<LogUnderTest> {
  const directory = temporaryDirectory();
  return Promise.resolve({
    open: (options) => openEmbeddedEventLog({ directory, ...options }),
    childOpens: { adapter: 'embedded', options: { directory } },
    tooLarge: 17 * 1024 * 1024,
    dispose: () => {
      rmSync(directory, { recursive: true, force: true });
      return Promise.resolve();
    },
  });
}

describeEventLog('The embedded log', embeddedLog);
describeRepeats('The embedded log', embeddedLog);
describeSpans('The embedded log', embeddedLog);
describeCrashes('The embedded log', embeddedLog, 6);

describe('The embedded log, as a file', () => {
  let directory: string;
  let file: string;

  beforeEach(() => {
    directory = temporaryDirectory();
    file = join(directory, 'event-log.mdb');
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const filledWith = async (count: number): Promise<void> => {
    const log = await openEmbeddedEventLog({ directory });
    await log.append(numbered(count, 'x'.repeat(200)));
    await log.close();
  };

  test('given batches bounded in bytes, when consumed, then none is larger unless a single record is', async () => {
    const log = await openEmbeddedEventLog({ directory, batchBytes: 1_000 });
    await log.append([...numbered(20, 'x'.repeat(200)), record('a', 'y'.repeat(5_000)), record('a', 'end')]);
    const seen = new Collector();
    await log.consume('g', seen.handle);
    await seen.has(22);
    expect(seen.records.map(({ offset }) => offset)).toEqual(
      Array.from({ length: 22 }, (_, at) => BigInt(at)),
    );
    expect(seen.batches.map(({ partition }) => partition)).toEqual(seen.batches.map(() => 0));
    for (const { records } of seen.batches) {
      const bytes = records.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
      expect(records.length === 1 || bytes <= 1_000).toBe(true);
    }
    await log.close();
  });

  test('given a path that can not become a directory, when opened, then the error names it and the remedy', async () => {
    writeFileSync(join(directory, 'file'), '');
    await expect(openEmbeddedEventLog({ directory: join(directory, 'file', 'below') })).rejects.toMatchObject(
      {
        problem: 'not-writable',
        message: expect.stringMatching(/file\/below.*HEARBACK_DATA/) as unknown,
      },
    );
  });

  test('given a log that is open, when it is opened again, then it is refused; after closing it is not', async () => {
    const log = await openEmbeddedEventLog({ directory });
    await expect(openEmbeddedEventLog({ directory })).rejects.toMatchObject({ problem: 'in-use' });
    await log.consume('g', () => Promise.resolve());
    await expect(log.consume('g', () => Promise.resolve())).rejects.toThrow(/"g" is being consumed/);
    await log.close();
    await (await openEmbeddedEventLog({ directory })).close();
  });

  test('given a file of a newer format, when opened, then the error says which version is needed', async () => {
    await filledWith(1);
    const root = open({ path: file, noSubdir: true, overlappingSync: false, maxDbs: 4 });
    await root.openDB<number, string>({ name: 'meta', encoding: 'json' }).put('format', 2);
    await root.close();
    await expect(openEmbeddedEventLog({ directory })).rejects.toMatchObject({ problem: 'newer-format' });
  });

  test('given a file that is something else, when opened, then it is called damaged and left alone', async () => {
    writeFileSync(file, 'this is not an event log'.repeat(1_000));
    await expect(openEmbeddedEventLog({ directory })).rejects.toMatchObject({
      problem: 'corrupt',
      message: expect.stringContaining(file) as unknown,
    });
    expect(readFileSync(file, 'utf8')).toBe('this is not an event log'.repeat(1_000));
  });

  test('given a file that was cut off, when opened, then it is called damaged instead of ending the process', async () => {
    await filledWith(5_000);
    const length = statSync(file).size;
    for (const part of [0.9, 0.5, 0.05]) {
      truncateSync(file, Math.floor((length * part) / 4096) * 4096);
      const cut = statSync(file).size;
      await expect(openEmbeddedEventLog({ directory })).rejects.toMatchObject({ problem: 'corrupt' });
      expect(statSync(file).size).toBe(cut);
    }
  });

  test('given a damaged record, when it is reached, then the consumption fails before it, and hands nothing damaged over', async () => {
    await filledWith(500);
    const bytes = readFileSync(file);
    const at = bytes.indexOf(`${'x'.repeat(200)}-250`);
    const handle = openSync(file, 'r+');
    writeSync(handle, 'y', at);
    closeSync(handle);

    const log = await openEmbeddedEventLog({ directory, batchSize: 50 });
    const seen = new Collector();
    const consumption = await log.consume('g', seen.handle);
    await expect(consumption.failed).resolves.toMatchObject({ problem: 'corrupt' });
    expect(seen.records).toHaveLength(250);
    expect(await log.lag('g')).toBe(250n);
    await log.close();
  });

  test('given a second process that writes, when both append, then no record is overwritten', async () => {
    const log = await openEmbeddedEventLog({ directory });
    await log.append([record('a', 'mine')]);
    const child = new LogChild(
      { adapter: 'embedded', options: { directory } },
      { mode: 'append', prefix: 'other' },
    );
    await child.hasSaid(5);
    await child.kill();
    await expect(log.append([record('a', 'late')])).rejects.toThrow(EventLogUnavailable);
    await log.append([record('a', 'again')]);
    const seen = new Collector();
    await log.consume('g', seen.handle);
    await until(async () => (await log.lag('g')) === 0n, 'no lag');
    const acknowledged = child.lines.slice(1).flatMap((line) => line.split(' '));
    expect(seen.texts[0]).toBe('mine');
    expect(seen.texts.at(-1)).toBe('again');
    expect(acknowledged.filter((id) => !seen.texts.includes(id))).toEqual([]);
    await log.close();
  });
});
