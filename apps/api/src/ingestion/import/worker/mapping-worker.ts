import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { Logger } from '@nestjs/common';
import { MAX_MAPPING_BYTES } from '../limits.js';
import { MappingError } from '../mapping.js';
import { ImportFailed } from '../row.js';
import {
  MAX_BATCHES_AHEAD,
  MAX_PARTS_AHEAD,
  type FromWorker,
  type MappedBatch,
  type ToWorker,
  type WorkerStart,
} from './protocol.js';
import { workerEntry } from './worker-entry.js';

/** The worker ended before its file did: for lack of memory, by a defect, or because it was told to. */
export class MappingWorkerEnded extends Error {
  override readonly name = 'MappingWorkerEnded';
}

export interface MappingWorkerLimits {
  readonly memoryMiB: number;
  /** So long it may say nothing while it has rows to map. */
  readonly silenceMs: number;
}

/** Loading the program and reading the mapping take less than a second. */
const START_MS = 30_000;

const LIMITS: MappingWorkerLimits = { memoryMiB: 256, silenceMs: 30_000 };

/**
 * A thread that reads a mapping and maps the rows of one file. It has a limit of memory, and one that gets nowhere is
 * ended: neither can do more harm than end its own import.
 */
export class MappingWorker {
  readonly #logger = new Logger('imports');
  readonly #worker: Worker;
  readonly #messages: FromWorker[] = [];
  #failure: Error | undefined;
  #wake: (() => void)[] = [];
  /** What it was sent and has not answered: parts of the file, its end, the mapping at the start. */
  #partsAhead = 0;
  #isStarting = true;
  #isAtEnd = false;
  #batchesAhead = 0;
  #lastHeard = performance.now();
  readonly #watch: NodeJS.Timeout;

  private constructor(
    start: WorkerStart,
    private readonly limits: MappingWorkerLimits,
  ) {
    this.#worker = new Worker(workerEntry(), {
      workerData: start,
      // Flags of a debugger or of tests are not meant for it.
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMiB, maxYoungGenerationSizeMb: 32 },
    });
    // A mapping can make the parser warn: that goes into the log, not onto this process's own output.
    for (const stream of [this.#worker.stdout, this.#worker.stderr])
      createInterface({ input: stream }).on('line', (line) => this.#logger.warn(line));
    this.#worker.on('message', (message: FromWorker) => this.#hear(message));
    this.#worker.on('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? `it needed more than ${limits.memoryMiB} MiB of memory`
          : error.message;
      this.#fail(new MappingWorkerEnded(`the thread that maps the rows ended: ${why}`, { cause: error }));
    });
    this.#worker.on('exit', () => {
      clearInterval(this.#watch);
      this.#fail(new MappingWorkerEnded('the thread that maps the rows ended'));
    });
    this.#watch = setInterval(() => this.#endIfSilent(), Math.min(1_000, limits.silenceMs / 2));
    this.#watch.unref();
  }

  /**
   * Starts a worker and has it read the mapping.
   * @throws MappingError when the mapping can't be used, MappingWorkerEnded when it ends over it
   */
  static async start(start: WorkerStart, limits: MappingWorkerLimits = LIMITS): Promise<MappingWorker> {
    const { yaml } = start;
    // Before it is copied to the thread: what is too large is not even looked at.
    if (yaml.length > MAX_MAPPING_BYTES)
      throw new MappingError([
        { path: '', message: `has ${yaml.length} characters; a mapping may have ${MAX_MAPPING_BYTES} bytes` },
      ]);
    const worker = new MappingWorker(start, limits);
    try {
      const answer = await worker.#next();
      worker.#isStarting = false;
      if (answer.type === 'unusable') throw new MappingError(answer.faults);
      return worker;
    } catch (error) {
      await worker.end();
      throw error;
    }
  }

  /**
   * What the rows of the file become, in its order. Another batch is made while one is dealt with, not more.
   *
   * @param now what future-dated events are found by (ISO 8601, UTC)
   * @throws ImportFailed when the file can't be imported, MappingWorkerEnded, and what reading the bytes throws
   */
  async *batches(bytes: AsyncIterable<Uint8Array>, now: () => string): AsyncGenerator<MappedBatch> {
    void this.#feed(bytes, now).catch((error: unknown) => this.#fail(error as Error));
    try {
      for (;;) {
        const message = await this.#next();
        if (message.type === 'failed') throw new ImportFailed(message.message);
        if (message.type === 'done') return;
        if (message.type !== 'batch') continue;
        yield message.batch;
        this.#batchesAhead -= 1;
        this.#post({ type: 'taken' });
      }
    } finally {
      await this.end();
    }
  }

  /** Ends the thread wherever it is. What waits for it is rejected. */
  async end(): Promise<void> {
    clearInterval(this.#watch);
    this.#fail(new MappingWorkerEnded('the thread that maps the rows was ended'));
    await this.#worker.terminate();
  }

  async #feed(bytes: AsyncIterable<Uint8Array>, now: () => string): Promise<void> {
    for await (const chunk of bytes) {
      while (this.#partsAhead >= MAX_PARTS_AHEAD && this.#failure === undefined) await this.#woken();
      if (this.#failure !== undefined) return;
      // A copy of its own, since a chunk is often part of a larger buffer.
      const copy = new Uint8Array(chunk);
      this.#partsAhead += 1;
      this.#post({ type: 'bytes', bytes: copy, now: now() }, [copy.buffer]);
    }
    this.#isAtEnd = true;
    this.#post({ type: 'end' });
  }

  #post(message: ToWorker, transferred: ArrayBuffer[] = []): void {
    // Silence is counted from the moment when there is something to do.
    if (!this.#isBusy) this.#lastHeard = performance.now();
    this.#worker.postMessage(message, transferred);
  }

  get #isBusy(): boolean {
    const hasWork = this.#isStarting || this.#isAtEnd || this.#partsAhead > 0;
    return hasWork && this.#batchesAhead < MAX_BATCHES_AHEAD;
  }

  #hear(message: FromWorker): void {
    this.#lastHeard = performance.now();
    if (message.type === 'read') this.#partsAhead -= 1;
    else this.#messages.push(message);
    if (message.type === 'batch') this.#batchesAhead += 1;
    this.#wakeAll();
  }

  async #next(): Promise<FromWorker> {
    for (;;) {
      const message = this.#messages.shift();
      if (message !== undefined) return message;
      if (this.#failure !== undefined) throw this.#failure;
      await this.#woken();
    }
  }

  #endIfSilent(): void {
    const silenceMs = this.#isStarting ? START_MS : this.limits.silenceMs;
    if (!this.#isBusy || performance.now() - this.#lastHeard < silenceMs) return;
    const what = this.#isStarting ? 'The mapping' : 'Some rows';
    const message = `${what} took longer than ${silenceMs / 1000} s. Use fewer or simpler rules and expressions.`;
    this.#fail(new ImportFailed(message));
    void this.end();
  }

  /** The first reason stands; what follows from it is of no interest. */
  #fail(error: Error): void {
    this.#failure ??= error;
    this.#wakeAll();
  }

  #woken(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve));
  }

  #wakeAll(): void {
    const waiting = this.#wake;
    this.#wake = [];
    for (const wake of waiting) wake();
  }
}
