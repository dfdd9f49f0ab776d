import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BIN = join(ROOT, 'apps/api/bin/hearback.js');

/** A running service, as `npm start` runs it, with a data directory of its own. */
export interface HearbackProcess {
  readonly url: string;
  readonly directory: string;
  readonly pid: number;
  /** Everything it has printed. */
  readonly output: () => string;
  /** Ends it with a signal and waits until it is gone. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
  /** A JSON answer of the API. */
  get<T>(path: string): Promise<T>;
  /** Waits until all that has been recorded is in the figures. */
  settled(): Promise<void>;
}

export interface StartOptions {
  readonly directory?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Import the sample into an empty store. */
  readonly sample?: boolean;
  /** A program that runs it with the arguments that follow its own, as `nice` does. */
  readonly through?: readonly string[];
  /** Further ones of `serve`. */
  readonly arguments?: readonly string[];
}

/** So long a busy machine may take for what takes a second on a quiet one. */
const WITHIN_MS = 120_000;

export async function temporaryDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'hearback-e2e-'));
}

export function removeDirectory(directory: string): Promise<void> {
  return rm(directory, { recursive: true, force: true });
}

export async function startHearback(options: StartOptions = {}): Promise<HearbackProcess> {
  const directory = options.directory ?? (await temporaryDirectory());
  if (options.sample !== true) await withStore(directory);
  const empty = options.sample === true ? [] : ['--empty'];
  const child = spawnHearback(
    ['serve', ...empty, ...(options.arguments ?? [])],
    {
      PORT: '0',
      HEARBACK_DATA: directory,
      ...options.environment,
    },
    options.through,
  );
  const url = await child.printed(/Hearback is at (http:\/\/[^\s"]+)/);
  const get = async <T>(path: string): Promise<T> => {
    let response = await fetch(url + path);
    // Just started, it answers 503 until the store has its schema and was compared with the log.
    for (const deadline = Date.now() + WITHIN_MS; response.status === 503 && Date.now() < deadline;) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      response = await fetch(url + path);
    }
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  return {
    url,
    directory,
    pid: child.process.pid ?? -1,
    output: child.output,
    end: (signal = 'SIGTERM') => child.end(signal),
    get,
    settled: () =>
      eventually(async () => {
        const { lag, status } = await get<{ lag: number; status: string }>('/health/ready');
        if (status !== 'ready' || lag !== 0) throw new Error(`still ${lag} to go`);
      }),
  };
}

/**
 * Gives an empty data directory the store that Jest's global set-up has made, without rows and with the present schema:
 * so not every test runs all migrations. A service that imports the sample starts as a newcomer's does, with nothing.
 */
async function withStore(directory: string): Promise<void> {
  const made = process.env['HEARBACK_TEST_STORE'];
  if (made === undefined) return;
  const isEmpty = await readdir(directory).then(
    (names) => names.length === 0,
    () => false,
  );
  if (isEmpty) await cp(made, directory, { recursive: true });
}

export interface SpawnedHearback {
  readonly process: ChildProcess;
  readonly output: () => string;
  /** Waits for a line and gives its first group. */
  printed(pattern: RegExp): Promise<string>;
  exited(): Promise<number | null>;
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Runs `hearback` with these arguments. */
export function spawnHearback(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  through: readonly string[] = [],
): SpawnedHearback {
  const [program = process.execPath, ...rest] = [...through, process.execPath, BIN, ...args];
  const child = spawn(program, rest, {
    cwd: ROOT,
    env: { ...process.env, NODE_OPTIONS: '', HEARBACK_CONFIG: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exit = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return {
    process: child,
    output: () => output,
    printed: (pattern) =>
      eventually(() => {
        const found = pattern.exec(output);
        if (found !== null) return Promise.resolve(found[1] ?? found[0]);
        if (child.exitCode !== null) throw new Ended(`ended with ${child.exitCode}:\n${output}`);
        throw new Error(`not printed: ${String(pattern)}\n${output}`);
      }),
    exited: () => exit,
    end: async (signal) => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return exit;
    },
  };
}

/** Waiting longer won't help. */
export class Ended extends Error {}

/** Tries until it succeeds; the last failure otherwise. */
export async function eventually<T>(attempt: () => Promise<T>, withinMs = WITHIN_MS): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof Ended || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
