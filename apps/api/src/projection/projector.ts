import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { ClickHouseClient } from '@clickhouse/client';
import { CommandBus, EventBus } from '@nestjs/cqrs';
import { CLICKHOUSE } from '../clickhouse/clickhouse.token.js';
import { isOutage } from '../clickhouse/errors.js';
import { Store } from '../clickhouse/store.js';
import { BackOff, pause } from '../event-log/back-off.js';
import { messageOf } from '../event-log/errors.js';
import { EVENT_LOG } from '../event-log/event-log.token.js';
import {
  lagOf,
  type BatchContext,
  type Consumption,
  type EventLog,
  type LogBatch,
  type PartitionSpan,
} from '../event-log/event-log.js';
import type { CandidateKeys } from '../ingestion/candidate-keys.js';
import { Pseudonyms } from '../ingestion/pseudonyms.js';
import { ROLES_HERE, type Roles } from '../platform/roles.js';
import { Liveness } from '../telemetry/liveness.js';
import { Meters } from '../telemetry/meters.js';
import { Generation } from './generation.js';
import { ProjectEvents } from './project-events.command.js';
import { ReadModelMoved } from './read-model-moved.event.js';
import { StoredOrganisation } from './stored-organisation.js';
import { settleUnmarked } from './unmarked-records.js';

const FOLLOW_EVERY_MS = 30_000;

export function groupOf(generation: string): string {
  return `hearback.projector.${generation}`;
}

/**
 * Carries the log into the store: one awaited command per batch, for as long as the process runs. In a process
 * without the role it only tells how far those have come that have it.
 */
@Injectable()
export class Projector implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger(Projector.name);
  #consumption: Consumption | undefined;
  #isCarrying = false;
  #following: NodeJS.Timeout | undefined;
  #stopping = false;

  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    private readonly store: Store,
    private readonly generation: Generation,
    private readonly storedOrganisation: StoredOrganisation,
    private readonly commands: CommandBus,
    private readonly signals: EventBus,
    private readonly meters: Meters,
    private readonly liveness: Liveness,
    @Inject(ROLES_HERE) private readonly roles: Roles,
    @Inject(Pseudonyms) private readonly keys: CandidateKeys,
    @Inject(CLICKHOUSE) private readonly clickHouse: ClickHouseClient,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.roles.has('projector')) {
      // A store that never will be ready ends every process that needs it.
      this.store.ready().catch((error: unknown) => this.#giveUp(error));
      return;
    }
    const lastTick = (): number | undefined => this.lastTick();
    this.liveness.watch({ name: 'the projection loop', lastTick, longestSilenceMs: 60_000 });
    // Not awaited: while the store is away the doors are open all the same and events are kept in the log.
    this.#start().catch((error: unknown) => this.#giveUp(error));
  }

  /** Before the store and the log are closed: the batch at hand needs both. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#following);
    await this.#consumption?.stop();
  }

  /** Records that wait in the log to be brought into the store; `undefined` while nothing is being carried over. */
  async lag(): Promise<bigint | undefined> {
    const positions = await this.positions();
    return positions === undefined ? undefined : lagOf(positions);
  }

  /** The same by partition. */
  async positions(): Promise<readonly PartitionSpan[] | undefined> {
    const generation = await this.#generation();
    return generation === undefined ? undefined : this.log.spans(groupOf(generation));
  }

  /** When the loop last did anything; `undefined` before it has started, and in a process without it. */
  lastTick(): number | undefined {
    return this.#consumption?.lastTick();
  }

  /** Of this process once its loop runs; of the others, where they are the ones who carry. */
  async #generation(): Promise<string | undefined> {
    if (this.roles.has('projector')) return this.#isCarrying ? this.generation.name() : undefined;
    return (await this.store.isReachable()) ? this.generation.inForce() : undefined;
  }

  async #start(): Promise<void> {
    await this.store.ready();
    await this.#begin();
    if (this.#stopping) return;
    // A store that does not answer now is asked again.
    this.#following = setInterval(() => void this.follow().catch(() => undefined), FOLLOW_EVERY_MS);
  }

  /** An outage right after the store was ready is waited through, like any other. */
  async #begin(): Promise<void> {
    for (const backOff = new BackOff(); !this.#stopping; await pause(backOff.next())) {
      try {
        await this.storedOrganisation.write();
        await this.#settled();
        return await this.resume();
      } catch (error) {
        if (!isOutage(error)) throw error;
        this.#logger.warn(`The projection can't begin yet: ${messageOf(error)}`);
      }
    }
  }

  /** Before anything is read: afterwards it can't be told any more what was there. Outages are waited for. */
  async #settled(): Promise<void> {
    const backOff = new BackOff();
    while (!this.#stopping) {
      try {
        const groups = (await this.generation.names()).map(groupOf);
        return await settleUnmarked(this.keys.marks, this.clickHouse, this.log, groups);
      } catch (error) {
        const wait = backOff.next();
        this.#logger.warn(`The projection waits, and tries again in ${wait} ms: ${messageOf(error)}`);
        await pause(wait);
      }
    }
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
    const { topic, partition, records } = batch;
    const [first, last] = [records[0]?.offset, records.at(-1)?.offset];
    const took = this.meters.projectionBatchSeconds.startTimer();
    const projected = await this.commands
      .execute(new ProjectEvents(batch, context, group))
      .catch((error: unknown) => {
        this.meters.projectionFailedBatches.inc();
        throw error;
      });
    const seconds = took();
    this.meters.projectionBatchRecords.observe(records.length);
    this.#logger.debug(
      `${topic}/${partition}@${first}-${last}: ${projected.events} events, ${projected.duplicates} duplicates, ${projected.rejected} rejected`,
      { topic, partition, firstOffset: String(first), lastOffset: String(last), ...projected, seconds },
    );
    // A signal only: an open dashboard that misses it asks again by itself.
    this.signals.publish(new ReadModelMoved());
  }

  /** Under which name the position in the log is kept. */
  async group(): Promise<string> {
    return groupOf(await this.generation.name());
  }

  /** Nothing here can mend it; the supervisor that restarts the process can. */
  #giveUp(error: unknown): void {
    if (this.#stopping) return;
    this.#logger.fatal(
      `${this.roles.has('projector') ? 'The projection' : 'This process'} can't go on: ${error instanceof Error ? error.message : String(error)}`,
    );
    process.exitCode = 1;
    process.kill(process.pid, 'SIGTERM');
  }
}
