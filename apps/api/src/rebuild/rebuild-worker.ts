import { Logger } from '@nestjs/common';
import { isOutage } from '../clickhouse/errors.js';
import { BackOff, pause } from '../event-log/back-off.js';
import { EventLogUnavailable, messageOf } from '../event-log/errors.js';
import { withoutPaths } from '../platform/without-paths.js';
import { Progress } from './progress.js';
import { RebuildRun, Stopped, type RebuildParts } from './rebuild-run.js';
import type { RebuildState } from './rebuild-state.js';
import { keepRebuild } from './rebuild-states.js';

const NOTE_EVERY_MS = 10_000;

/** Carries one rebuild through, whatever it takes, and keeps its state in the store. */
export class RebuildWorker {
  readonly progress: Progress;
  readonly #logger = new Logger('Rebuild');
  readonly #stop = new AbortController();
  #state: RebuildState;
  #kept: Promise<void> = Promise.resolve();
  #running: Promise<void> | undefined;

  /** @param swapped told when readers see the fresh tables */
  constructor(
    private readonly parts: RebuildParts,
    state: RebuildState,
    private readonly swapped: () => void,
  ) {
    this.#state = state;
    this.progress = new Progress(parts.log);
  }

  get state(): RebuildState {
    return this.#state;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Resolves once its state is kept; the work goes on. */
  async start(): Promise<void> {
    await this.keep({});
    // The pace is taken from here on, whenever somebody asks.
    void this.progress.of(this.#state).catch(() => undefined);
    this.#running = this.#run(this.#stop.signal).finally(() => (this.#running = undefined));
  }

  /** Resolves when nothing of it is at work any more; a swap that has begun is finished. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.#kept.catch(() => undefined);
  }

  /** One after the other: the store's latest is the last that was kept here. */
  keep(change: Partial<RebuildState>): Promise<void> {
    this.#state = { ...this.#state, ...change };
    const state = this.#state;
    this.#kept = this.#kept.catch(() => undefined).then(() => keepRebuild(this.parts.clickHouse, state));
    return this.#kept;
  }

  async #run(signal: AbortSignal): Promise<void> {
    // Tells other processes on the same store that somebody works on it.
    const noting = setInterval(() => void this.keep({}).catch(() => undefined), NOTE_EVERY_MS);
    const backOff = new BackOff();
    try {
      while (!signal.aborted) {
        try {
          await new RebuildRun(
            this.parts,
            () => this.#state,
            (change) => this.keep(change),
            signal,
          ).run();
          if (this.#state.phase === 'done') this.swapped();
          return;
        } catch (error) {
          if (error instanceof Stopped || signal.aborted) return;
          if (!isOutage(error) && !(error instanceof EventLogUnavailable)) return await this.#fail(error);
          const wait = backOff.next();
          this.#logger.warn(`The rebuild goes on in ${wait} ms: ${messageOf(error)}`);
          await pause(wait, signal);
        }
      }
    } finally {
      clearInterval(noting);
    }
  }

  async #fail(error: unknown): Promise<void> {
    const problem = `${withoutPaths(messageOf(error))} It can go on (hearback rebuild) or be thrown away (hearback rebuild --abandon).`;
    this.#logger.error(`The rebuild failed: ${messageOf(error)}`);
    await this.keep({ phase: 'failed', stoppedIn: this.#state.phase, problem }).catch(() => undefined);
  }
}
