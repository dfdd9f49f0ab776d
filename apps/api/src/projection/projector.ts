import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { CommandBus, EventBus } from '@nestjs/cqrs';
import { Store } from '../clickhouse/store.js';
import { EVENT_LOG } from '../event-log/event-log.token.js';
import type { BatchContext, Consumption, EventLog, LogBatch } from '../event-log/event-log.js';
import { Generation } from './generation.js';
import { ProjectEvents } from './project-events.command.js';
import { ReadModelMoved } from './read-model-moved.event.js';
import { StoredOrganisation } from './stored-organisation.js';

const FOLLOW_EVERY_MS = 30_000;

export function groupOf(generation: string): string {
  return `hearback.projector.${generation}`;
}

/** Carries the log into the store: one awaited command per batch, for as long as the process runs. */
@Injectable()
export class Projector implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(Projector.name);
  #consumption: Consumption | undefined;
  #isCarrying = false;
  #following: NodeJS.Timeout | undefined;
  #stopping = false;
  #finished = 0n;
  /** Per topic and partition the last offset that was counted: what is handed over again is not counted again. */
  readonly #counted = new Map<string, bigint>();

  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    private readonly store: Store,
    private readonly generation: Generation,
    private readonly storedOrganisation: StoredOrganisation,
    private readonly commands: CommandBus,
    private readonly signals: EventBus,
  ) {}

  onApplicationBootstrap(): void {
    // Not awaited: while the store is away the doors are open all the same and events are kept in the log.
    this.#start().catch((error: unknown) => this.#giveUp(error));
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#following);
    await this.#consumption?.stop();
  }

  /** Records that wait in the log to be brought into the store; `undefined` while nothing is being carried over. */
  async lag(): Promise<bigint | undefined> {
    return this.#isCarrying ? this.log.lag(await this.group()) : undefined;
  }

  /** Records that this process has brought into the store. */
  get finished(): bigint {
    return this.#finished;
  }

  /** When the loop last did anything; `undefined` before it has started. */
  lastTick(): number | undefined {
    return this.#consumption?.lastTick();
  }

  async #start(): Promise<void> {
    await this.store.ready();
    await this.storedOrganisation.write();
    await this.resume();
    if (this.#stopping) return;
    // A store that does not answer now is asked again.
    this.#following = setInterval(() => void this.follow().catch(() => undefined), FOLLOW_EVERY_MS);
  }

  /** Another process may have rebuilt the store: from then on its group is the one whose position counts. */
  async follow(): Promise<void> {
    const latest = await this.generation.inStore();
    const isPaused = this.#consumption === undefined;
    if (isPaused || latest === undefined || latest === (await this.generation.name())) return;
    await this.pause();
    this.generation.adopt(latest);
    await this.resume();
  }

  /** Finishes or abandons the batch at hand and stops; what comes in waits in the log until {@link resume}. */
  async pause(): Promise<void> {
    const consumption = this.#consumption;
    this.#consumption = undefined;
    await consumption?.stop();
  }

  /** Goes on where the generation stands that the tables are of by now. */
  async resume(): Promise<void> {
    if (this.#stopping || this.#consumption !== undefined) return;
    const group = await this.group();
    const consumption = await this.log.consume(group, (batch, context) =>
      this.#handle(batch, context, group),
    );
    this.#consumption = consumption;
    this.#isCarrying = true;
    if (this.#stopping) await consumption.stop();
    void consumption.failed.then((error) => {
      if (this.#consumption === consumption) this.#giveUp(error);
    });
  }

  async #handle(batch: LogBatch, context: BatchContext, group: string): Promise<void> {
    const projected = await this.commands.execute(new ProjectEvents(batch, context, group));
    this.#count(batch);
    const place = `${batch.topic}/${batch.partition}@${batch.records[0]?.offset}-${batch.records.at(-1)?.offset}`;
    this.#logger.debug(
      `${place}: ${projected.events} events, ${projected.duplicates} duplicates, ${projected.rejected} rejected`,
    );
    // A signal only: an open dashboard that misses it asks again by itself.
    this.signals.publish(new ReadModelMoved());
  }

  #count({ topic, partition, records }: LogBatch): void {
    const from = `${topic}/${partition}`;
    const last = this.#counted.get(from) ?? -1n;
    const added = records.filter(({ offset }) => offset > last);
    this.#finished += BigInt(added.length);
    this.#counted.set(from, added.at(-1)?.offset ?? last);
  }

  /** Under which name the position in the log is kept. */
  async group(): Promise<string> {
    return groupOf(await this.generation.name());
  }

  /** Nothing here can mend it; the supervisor that restarts the process can. */
  #giveUp(error: unknown): void {
    if (this.#stopping) return;
    this.#logger.fatal(
      `The projection can't go on: ${error instanceof Error ? error.message : String(error)}`,
    );
    process.exitCode = 1;
    process.kill(process.pid, 'SIGTERM');
  }
}
