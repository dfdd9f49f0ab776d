import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './waiting.js';

const BIN = fileURLToPath(new URL('../../apps/api/bin/hearback.js', import.meta.url));
const KEPT_OUTPUT = 200_000;

export interface ServiceOptions {
  /** Default: a new one, removed in the end. */
  readonly directory?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** A program that runs it with the arguments that follow its own, as `nice` does. */
  readonly through?: readonly string[];
}

/** The real service in a process of its own, as `hearback serve --empty` runs it. */
export class Service {
  /** Those that have not ended yet. */
  static readonly running = new Set<Service>();
  #output = '';
  #url = '';
  readonly #exit: Promise<NodeJS.Signals | number | null>;

  private constructor(
    private readonly child: ChildProcess,
    readonly directory: string,
    private readonly removes: boolean,
  ) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.#output = (this.#output + chunk.toString()).slice(-KEPT_OUTPUT);
      });
    Service.running.add(this);
    this.#exit = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        Service.running.delete(this);
        resolve(signal ?? code);
      });
    });
  }

  /** Resolves once it listens. */
  static async start(options: ServiceOptions = {}): Promise<Service> {
    const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'hearback-attack-')));
    const command = [...(options.through ?? []), process.execPath, BIN, 'serve', '--empty'] as const;
    const [program = process.execPath, ...rest] = command;
    const child = spawn(program, rest, {
      cwd: directory,
      env: {
        ...process.env,
        PORT: '0',
        HEARBACK_DATA: directory,
        HEARBACK_CONFIG: '',
        NODE_OPTIONS: '',
        ...options.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const service = new Service(child, directory, options.directory === undefined);
    service.#url = await until('the service to listen', () => {
      if (!service.lives) throw new Error(`The service ended:\n${service.output.slice(-4_000)}`);
      return /Hearback is at (http:\/\/[^\s"]+)/.exec(service.output)?.[1];
    });
    return service;
  }

  get url(): string {
    return this.#url;
  }

  get port(): number {
    return Number(new URL(this.#url).port);
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  /** The end of what it has printed. */
  get output(): string {
    return this.#output;
  }

  get lives(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Waits until it is ready and all that is in its log is in its store. */
  async settled(withinMs = 120_000): Promise<void> {
    await until(
      'the service to be ready and its projection to catch up',
      async () => {
        if (!this.lives) throw new Error(`The service ended:\n${this.output.slice(-4_000)}`);
        const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined);
        return answer?.status === 200 && ((await answer.json()) as { lag: number }).lag === 0;
      },
      withinMs,
    );
  }

  /** Forgets the peak that {@link peakMemory} tells. */
  resetPeakMemory(): void {
    writeFileSync(`/proc/${this.pid}/clear_refs`, '5');
  }

  /** The most memory that it has occupied since the last reset, in bytes. */
  peakMemory(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? NaN) * 1024;
  }

  signal(signal: NodeJS.Signals): void {
    if (this.lives) this.child.kill(signal);
  }

  /** How it ended: the signal that ended it, or its exit code. */
  ended(): Promise<NodeJS.Signals | number | null> {
    return this.#exit;
  }

  /** Ends it, by force after 15 seconds, and removes its directory if it was made for it. */
  async end(): Promise<void> {
    this.signal('SIGTERM');
    const late = setTimeout(() => this.signal('SIGKILL'), 15_000);
    await this.#exit;
    clearTimeout(late);
    if (this.removes) await rm(this.directory, { recursive: true, force: true });
  }
}

/**
 * Runs `hearback` with these arguments against a service.
 * @returns exit code and what it printed
 */
export async function hearback(
  url: string,
  args: readonly string[],
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { ...process.env, NODE_OPTIONS: '', HEARBACK_URL: url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
