import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { CompleteOptions } from './options.js';
import type { FromChild, ToChild } from './protocol.js';
import { freeBytes, LEAST_ROOM_TO_START, noRoom } from './room.js';

/** A start that can't succeed the way things are. */
export class EmbeddedClickHouseStartError extends Error {
  /**
   * @param reason `locked` may pass by itself: a killed predecessor frees the directory within a second
   */
  constructor(
    readonly reason: 'locked' | 'port-in-use' | 'disk-full' | 'engine',
    message: string,
  ) {
    super(message);
    this.name = 'EmbeddedClickHouseStartError';
  }
}

/** A child that answers requests. */
export interface RunningChild {
  readonly process: ChildProcess;
  readonly port: number;
  readonly version: string;
}

/** The engine opens a large directory in seconds; a start that takes longer hangs. */
const START_LIMIT_MS = 120_000;
const KEPT_LINES = 20;

/**
 * Starts one child process and waits until it answers requests.
 *
 * @param entry the child's compiled program
 * @param port the port to listen on; 0 for any free one
 * @throws EmbeddedClickHouseStartError
 */
export function startChild(entry: string, options: CompleteOptions, port: number): Promise<RunningChild> {
  const free = freeBytes(options.dataDirectory);
  if (free < LEAST_ROOM_TO_START) {
    const message = noRoom(options.dataDirectory, free);
    return Promise.reject(new EmbeddedClickHouseStartError('disk-full', message));
  }
  const child = fork(entry, [options.dataDirectory], {
    // Neither a debugger's port nor test flags are meant for the child.
    execArgv: [],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      // DateTime without a zone prints in the zone of the process.
      TZ: 'UTC',
      // Queries occupy libuv's threads: with the default of 4, four long ones stop everything else.
      UV_THREADPOOL_SIZE: '16',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const lastLines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      lastLines.push(line);
      if (lastLines.length > KEPT_LINES) lastLines.shift();
      options.log(`[${child.pid ?? '?'}] ${line}`);
    });
  }
  return new Promise((resolve, reject) => {
    let failure: Extract<FromChild, { type: 'failed' }> | undefined;
    const timer = setTimeout(() => child.kill('SIGKILL'), START_LIMIT_MS);
    const onMessage = (message: FromChild): void => {
      if (message.type === 'failed') {
        failure = message;
        return;
      }
      clearTimeout(timer);
      child.off('message', onMessage).off('close', onClose).off('error', onError);
      resolve({ process: child, port: message.port, version: message.version });
    };
    // 'close', not 'exit': only then has everything that the engine wrote been read.
    const onClose = (code: number | null, signal: NodeJS.Signals | null): void => {
      clearTimeout(timer);
      reject(explain(failure, lastLines, `exit code ${code}, signal ${signal}`, options, port));
    };
    const onError = (error: Error): void => {
      clearTimeout(timer);
      reject(
        new EmbeddedClickHouseStartError(
          'engine',
          `Embedded ClickHouse: ${entry} can't be started: ${error.message}`,
        ),
      );
    };
    child.on('message', onMessage).on('close', onClose).on('error', onError);
    const start: ToChild = { type: 'start', ...pick(options), port };
    child.send(start, (error) => {
      if (error !== null) options.log(`the child took no message: ${error.message}`);
    });
  });
}

function pick({
  dataDirectory,
  host,
  password,
  memoryLimitBytes,
  readerGrants,
  keepFreeBytes,
}: CompleteOptions) {
  return { dataDirectory, host, password, memoryLimitBytes, readerGrants, keepFreeBytes };
}

function explain(
  failure: Extract<FromChild, { type: 'failed' }> | undefined,
  lines: readonly string[],
  exit: string,
  { dataDirectory, host }: CompleteOptions,
  port: number,
): EmbeddedClickHouseStartError {
  if (failure?.code === 'EADDRINUSE') {
    return new EmbeddedClickHouseStartError(
      'port-in-use',
      `Embedded ClickHouse: port ${port} on ${host} is in use. Choose another port, or 0 for a free one.`,
    );
  }
  const output = lines.join('\n');
  if (output.includes('Cannot lock file')) {
    return new EmbeddedClickHouseStartError(
      'locked',
      `Embedded ClickHouse: the data directory ${dataDirectory} is in use by another process${holder(dataDirectory)}. ` +
        `Stop that process, or choose another dataDirectory.`,
    );
  }
  const reason = [failure?.message ?? exit, output].filter((part) => part !== '').join('\n');
  return new EmbeddedClickHouseStartError(
    'engine',
    `Embedded ClickHouse: the engine can't open the data directory ${dataDirectory}: ${reason}\n` +
      `Check free space and rights there; a directory of a newer engine version can't be opened by an older one.`,
  );
}

/** Who holds the lock, from the file that the engine locks. */
function holder(dataDirectory: string): string {
  try {
    const pid = /^PID: (\d+)/m.exec(readFileSync(join(dataDirectory, 'status'), 'utf8'))?.[1];
    return pid === undefined ? '' : ` (process ${pid})`;
  } catch {
    return '';
  }
}
