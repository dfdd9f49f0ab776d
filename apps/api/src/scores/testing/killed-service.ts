import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SaidByService, Step, ToldToService } from './stopping-service.js';

const API = fileURLToPath(new URL('../../..', import.meta.url));
/** Compiled and bundled by Jest's global set-up, as what is delivered: it starts in half the time. */
const BUNDLED = join(API, 'dist/bundle-for-tests/stopping-service.js');
const UP_WITHIN_MS = 120_000;

/** A service in a process of its own that can be killed at a step. */
export class KilledService {
  /** Ids of messages that this process had marked as sent. */
  readonly marked = new Set<string>();
  readonly #process: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #standsAt: Promise<string | undefined>;
  #url: string | undefined;
  #output = '';

  private constructor(environment: Readonly<Record<string, string>>, now: string, standAt?: Step) {
    const own = { SERVICE_NOW: now, ...(standAt === undefined ? {} : { SERVICE_STANDS_AT: standAt }) };
    this.#process = fork(BUNDLED, [], {
      cwd: API,
      env: { ...process.env, NODE_OPTIONS: '', ...environment, ...own },
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#exited = once(this.#process, 'close');
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
    this.#standsAt = new Promise((resolve) => {
      this.#process.on('message', (said: SaidByService) => {
        if ('up' in said) this.#url = said.up;
        else if ('marked' in said) this.marked.add(said.marked);
        else resolve(said.message);
      });
    });
  }

  /**
   * Resolves once it answers, or stands at the step that it is to stop at.
   * @param now what its clock says
   */
  static async start(
    environment: Readonly<Record<string, string>>,
    now: string,
    standAt?: Step,
  ): Promise<KilledService> {
    const service = new KilledService(environment, now, standAt);
    for (const deadline = Date.now() + UP_WITHIN_MS; service.#url === undefined; await pause(20)) {
      if (service.#process.exitCode !== null || Date.now() > deadline)
        throw new Error(`The service is not up:\n${service.#output}`);
    }
    return service;
  }

  get output(): string {
    return this.#output;
  }

  tell(what: ToldToService): void {
    this.#process.send(what);
  }

  /** The id of the message at hand, if there is one. Rejects where it does not come there in time. */
  stands(withinMs: number): Promise<string | undefined> {
    return within(withinMs, this.#standsAt, () => `It did not come there.\n${this.#output}`);
  }

  async request<T>(path: string, init: RequestInit = {}): Promise<T> {
    const response = await fetch(`${this.#url}${path}`, init);
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** Ends it without any chance to tidy up. */
  async kill(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) this.#process.kill('SIGKILL');
    await this.#exited;
  }
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** @throws Error with `what` where it takes longer */
export async function within<T>(milliseconds: number, work: Promise<T>, what: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(what())), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
