import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Orders, Step, ToService } from './steps.js';
import { until } from './waiting.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PRELOAD = new URL('./preload.js', import.meta.url).href;

export interface ServiceOptions {
  readonly clickHouseUrl: string;
  readonly brokers?: readonly string[];
  readonly topic?: string;
  /** Default: a new one, removed when the service is disposed of. */
  readonly directory?: string;
  readonly orders?: Orders;
  /** A program that runs it with the arguments that follow its own, as `nice` does. */
  readonly through?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** The real service in a process of its own, as `hearback serve` runs it. */
export class Service {
  /** Those that have not ended yet. */
  static readonly running = new Set<Service>();
  #output = '';
  readonly #exit: Promise<NodeJS.Signals | number | null>;

  private constructor(
    private readonly child: ChildProcess,
    readonly directory: string,
    private readonly removes: boolean,
  ) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
    Service.running.add(this);
    this.#exit = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        Service.running.delete(this);
        resolve(signal ?? code);
      });
    });
  }

  static async start(options: ServiceOptions): Promise<Service> {
    const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'hearback-chaos-')));
    const bin = [join(ROOT, 'apps/api/bin/hearback.js'), 'serve', '--empty'];
    const [program = process.execPath, ...rest] = [...(options.through ?? []), process.execPath, ...bin];
    const child = spawn(program, rest, {
      cwd: directory,
      env: {
        ...process.env,
        PORT: '0',
        HEARBACK_DATA: directory,
        HEARBACK_CONFIG: '',
        CLICKHOUSE_URL: options.clickHouseUrl,
        KAFKA_BROKERS: options.brokers?.join(',') ?? '',
        KAFKA_TOPIC: options.topic ?? '',
        LOG_LEVEL: 'debug',
        NODE_OPTIONS: `--import ${PRELOAD}`,
        CHAOS_ORDERS: JSON.stringify(options.orders ?? {}),
        ...options.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    return new Service(child, directory, options.directory === undefined);
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  get output(): string {
    return this.#output;
  }

  get lives(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** How often it has printed this. */
  count(text: string): number {
    return this.#output.split(text).length - 1;
  }

  /** Its address, once it listens. */
  async url(): Promise<string> {
    return until(`${this.pid} to listen:\n${this.#output.slice(-2_000)}`, () => {
      if (!this.lives) throw new Error(`The service ended:\n${this.#output.slice(-4_000)}`);
      return /Hearback is at (http:\/\/[^\s"]+)/.exec(this.#output)?.[1];
    });
  }

  /** Waits until it belongs to the consumer group. */
  async joined(): Promise<void> {
    await until('joining the group', () => {
      if (!this.lives) throw new Error(`The service ended:\n${this.#output.slice(-4_000)}`);
      return this.count('Joined the consumer group') > 0;
    });
  }

  /** It kills itself the next time it comes to this step. */
  dieAt(step: Step): void {
    const order: ToService = { dieAt: step };
    this.child.send(order);
  }

  signal(signal: NodeJS.Signals): void {
    if (this.lives) this.child.kill(signal);
  }

  /** How it ended: the signal that ended it, or its exit code. */
  ended(): Promise<NodeJS.Signals | number | null> {
    return this.#exit;
  }

  async end(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    // One that was stopped takes no notice of anything but SIGKILL.
    this.signal(signal);
    const late = setTimeout(() => this.signal('SIGKILL'), 15_000);
    await this.#exit;
    clearTimeout(late);
    if (this.removes) await rm(this.directory, { recursive: true, force: true });
  }
}
