import { BackOff, pause, settlesWithin } from '../back-off.js';
import { ClaimLost, EventLogStorageError, asError, messageOf } from '../errors.js';
import type { BatchHandler, Consumption, LoggedRecord } from '../event-log.js';
import type { LogFunction } from '../log-function.js';

/** What a consumption needs of the log. */
export interface ConsumptionSource {
  readonly topic: string;
  /** The offset behind the last record. */
  end(): bigint;
  read(from: bigint): Promise<LoggedRecord[]>;
  /** Resolves with the next append, or when `signal` aborts. */
  grown(signal: AbortSignal): Promise<void>;
  position(): bigint;
  metadata(): string | undefined;
  storePosition(position: bigint, metadata?: string): Promise<void>;
}

/** How long `stop` waits for the handler before it leaves it behind, in milliseconds. */
export const STOP_WITHIN_MS = 10_000;

/** One group's loop: read, hand over, store the position, wait for more. */
export class EmbeddedConsumption implements Consumption {
  readonly failed: Promise<Error>;
  readonly #stopping = new AbortController();
  readonly #loop: Promise<void>;
  #fail: (error: Error) => void = () => undefined;
  #abandoned = false;
  #idle = false;
  #lastTick = Date.now();

  constructor(
    private readonly group: string,
    private readonly handle: BatchHandler,
    private readonly source: ConsumptionSource,
    private readonly log: LogFunction,
  ) {
    this.failed = new Promise((resolve) => (this.#fail = resolve));
    this.#loop = this.#run().catch((error: unknown) => this.#fail(asError(error)));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    if (await settlesWithin(this.#loop, STOP_WITHIN_MS)) return;
    this.#abandoned = true;
    this.log('warn', 'The handler did not end in time and is left behind; its batch will come again.', {
      group: this.group,
    });
  }

  /** While the loop waits for an append it needs no tick: it is woken in process. */
  lastTick(): number {
    return this.#idle ? Date.now() : this.#lastTick;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    const backOff = new BackOff();
    let position = this.source.position();
    // The caller holds the consumption before its handler is called for the first time.
    await Promise.resolve();
    while (!signal.aborted) {
      this.#tick();
      if (position >= this.source.end()) {
        this.#idle = true;
        await this.source.grown(signal);
        this.#idle = false;
        continue;
      }
      const records = await this.source.read(position);
      if (signal.aborted) return;
      try {
        const metadata = (await this.#handOver(records)) ?? undefined;
        if (this.#abandoned) return;
        await this.source.storePosition(position + BigInt(records.length), metadata);
        position += BigInt(records.length);
        backOff.reset();
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof EventLogStorageError) throw error;
        const wait = backOff.next();
        this.log('warn', `A batch failed and comes again in ${wait} ms: ${messageOf(error)}`, {
          group: this.group,
          topic: this.source.topic,
          partition: 0,
          firstOffset: position.toString(),
          lastOffset: (position + BigInt(records.length) - 1n).toString(),
          records: records.length,
          error,
        });
        await pause(wait, signal);
      }
    }
  }

  async #handOver(records: readonly LoggedRecord[]): Promise<string | void> {
    return this.handle(
      { topic: this.source.topic, partition: 0, records },
      {
        signal: this.#stopping.signal,
        heartbeat: () => {
          if (this.#abandoned) return Promise.reject(new ClaimLost('The consumption has been stopped.'));
          this.#tick();
          return Promise.resolve();
        },
        metadata: () => Promise.resolve(this.source.metadata()),
      },
    );
  }

  #tick(): void {
    this.#lastTick = Date.now();
  }
}
