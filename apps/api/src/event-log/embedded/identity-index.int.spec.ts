import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { open } from 'lmdb';
import { EventLogUnavailable } from '../errors.js';
import type { AppendOutcome, EventLog } from '../event-log.js';
import { Collector, numbered, record } from '../testing/collector.js';
import { identified, identify, identityIn } from '../testing/identified.js';
import { encodeRecord } from './record-codec.js';
import { Storage } from './storage.js';
import { openEmbeddedEventLog } from './embedded-event-log.js';

let directory: string;
let log: EventLog | undefined;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hearback-index-'));
});
afterEach(async () => {
  await log?.close();
  log = undefined;
  rmSync(directory, { recursive: true, force: true });
});

const opened = async (said: string[] = []): Promise<EventLog> => {
  log = await openEmbeddedEventLog({ directory, identify, log: (_level, message) => said.push(message) });
  return log;
};

/** Writes a record at an offset past the log, as another process would that has its file open. */
async function writtenByAnother(offset: number): Promise<void> {
  const other = open({
    path: join(directory, 'event-log.mdb'),
    noSubdir: true,
    overlappingSync: false,
    maxDbs: 8,
  });
  const records = other.openDB<Buffer, number>({ name: 'records', encoding: 'binary' });
  await records.put(offset, encodeRecord({ ...record('k', 'theirs'), headers: {} }, Date.now()));
  await other.close();
}

describe('the index of identities', () => {
  test('given a restart, then what was appended before is a repeat', async () => {
    await (await opened()).append([identified('a=1')]);
    await log?.close();
    const said: string[] = [];
    await opened(said);
    expect(await log?.append([identified('a=1'), identified('a=2')])).toEqual(['duplicate', 'conflict']);
    expect(said).toEqual([]);
  });

  test('given a log from before there was an index, then it is made once, the first of two contents counts, and it is told how far it is', async () => {
    const older = await openEmbeddedEventLog({ directory });
    const many = numbered(120_000, 'n').map(({ key, value }) => ({ key, value, headers: {} }));
    await older.append([...many, record('k', 'a=1'), record('k', 'a=2')]);
    await older.close();
    const said: string[] = [];
    await opened(said);
    expect(said[0]).toContain('no index of 120002 records');
    expect(said.at(-1)).toContain('is complete: 120002 records');
    const texts = ['a=1', 'a=2', 'n-0', 'n-119999', 'n-120000'];
    expect(await log?.append(texts.map((text) => identified(text)))).toEqual([
      ...['duplicate', 'conflict', 'duplicate', 'duplicate', 'appended'],
    ]);
    await log?.close();
    const again: string[] = [];
    await opened(again);
    expect(again).toEqual([]);
  });

  test('given records that an earlier version appended since, then the index is completed', async () => {
    await (await opened()).append([identified('a=1')]);
    await log?.close();
    const older = await openEmbeddedEventLog({ directory });
    await older.append([record('k', 'b=1')]);
    await older.close();
    await opened();
    expect(await log?.append([identified('b=1'), identified('a=1')])).toEqual(['duplicate', 'duplicate']);
  });

  test('given another process that wrote meanwhile, then nothing is appended and nothing remembered', async () => {
    await (await opened()).append([identified('a=1')]);
    await writtenByAnother(1);
    await expect(log?.append([identified('b=1')])).rejects.toThrow(EventLogUnavailable);
    expect(log?.contentOf?.([identityIn('b').key]).size).toBe(0);
    expect(await log?.append([identified('b=1')])).toEqual(['appended']);
  });

  test('given a large append, then it is committed in pieces, between which others have their turn, and a repeat is found in any of them', async () => {
    await opened();
    const texts = Array.from({ length: 4_500 }, (_, index) => `${index % 4_000}=1`);
    const commits = jest.spyOn(Storage.prototype, 'append');
    const outcomes = await log!.append([...texts.map((text) => identified(text)), identified('7=2')]);
    expect(commits.mock.calls.map(([records]) => records.length)).toEqual([1_000, 1_000, 1_000, 1_000]);
    commits.mockRestore();
    expect(outcomes).toEqual(
      [4_000, 500, 1].flatMap((n, index) =>
        Array<AppendOutcome>(n).fill((['appended', 'duplicate', 'conflict'] as const)[index]!),
      ),
    );
    const seen = new Collector();
    const consumption = await log!.consume('all', seen.handle);
    await seen.has(4_000);
    await consumption.stop();
    expect(seen.texts).toEqual(texts.slice(0, 4_000));
  });

  test('given a large append of which a later piece fails, then it fails, and of the same sent again only the rest is appended', async () => {
    await opened();
    await writtenByAnother(1_000);
    const texts = Array.from({ length: 3_000 }, (_, index) => `${index}=1`);
    await expect(log?.append(texts.map((text) => identified(text)))).rejects.toThrow(EventLogUnavailable);
    const outcomes = await log!.append(texts.map((text) => identified(text)));
    expect(outcomes.indexOf('appended')).toBe(1_000);
    expect(new Set(outcomes.slice(1_000))).toEqual(new Set(['appended']));
    expect((await log!.spans('g'))[0]!.end).toBe(3_001n);
  });

  test('given any appends at once, then each identity is appended once, and the rest is told as the order of the log has it', async () => {
    const text = fc
      .tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('1', '2'))
      .map(([key, content]) => `${key}=${content}`);
    await opened();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(text, { maxLength: 5 }), { maxLength: 8 }), async (clients) => {
        run += 1;
        const own = clients.map((texts) => texts.map((one) => `${run}-${one}`));
        const before = (await log!.spans('g'))[0]!.end;
        const outcomes = await Promise.all(
          own.map((texts) => log!.append(texts.map((one) => identified(one)))),
        );
        const first = new Map<string, string>();
        const expected = own.map((texts) =>
          texts.map((one): AppendOutcome => {
            const [key = '', content = ''] = one.split('=');
            const known = first.get(key);
            if (known === undefined) first.set(key, content);
            return known === undefined ? 'appended' : known === content ? 'duplicate' : 'conflict';
          }),
        );
        expect(outcomes).toEqual(expected);
        const after = (await log!.spans('g'))[0]!.end;
        expect(Number(after - before)).toBe(first.size);
      }),
      { numRuns: 60 },
    );
    const seen = new Collector();
    const consumption = await log!.consume('all', seen.handle);
    await seen.has(Number((await log!.spans('all'))[0]!.end));
    await consumption.stop();
    const identities = seen.texts.map((one) => one.split('=')[0]);
    expect(new Set(identities).size).toBe(identities.length);
  });
});
