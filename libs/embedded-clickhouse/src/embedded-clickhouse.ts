import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { childEntry } from './child-entry.js';
import { EmbeddedClickHouseStartError, startChild, type RunningChild } from './child-process.js';
import {
  completeOptions,
  prepareDirectory,
  type CompleteOptions,
  type EmbeddedClickHouseOptions,
} from './options.js';
import type { FromChild, ToChild } from './protocol.js';
import { ReaderPause } from './reader-pause.js';
import { freeBytes, LEAST_ROOM_TO_START, noRoom, SPOOL } from './room.js';

/** A running engine behind ClickHouse's HTTP interface. Address and password outlive restarts of the engine. */
export interface EmbeddedClickHouse {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly username: 'default';
  readonly password: string;
  /** The engine's process; undefined while it is being restarted and after close. */
  pid(): number | undefined;
  /** How often the engine has been restarted since the start. */
  restarts(): number;
  /**
   * Until when readers had better not ask, in ms since the epoch; in the past at most times. A reader's statement that
   * could not be ended costs everybody a restart, so the next one may follow only after a pause: a minute, and twice as
   * long each time it happens again soon.
   */
  readersPausedUntil(): number;
  /** Lets running requests finish for up to five seconds, then ends the process. Safe to call twice. */
  close(): Promise<void>;
}

/** A killed predecessor frees the directory when its child has noticed: within a second, unless the machine is busy. */
const LOCK_PATIENCE_MS = 10_000;
const LOCK_RETRY_MS = 300;
const FIRST_BACKOFF_MS = 100;
const LONGEST_BACKOFF_MS = 10_000;
/** A child that lived this long has earned a prompt restart. */
const HEALTHY_MS = 30_000;
/** How often a restart that waits for free space looks for it. */
const LOOK_FOR_ROOM_MS = 500;
const CLOSE_LIMIT_MS = 8_000;

/**
 * Starts the engine in a child process and waits until it answers. The child is restarted when it dies, with a
 * growing pause (0.1 to 10 s) when it dies again and again, and ends with this process, even by SIGKILL.
 *
 * @throws EmbeddedClickHouseStartError when the directory is in use, the port is taken or the engine can't open
 *   its data; Error for options and directories that can't be used, and when the child's program is not built.
 *   Every message names the place and the remedy.
 */
export async function startEmbeddedClickHouse(
  options: EmbeddedClickHouseOptions,
): Promise<EmbeddedClickHouse> {
  const complete = completeOptions(options);
  const entry = childEntry();
  prepareDirectory(complete.dataDirectory);
  const first = await firstChild(entry, complete);
  return new Supervisor(entry, complete, first);
}

async function firstChild(entry: string, options: CompleteOptions): Promise<RunningChild> {
  const deadline = Date.now() + LOCK_PATIENCE_MS;
  for (;;) {
    try {
      return await startChild(entry, options, options.port);
    } catch (error) {
      const locked = error instanceof EmbeddedClickHouseStartError && error.reason === 'locked';
      if (!locked || Date.now() > deadline) throw error;
      options.log('the data directory is still in use; trying again');
      await pause(LOCK_RETRY_MS);
    }
  }
}

class Supervisor implements EmbeddedClickHouse {
  readonly url: string;
  readonly username = 'default';
  readonly password: string;
  readonly #port: number;
  #child: RunningChild | undefined;
  #restarts = 0;
  #backoff = FIRST_BACKOFF_MS;
  #closing: Promise<void> | undefined;
  readonly #closed = new AbortController();
  readonly #pause = new ReaderPause();
  /** The restart under way; close waits for it. */
  #restarting: Promise<void> = Promise.resolve();

  constructor(
    private readonly entry: string,
    private readonly options: CompleteOptions,
    first: RunningChild,
  ) {
    this.#port = first.port;
    this.url = `http://${options.host}:${first.port}`;
    this.password = options.password;
    this.#watch(first);
  }

  pid(): number | undefined {
    return this.#child?.process.pid;
  }

  restarts(): number {
    return this.#restarts;
  }

  readersPausedUntil(): number {
    return this.#pause.until;
  }

  close(): Promise<void> {
    this.#closed.abort();
    this.#closing ??= this.#end();
    return this.#closing;
  }

  #watch(child: RunningChild): void {
    this.#child = child;
    const since = Date.now();
    const onExit = (): void => {
      this.#child = undefined;
      if (this.#closed.signal.aborted) return;
      const { exitCode, signalCode } = child.process;
      this.options.log(
        `the engine's process ended (exit code ${exitCode}, signal ${signalCode}); restarting it`,
      );
      if (Date.now() - since > HEALTHY_MS) this.#backoff = FIRST_BACKOFF_MS;
      this.#restarting = this.#restart();
    };
    child.process.on('message', (message: FromChild) => {
      if (message.type === 'stuck') this.#replace(child, message.queryId);
    });
    if (hasExited(child)) onExit();
    else child.process.once('exit', onExit);
  }

  /** Nothing but the end of its process ends the statement. */
  #replace(child: RunningChild, queryId: string): void {
    if (this.#closed.signal.aborted || this.#child !== child) return;
    const seconds = Math.round(this.#pause.begin(Date.now()) / 1000);
    this.options.log(
      `the statement ${queryId} of a reader could not be ended; replacing the engine's process, no further statements of readers for ${seconds} s`,
    );
    // The pause keeps this from happening again and again; everybody else waits no longer than they must.
    this.#backoff = FIRST_BACKOFF_MS;
    child.process.kill('SIGKILL');
  }

  async #restart(): Promise<void> {
    const { signal } = this.#closed;
    while (!signal.aborted) {
      await pause(this.#backoff, undefined, { signal }).catch(() => undefined);
      this.#backoff = Math.min(this.#backoff * 2, LONGEST_BACKOFF_MS);
      await this.#room(signal);
      if (signal.aborted) return;
      try {
        const child = await startChild(this.entry, this.options, this.#port);
        this.#restarts += 1;
        this.#watch(child);
        return;
      } catch (error) {
        this.options.log(`${String(error)} Trying again in ${this.#backoff} ms.`);
      }
    }
  }

  /** On a full disk a start would do harm, and fail; it comes when there is room. */
  async #room(signal: AbortSignal): Promise<void> {
    const { dataDirectory, log } = this.options;
    // Results that nobody will read any more may be what fills it.
    rmSync(join(dataDirectory, SPOOL), { recursive: true, force: true });
    for (let isFirst = true; !signal.aborted; isFirst = false) {
      const free = freeBytes(dataDirectory);
      if (free >= LEAST_ROOM_TO_START) return;
      if (isFirst) log(`${noRoom(dataDirectory, free)} It is started as soon as there is room.`);
      await pause(LOOK_FOR_ROOM_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #end(): Promise<void> {
    await this.#restarting;
    const child = this.#child;
    if (child === undefined || hasExited(child)) return;
    const exited = new Promise<void>((resolve) => child.process.once('exit', () => resolve()));
    const timer = setTimeout(() => child.process.kill('SIGKILL'), CLOSE_LIMIT_MS);
    const stop: ToChild = { type: 'stop' };
    child.process.send(stop, (error) => {
      if (error !== null) child.process.kill('SIGKILL');
    });
    await exited;
    clearTimeout(timer);
  }
}

function hasExited({ process: child }: RunningChild): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
