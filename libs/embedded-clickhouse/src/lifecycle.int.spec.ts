import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { childEntry } from './child-entry.js';
import { EmbeddedClickHouseStartError, startEmbeddedClickHouse } from './index.js';
import {
  isAlive,
  startTestEngine,
  temporaryDirectory,
  until,
  type TestEngine,
} from './testing/test-engine.js';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function started(options: Parameters<typeof startTestEngine>[0] = {}): Promise<TestEngine> {
  const test = await startTestEngine(options);
  cleanUps.push(() => test.stop());
  return test;
}

function directory(): string {
  const path = temporaryDirectory();
  cleanUps.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

async function back(test: TestEngine, restarts: number): Promise<void> {
  await until(
    'the engine is back',
    () => test.engine.restarts() === restarts && test.engine.pid() !== undefined,
  );
}

describe('a start', () => {
  it('keeps what was stored, through any number of starts', async () => {
    const dataDirectory = directory();
    for (let start = 0; start < 2; start += 1) {
      const engine = await startTestEngine({ dataDirectory });
      await engine
        .client()
        .command({ query: 'CREATE TABLE IF NOT EXISTS t (a UInt8) ENGINE = MergeTree ORDER BY a' });
      await engine.client().insert({ table: 't', values: [{ a: start }], format: 'JSONEachRow' });
      expect(await engine.rows('SELECT count() FROM t')).toEqual([[start + 1]]);
      await engine.engine.close();
    }
  });

  it('takes the port and the password it is given', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    probe.close();
    const test = await started({ port, password: `pass'word:ü` });
    expect(test.engine).toMatchObject({
      url: `http://127.0.0.1:${port}`,
      username: 'default',
      password: `pass'word:ü`,
    });
    expect(await test.rows('SELECT 1')).toEqual([[1]]);
  });

  it('leaves it to its client to close idle connections', async () => {
    const { engine } = await started();
    const { headers } = await fetch(`${engine.url}/ping`);
    expect(headers.get('keep-alive')).toBe('timeout=600');
  });

  it('listens on loopback only', async () => {
    const { engine } = await started();
    // Another address of the same machine, which a listener on all addresses would answer.
    const socket = connect({ host: '127.0.0.2', port: Number(new URL(engine.url).port) });
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
  });

  it('says that a port is in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    cleanUps.push(() => taken.close());
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    await expect(startEmbeddedClickHouse({ dataDirectory: directory(), port })).rejects.toMatchObject({
      reason: 'port-in-use',
      message: expect.stringMatching(
        new RegExp(`port ${port} .* in use.*0 for a free one`),
      ) as unknown as string,
    });
  });

  it('says who uses a directory that is in use, once waiting has not helped', async () => {
    const { dataDirectory, engine } = await started();
    const second = startEmbeddedClickHouse({ dataDirectory });
    await expect(second).rejects.toBeInstanceOf(EmbeddedClickHouseStartError);
    await expect(second).rejects.toMatchObject({
      reason: 'locked',
      message: expect.stringContaining(
        `${dataDirectory} is in use by another process (process ${engine.pid()})`,
      ) as unknown as string,
    });
    // The first one has not noticed.
    expect(isAlive(engine.pid() ?? 0)).toBe(true);
  });

  it('says which directory can not be used, and what to do', async () => {
    const file = join(directory(), 'a-file');
    writeFileSync(file, '');
    await expect(startEmbeddedClickHouse({ dataDirectory: file })).rejects.toThrow(
      /a-file can't be used .*dataDirectory/s,
    );
    await expect(startEmbeddedClickHouse({ dataDirectory: join(file, 'below') })).rejects.toThrow(
      /below can't be used/,
    );
  });

  it('refuses a path that the engine would take for a pattern, instead of losing inserts there', async () => {
    for (const name of ['{a,b}', 'a*', 'a?']) {
      const dataDirectory = join(directory(), name);
      await expect(startEmbeddedClickHouse({ dataDirectory })).rejects.toThrow(
        /can't be used.*dataDirectory/s,
      );
    }
  });

  it('says how to build the child when it is missing', () => {
    const root = directory();
    mkdirSync(join(root, 'src'));
    expect(() => childEntry(join(root, 'src/'))).toThrow(/main\.js is missing\. Run: npx tsc -b/);
  });

  it('says how to build the child when its sources are newer', async () => {
    const root = directory();
    for (const path of ['src', 'dist/child']) mkdirSync(join(root, path), { recursive: true });
    writeFileSync(join(root, 'dist/child/main.js'), '');
    await new Promise((resolve) => setTimeout(resolve, 20));
    writeFileSync(join(root, 'src/a.spec.ts'), '');
    expect(childEntry(join(root, 'src/'))).toBe(join(root, 'dist/child/main.js'));
    writeFileSync(join(root, 'src/a.ts'), '');
    expect(() => childEntry(join(root, 'src/'))).toThrow(/older than its sources.*Run: npx tsc -b/);
  });
});

describe('an engine that dies', () => {
  it('is restarted under the same address and password', async () => {
    const test = await started();
    const { url, password } = test.engine;
    const pid = test.engine.pid() ?? 0;
    process.kill(pid, 'SIGKILL');
    await until('the death is noticed', () => test.engine.pid() !== pid);
    await expect(test.rows('SELECT 1')).rejects.toMatchObject({
      code: expect.stringMatching(/ECONN/) as unknown as string,
    });
    await back(test, 1);
    expect(await test.rows('SELECT 1')).toEqual([[1]]);
    expect(test.engine).toMatchObject({ url, password });
    expect(test.lines.join('\n')).toMatch(/ended .*SIGKILL.*restarting/);
  });

  it('loses no acknowledged row, and a repeated insert completes the unacknowledged one', async () => {
    const test = await started();
    await test.client().command({
      // Rows that replace their like: a deduplication token may be remembered of an insert that a kill undid.
      query: 'CREATE TABLE t (batch UInt32, n UInt32) ENGINE = ReplacingMergeTree ORDER BY (batch, n)',
    });
    const insert = (batch: number) =>
      test.client().insert({
        table: 't',
        values: Array.from({ length: 2_000 }, (_, n) => ({ batch, n })),
        format: 'JSONEachRow',
      });
    let batch = 0;
    for (let kills = 1; kills <= 3; kills += 1) {
      const killer = setTimeout(() => process.kill(test.engine.pid() ?? 0, 'SIGKILL'), 200 + kills * 30);
      const failed = await (async () => {
        for (;;) {
          try {
            await insert(batch);
            batch += 1;
          } catch (error) {
            return error;
          }
        }
      })();
      clearTimeout(killer);
      expect(failed).toMatchObject({ code: expect.stringMatching(/ECONN|EPIPE/) as unknown as string });
      await back(test, kills);
      const acknowledged = await test.rows(`SELECT count() FROM t FINAL WHERE batch < ${batch}`);
      expect(acknowledged).toEqual([[batch * 2_000]]);
      await insert(batch);
      batch += 1;
      expect(await test.rows('SELECT count(), uniqExact(batch, n) FROM t FINAL')).toEqual([
        [batch * 2_000, batch * 2_000],
      ]);
    }
    expect(batch).toBeGreaterThan(3);
  });

  it('breaks the connection of a result on its way: never a short result that looks whole', async () => {
    const test = await started();
    const result = await test
      .client()
      .query({ query: 'SELECT number FROM numbers(3000000)', format: 'JSONEachRow' });
    const read = async () => {
      let rows = 0;
      for await (const some of result.stream()) {
        if (rows === 0) process.kill(test.engine.pid() ?? 0, 'SIGKILL');
        rows += some.length;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return rows;
    };
    await expect(read()).rejects.toThrow(/aborted|reset|socket/i);
  });

  it('survives running out of the memory it may use', async () => {
    const test = await started({ memoryLimitBytes: 600_000_000 });
    const pid = test.engine.pid();
    await expect(
      test.rows('SELECT length(groupArray(number)) FROM numbers(1000000000)'),
    ).rejects.toMatchObject({ code: '241' });
    expect(await test.rows('SELECT 1')).toEqual([[1]]);
    expect(test.engine.pid()).toBe(pid);
  });
});

describe('the end', () => {
  it('comes with close, after the running requests, and only once', async () => {
    const test = await started();
    const pid = test.engine.pid() ?? 0;
    const asked = test.rows('SELECT sum(sleepEachRow(0.1)) FROM numbers(10)');
    await until(
      'the query runs',
      async () => JSON.stringify(await test.rows('SELECT count() FROM system.processes')) === '[[2]]',
    );
    await Promise.all([test.engine.close(), test.engine.close()]);
    expect(await asked).toEqual([[0]]);
    expect([isAlive(pid), test.engine.pid(), test.engine.restarts()]).toEqual([false, undefined, 0]);
    await expect(test.rows('SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('comes during a restart, too', async () => {
    const test = await started();
    process.kill(test.engine.pid() ?? 0, 'SIGKILL');
    await until('the death is noticed', () => test.engine.pid() === undefined);
    await test.engine.close();
    expect(test.engine.pid()).toBeUndefined();
  });

  it('comes at once when the parent is killed, also in the middle of a query, and a successor can start', async () => {
    const dataDirectory = directory();
    const program = fileURLToPath(new URL('./testing/parent.mjs', import.meta.url));
    const parent = spawn(process.execPath, [program, dataDirectory], {
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    cleanUps.push(() => parent.kill('SIGKILL'));
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const child = JSON.parse(line.toString()) as { pid: number; url: string; password: string };
    const ask = (query: string): Promise<Response> =>
      fetch(`${child.url}/?query=${encodeURIComponent(query)}`, {
        headers: { 'X-ClickHouse-Key': child.password },
      });
    const outcome = expect(
      ask('SELECT sum(sipHash64(number)) FROM numbers(1000000000000)'),
    ).rejects.toThrow();
    const running = `SELECT count() FROM system.processes WHERE position(query, 'sipHash64') > 0`;
    // The question itself is one of two.
    await until('the query runs', async () => (await (await ask(running)).text()).trim() === '2');

    parent.kill('SIGKILL');
    const successor = await startTestEngine({ dataDirectory });
    cleanUps.push(() => successor.stop());
    await until('the orphan has ended', () => !isAlive(child.pid));
    await outcome;
    expect(await successor.rows('SELECT 1')).toEqual([[1]]);
  });
});
