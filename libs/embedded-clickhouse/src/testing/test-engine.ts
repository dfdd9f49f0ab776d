import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type ClickHouseClient, type ClickHouseClientConfigOptions } from '@clickhouse/client';
import {
  startEmbeddedClickHouse,
  type EmbeddedClickHouse,
  type EmbeddedClickHouseOptions,
} from '../index.js';

/** An engine on a directory of its own, with what a test needs to talk to it. */
export interface TestEngine {
  readonly engine: EmbeddedClickHouse;
  readonly dataDirectory: string;
  /** What the engine said so far. */
  readonly lines: readonly string[];
  client(options?: ClickHouseClientConfigOptions): ClickHouseClient;
  /** A request without any client library; authenticated unless the init says otherwise. */
  raw(search: string, init?: RequestInit): Promise<Response>;
  /** Rows of a query, as arrays. */
  rows(query: string, clickhouse_settings?: Record<string, string | number>): Promise<unknown[]>;
  stop(): Promise<void>;
}

export function temporaryDirectory(prefix = 'embedded-clickhouse-'): string {
  return mkdtempSync(join(tmpdir(), prefix));
}

export async function startTestEngine(options: Partial<EmbeddedClickHouseOptions> = {}): Promise<TestEngine> {
  const dataDirectory = options.dataDirectory ?? temporaryDirectory();
  const lines: string[] = [];
  const engine = await startEmbeddedClickHouse({
    log: (line) => lines.push(line),
    ...options,
    dataDirectory,
  });
  const clients: ClickHouseClient[] = [];
  const client = (more: ClickHouseClientConfigOptions = {}): ClickHouseClient => {
    const { url, username, password } = engine;
    // 127: nothing. Errors are what many of these tests are about.
    const created = createClient({ url, username, password, log: { level: 127 }, ...more });
    clients.push(created);
    return created;
  };
  const common = client();
  return {
    engine,
    dataDirectory,
    lines,
    client,
    raw: (search, init = {}) =>
      fetch(`${engine.url}/${search}`, {
        ...init,
        headers: { 'X-ClickHouse-User': 'default', 'X-ClickHouse-Key': engine.password, ...init.headers },
      }),
    async rows(query, clickhouse_settings = {}) {
      const result = await common.query({ query, format: 'JSONCompactEachRow', clickhouse_settings });
      return result.json();
    },
    async stop() {
      await Promise.all(clients.map((each) => each.close()));
      await engine.close();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}

/** Waits until the condition holds; fails with the description after the limit. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  limitMs = 120_000,
): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Not within ${limitMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Whether a process exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
