import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestEngine, until, type TestEngine } from './testing/test-engine.js';

/** A limit for the size of files stops writes as a full disk does, needs no rights, and goes with its process. */
const prlimit = (args: readonly string[]): boolean => spawnSync('prlimit', args).status === 0;
const describeWithLimit = prlimit(['--version']) ? describe : describe.skip;
const LIMIT_BYTES = 100_000;

let test: TestEngine;
beforeAll(async () => {
  test = await startTestEngine();
});
afterAll(() => test.stop());

/** Longer than the limit, as text and as the column of a table. */
const LONG = 'SELECT number AS a, randomPrintableASCII(40) AS b FROM numbers(20000)';

describeWithLimit('a disk that takes no more', () => {
  let process: number;
  beforeEach(() => {
    const pid = test.engine.pid();
    if (pid === undefined) throw new Error('The engine is not running.');
    process = pid;
  });
  afterEach(() => restarted());

  const fill = (): void => {
    if (!prlimit(['--pid', String(process), `--fsize=${LIMIT_BYTES}:`]))
      throw new Error('no limit could be set');
  };
  /** A new process has no limit: there is room again. */
  const restarted = (): Promise<void> =>
    until('another process to answer', async () => {
      const pid = test.engine.pid();
      return pid !== undefined && pid !== process && (await test.client().ping()).success;
    });
  const refused = { code: '243', message: expect.stringContaining('failed to write to its disk') as unknown };

  it.each(['JSONCompactEachRow', 'CSV', 'Parquet'])(
    'a result in %s that could not be written to its end is an error, never a shorter result',
    async (format) => {
      const whole = await test.raw(`?query=${encodeURIComponent(`${LONG} FORMAT ${format}`)}`);
      expect([whole.status, (await whole.arrayBuffer()).byteLength > LIMIT_BYTES]).toEqual([200, true]);
      fill();
      const cut = await test.raw(`?query=${encodeURIComponent(`${LONG} FORMAT ${format}`)}`);
      expect(cut.headers.get('x-clickhouse-exception-code')).toBe('243');
      expect(await cut.text()).toMatch(/failed to write to its disk/);
    },
  );

  it('then nothing is answered any more until the engine has been started again', async () => {
    fill();
    const results = await Promise.allSettled([test.rows(LONG), test.rows(LONG), test.rows(LONG)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await expect(test.rows('SELECT 1')).rejects.toThrow();
    await restarted();
    expect(await test.rows(LONG)).toHaveLength(20_000);
  });

  it('an insert whose part could not be written is not acknowledged, and nothing of it is counted', async () => {
    const client = test.client();
    await client.command({
      query: 'CREATE TABLE inserted (a UInt64, b String) ENGINE = MergeTree ORDER BY a',
    });
    await client.command({ query: `INSERT INTO inserted SELECT number, 'kept' FROM numbers(1000)` });
    fill();
    await expect(client.command({ query: `INSERT INTO inserted ${LONG}` })).rejects.toMatchObject(refused);
    await restarted();
    expect(await test.rows('SELECT count(), uniqExact(b) FROM inserted')).toEqual([[1000, 1]]);
  });

  it.each([
    ['compact', '10000000000'],
    ['wide', '0'],
  ])('a merge to a %s part that could not be written leaves every row as it was', async (kind, bytes) => {
    const client = test.client();
    const table = `merged_${kind}`;
    await client.command({
      query: `CREATE TABLE ${table} (a UInt64, b String) ENGINE = ReplacingMergeTree ORDER BY a SETTINGS min_bytes_for_wide_part = ${bytes}`,
    });
    for (const from of [0, 2000, 4000])
      await client.command({
        query: `INSERT INTO ${table} SELECT ${from} + number, repeat(toString(cityHash64(number)), 2) FROM numbers(3000)`,
      });
    const sums = `SELECT count(), sum(a), sum(cityHash64(b)) FROM ${table} FINAL`;
    const before = await test.rows(sums);
    expect(before).toEqual([[7000, (7000 * 6999) / 2, expect.anything()]]);
    fill();
    await expect(client.command({ query: `OPTIMIZE TABLE ${table} FINAL` })).rejects.toMatchObject(refused);
    await restarted();
    expect(await test.rows(sums)).toEqual(before);
  });
});

describeWithLimit('the hazard itself', () => {
  it('is still there: the engine alone calls a write that failed a success', () => {
    const directory = mkdtempSync(join(tmpdir(), 'failed-writes-'));
    const script = `
      const { Session } = await import('chdb');
      const session = new Session(${JSON.stringify(join(directory, 'data'))});
      const file = ${JSON.stringify(join(directory, 'out'))};
      const { rowsRead } = await session.queryAsync("SELECT number FROM numbers(100000) INTO OUTFILE '" + file + "' COMPRESSION 'none' FORMAT TSV");
      const { readFileSync } = await import('node:fs');
      const { length } = readFileSync(file, 'latin1').split('\\n');
      const counted = await session.queryAsync("SELECT value FROM system.events WHERE event = 'WriteBufferFromFileDescriptorWriteFailed'", { format: 'TSV' });
      console.log(JSON.stringify({ rowsRead, length, counted: Buffer.from(counted.bytes()).toString().trim() }));
      process.kill(process.pid, 'SIGKILL');`;
    try {
      const { stdout } = spawnSync(
        'prlimit',
        [`--fsize=${LIMIT_BYTES}:`, process.execPath, '--input-type=module', '-e', script],
        { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
      );
      const { rowsRead, length, counted } = JSON.parse(stdout) as {
        rowsRead: number;
        length: number;
        counted: string;
      };
      expect(rowsRead).toBe(100_000);
      expect(length).toBeLessThan(30_000);
      expect(Number(counted)).toBeGreaterThan(0);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
