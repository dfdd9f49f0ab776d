import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  rightEvent,
  startWhole,
  wrongEvent,
  type WholeService,
} from '../dead-letters/testing/whole-service.js';

const BIN = fileURLToPath(new URL('../../bin/hearback.js', import.meta.url));
const BYTES = new Uint8Array([0xff, 0x00, 0x0a, 0x80, 0x7b]);
const HOUR = 3_600_000;

let service: WholeService;
/** One that an hour later is right, one that never is, one that is no text. */
let ids: string[];
beforeAll(async () => {
  service = await startWhole();
  const soon = new Date(service.now.getTime() + HOUR).toISOString();
  await service.append(
    { value: encoded(rightEvent('soon', { endedAt: soon }, { time: soon })) },
    { value: encoded(wrongEvent('wrong')), headers: { 'hearback-origin': 'http' } },
    { value: BYTES, headers: { 'x-from': 'a\u001b[2Jb' } },
  );
  service.now = new Date(service.now.getTime() + HOUR);
  ids = (await service.list()).rows.map(({ id }) => id).reverse();
});
afterAll(() => service.close());

function encoded(event: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(event));
}

interface Ended {
  readonly code: number;
  readonly out: Buffer;
  readonly said: string;
}

function hearback(...words: readonly string[]): Promise<Ended> {
  const env = { ...process.env, HEARBACK_URL: service.url, NODE_OPTIONS: '' };
  return new Promise((resolve) => {
    execFile(process.execPath, [BIN, ...words], { env, encoding: 'buffer' }, (error, out, said) =>
      resolve({
        code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1,
        out,
        said: said.toString(),
      }),
    );
  });
}
const json = ({ out }: Ended): unknown => JSON.parse(out.toString());

describe('hearback dead-letters', () => {
  it('given list, then a table, or the answer as JSON, with filters', async () => {
    const all = await hearback('dead-letters', 'list');
    expect([all.code, all.said.trim()]).toEqual([0, '3 of 3 rejected messages']);
    for (const id of ids) expect(all.out.toString()).toContain(id);
    const some = await hearback(
      '--json',
      'dead-letters',
      'list',
      '--reason',
      'invalid-data',
      '--origin',
      'http',
    );
    expect(json(some)).toMatchObject({ total: 1, rows: [{ id: ids[1] }] });
    const wrong = await hearback('dead-letters', 'list', '--reason', 'bad');
    expect([wrong.code, wrong.said]).toEqual([2, expect.stringContaining('must be any of not-json')]);
  });

  it('given show, then all of it without what would rewrite the terminal; raw, byte for byte', async () => {
    const shown = await hearback('dead-letters', 'show', ids[2]!);
    expect(shown.code).toBe(0);
    expect(shown.out.toString()).toContain('header x-from: a?[2Jb');
    expect(shown.out.toString()).toContain(`base64: ${Buffer.from(BYTES).toString('base64')}`);
    expect((await hearback('dead-letters', 'show', ids[2]!, '--raw')).out).toEqual(Buffer.from(BYTES));
    expect((await hearback('dead-letters', 'show', 'no/0/1')).code).toBe(2);
  });

  it('given a dry run, then what would become of each; nothing is sent', async () => {
    const dry = await hearback('--json', 'dead-letters', 'replay', '--all', '--dry-run');
    expect(dry.code).toBe(1);
    expect(json(dry)).toMatchObject({ dryRun: true, counts: { recorded: 1, rejected: 2 } });
    expect((await service.list('?outcome=none')).total).toBe(3);
  });

  it('given ids, then 0 where all were recorded or known, 1 where one is rejected again', async () => {
    const first = await hearback('dead-letters', 'replay', ids[0]!);
    expect([first.code, first.said.trim()]).toEqual([
      0,
      '1 recorded, 0 duplicates, 0 rejected again, 0 not kept',
    ]);
    expect((await hearback('dead-letters', 'replay', ids[0]!)).said).toContain('1 duplicates');
    const both = await hearback('dead-letters', 'replay', ids[0]!, ids[1]!);
    expect([both.code, both.said]).toEqual([1, expect.stringContaining('1 of 2 did not become an event.')]);
    expect(both.out.toString()).toContain('data.endedAt');
  });

  it('given a filter with --all, then just those', async () => {
    const run = await hearback('--json', 'dead-letters', 'replay', '--all', '--outcome', 'rejected');
    expect([run.code, json(run)]).toMatchObject([1, { total: 1, results: [{ id: ids[1] }] }]);
  });

  it('given a mended file, then it is sent in place of the one', async () => {
    // The latest comes first, and those before were within one instant of this clock.
    service.anHourLater();
    const file = join(service.directory, 'mended.json');
    await writeFile(file, JSON.stringify(rightEvent('wrong')));
    const mended = await hearback('dead-letters', 'replay', ids[1]!, '--mended', file);
    expect([mended.code, mended.said]).toEqual([0, expect.stringContaining('1 recorded')]);
    expect(await service.one(ids[1]!)).toMatchObject({
      outcome: 'recorded',
      replays: [{ isMended: true }, {}, {}],
    });
  });

  it.each([
    [['replay'], 'name dead letters by their ids, or all of a filter with --all'],
    [['replay', 'a/0/1', '--all'], 'give either ids or --all'],
    [['replay', '--reason', 'not-json'], '--reason choose among all: add --all'],
    [['replay', '--all', '--mended', 'x.json'], 'give one id'],
    [['replay', 'a/0/1', '--mended', '/nowhere.json'], 'There is no file /nowhere.json'],
    [['replay', 'a/0/1'], 'No message was rejected at "a/0/1"'],
    [['show', 'a/0/1', '--raw', '--json'], '--raw'],
    [['eat'], "unknown command 'eat'"],
  ])('given %j, then wrong use', async (words, said) => {
    const ended = await hearback('dead-letters', ...words);
    expect([ended.code, ended.said]).toEqual([2, expect.stringContaining(said)]);
  });
});
