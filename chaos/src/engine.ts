import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client';
import { startEmbeddedClickHouse } from '@hearback/embedded-clickhouse';
import { until } from './waiting.js';

/** The real engine as a server of its own: a process with a fixed port, restarted on its data whenever it dies. */
export interface Engine {
  readonly port: number;
  /** `user:password`. */
  readonly credentials: string;
  /** Straight to it, past every proxy. */
  readonly client: ClickHouseClient;
  /** Ends it without any chance to tidy up; resolves when a new process answers on the same data. */
  kill(): Promise<void>;
  rows<Shape>(query: string): Promise<Shape[]>;
  /** Empties every table of the service, so that the next one fills them from the beginning of its log. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

/** @param existing data to open, which is removed in the end; by default none */
export async function startEngine(existing?: string): Promise<Engine> {
  const dataDirectory = existing ?? (await mkdtemp(join(tmpdir(), 'hearback-chaos-engine-')));
  const server = await startEmbeddedClickHouse({ dataDirectory, password: 'chaos' });
  const { port, hostname } = new URL(server.url);
  const client = createClient({
    url: `http://default:chaos@${hostname}:${port}`,
    request_timeout: 300_000,
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0, date_time_input_format: 'basic' },
  });
  const rows = async <Shape>(query: string): Promise<Shape[]> => {
    const result = await client.query({ query, format: 'JSONEachRow' });
    return result.json<Shape>();
  };
  return {
    port: Number(port),
    credentials: 'default:chaos',
    client,
    rows,
    kill: async () => {
      const pid = server.pid();
      if (pid === undefined) throw new Error('The engine is not running.');
      const before = server.restarts();
      process.kill(pid, 'SIGKILL');
      await until('the engine to come back', async () => {
        return server.restarts() > before && (await client.ping()).success;
      });
    },
    clear: async () => {
      for (const { name } of await rows<{ name: string }>(
        "SELECT name FROM system.tables WHERE database = 'hearback' AND (name LIKE 'stored_%' OR name = 'generations')",
      )) {
        await client.command({ query: `TRUNCATE TABLE hearback.${name}` });
      }
    },
    stop: async () => {
      await client.close();
      await server.close();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}
