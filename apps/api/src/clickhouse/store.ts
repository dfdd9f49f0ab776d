import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ClickHouseClient } from '@clickhouse/client';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationShutdown,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { CLICKHOUSE, CLICKHOUSE_ENDPOINT } from './clickhouse.token.js';
import { DATABASE } from './client.js';
import type { ClickHouseEndpoint, RestartListener } from './endpoint.js';
import { asOutage, isOutage, StoreIncomplete, StoreUnavailable, type Withheld } from './errors.js';
import { migrate, readMigrations } from './migrator.js';
import { finishSwap } from '../rebuild/swap.js';

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
/** Less than what those who ask for readiness wait for it. */
const PROBE_LIMIT_MS = 2_000;
/** Once told to stop. As long as requests under way are given; together with the rest less than a supervisor's 30 s. */
const ANSWER_TO_STOP_WITHIN_MS = 12_000;
const BREAK_OFF_EVERY_MS = 500;

/** The analytical store: brought up to the schema, however long it takes to answer, and asked through one door. */
@Injectable()
export class Store implements OnModuleInit, OnModuleDestroy, OnApplicationShutdown {
  readonly #logger = new Logger(Store.name);
  readonly #stop = new AbortController();
  #breakingOff: NodeJS.Timeout | undefined;
  #ready: Promise<void> | undefined;
  #isReady = false;
  #withheld: Withheld | undefined;
  readonly #waiting: (() => void)[] = [];

  constructor(
    @Inject(CLICKHOUSE) private readonly client: ClickHouseClient,
    @Inject(CLICKHOUSE_ENDPOINT) private readonly endpoint: ClickHouseEndpoint,
  ) {}

  onModuleInit(): void {
    this.#ready = this.#prepare();
    // Whoever awaits ready() learns of a failure; without them it must not end the process as "unhandled".
    this.#ready.catch(() => undefined);
  }

  /**
   * What is asked of a store that hangs would be waited for until the client's time limit, by whoever finishes its work
   * before the end. After a while all of it is broken off, and what is asked afterwards, too.
   */
  onModuleDestroy(): void {
    this.#breakingOff = setTimeout(() => {
      // Closes the connections in use; another question would open a new one.
      this.#breakingOff = setInterval(() => void this.client.close(), BREAK_OFF_EVERY_MS);
    }, ANSWER_TO_STOP_WITHIN_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#breakingOff);
    this.#stop.abort();
    await this.client.close();
    await this.endpoint.close();
  }

  /**
   * Resolves once the store answers and has this version's schema; waits through an outage.
   * @throws SchemaError when it never will have it
   */
  ready(): Promise<void> {
    return this.#ready ?? Promise.reject(new StoreUnavailable('not started yet'));
  }

  /** From now on nothing is read for others, or everything again. What keeps the store itself goes on. */
  withhold(reason: Withheld | undefined): void {
    this.#withheld = reason;
    if (reason !== undefined) return;
    for (const released of this.#waiting.splice(0)) released();
  }

  /**
   * Resolves once figures can be asked for, however long that takes.
   * @throws SchemaError when they never will
   */
  async readable(): Promise<void> {
    await this.ready();
    while (this.#withheld !== undefined) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Whether it has answered since this process started, and has this version's schema. */
  get hasSchema(): boolean {
    return this.#isReady;
  }

  /** Why nothing is read at this moment; `undefined` where nothing stands against it. */
  get withheld(): Withheld | undefined {
    return this.#withheld;
  }

  /** @throws StoreIncomplete while figures are withheld; NotEnoughRoom */
  checkReadable(): void {
    if (this.#withheld === undefined) return;
    // First what somebody can mend: on a disk that is nearly full nothing is compared either.
    this.endpoint.checkRoom();
    throw new StoreIncomplete(this.#withheld);
  }

  /** To be told whenever an engine of this process has ended, and when it is back. */
  onRestart(listener: RestartListener): void {
    this.endpoint.onRestart?.(listener);
  }

  /** Whether the store answers a question over a table at this moment, on the way that figures are asked. */
  async isReachable(): Promise<boolean> {
    if (!this.#isReady) return false;
    const abort_signal = AbortSignal.timeout(PROBE_LIMIT_MS);
    try {
      const probe = await this.client.query({ query: 'SELECT 1 FROM stored_events LIMIT 1', abort_signal });
      await probe.text();
      return true;
    } catch {
      return false;
    }
  }

  /**
   * The rows of a SELECT.
   * @throws StoreUnavailable while the store is away: never an empty result; NotEnoughRoom while its disk is nearly full
   */
  async rows<Row>(query: string, parameters: Record<string, unknown> = {}): Promise<Row[]> {
    this.#checkReady();
    try {
      const result = await this.client.query({ query, query_params: parameters, format: 'JSONEachRow' });
      return await result.json<Row>();
    } catch (error) {
      throw asOutage(error);
    }
  }

  /**
   * The rows of a SELECT one after the other, however many: no faster than they are taken.
   * @throws StoreUnavailable while the store is away, also in the middle; NotEnoughRoom
   */
  async *stream<Row>(query: string, parameters: Record<string, unknown> = {}): AsyncGenerator<Row> {
    this.#checkReady();
    try {
      const result = await this.client.query({ query, query_params: parameters, format: 'JSONEachRow' });
      for await (const lines of result.stream<Row>()) for (const line of lines) yield line.json();
    } catch (error) {
      throw asOutage(error);
    }
  }

  #checkReady(): void {
    this.checkReadable();
    if (this.#isReady) return;
    this.endpoint.checkRoom();
    throw new StoreUnavailable('it has not answered since this service started');
  }

  async #prepare(): Promise<void> {
    const migrations = await readMigrations(MIGRATIONS);
    for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      try {
        this.endpoint.checkRoom();
        const { applied } = await migrate(
          this.endpoint.url,
          migrations,
          DATABASE,
          this.endpoint.isShared === true,
        );
        await finishSwap(this.client, this.endpoint.isShared !== true);
        if (applied > 0) this.#logger.log(`Store brought to schema ${migrations.length} (${applied} steps)`);
        this.#isReady = true;
        return;
      } catch (error) {
        if (!isOutage(error)) throw error;
        this.#logger.warn(
          `ClickHouse at ${this.endpoint.shownAs} does not answer (${(error as Error).message}). Events are kept in the log; trying again in ${wait} ms.`,
        );
        await pause(wait, undefined, { signal: this.#stop.signal });
      }
    }
  }
}
