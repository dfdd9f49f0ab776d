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
import { groupOf } from './group.js';
import { StoreIntegrity } from './integrity/store-integrity.js';
import { toMetadata } from './integrity/projected-counts.js';
import { ProjectEvents } from './project-events.command.js';
import { ReadModelMoved } from './read-model-moved.event.js';
import { StoredOrganisation } from './stored-organisation.js';
import { settleUnmarked } from './unmarked-records.js';

const FOLLOW_EVERY_MS = 30_000;
/** How often is looked how far a store has come that is filled again. */
const LOOK_EVERY_MS = 500;

/**
 * Carries the log into the store: one awaited command per batch, for as long as the process runs. In a process
 * without the role it only tells how far those have come that have it.
 */
@Injectable()
export class Projector implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger(Projector.name);
  #consumption: Consumption | undefined;
  #isCarrying = false;
  /** How many have paused it and not resumed it yet; one of them is the start. */
  #pauses = 1;
  #verifying: Promise<void> = Promise.resolve();
  #changing: Promise<void> = Promise.resolve();
  #following: NodeJS.Timeout | undefined;
  #stopping = false;
  readonly #stop = new AbortController();

  constructor(
    @Inject(EVENT_LOG) private readonly log: EventLog,
    private readonly store: Store,
    private readonly generation: Generation,
    private readonly integrity: StoreIntegrity,
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
    this.store.onRestart({ begun: () => this.integrity.beginCheck(), done: () => void this.verify() });
    if (this.roles.has('projector')) {
      const lastTick = (): number | undefined => this.lastTick();
      this.liveness.watch({ name: 'the projection loop', lastTick, longestSilenceMs: 60_000 });
    }
    // Not awaited: while the store is away the doors are open all the same and events are kept in the log.
    this.#start().catch((error: unknown) => this.#giveUp(error));
  }

  /** Before the store and the log are closed: the batch at hand needs both. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping = true;
    this.#stop.abort();
    clearInterval(this.#following);
    await this.#change();
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
    // A store that never will be ready ends every process that needs it.
    await this.store.ready();
    await this.#begin();
    if (this.#stopping) return;
    // A store that does not answer now is asked again.
    this.#following = setInterval(() => void this.follow().catch(() => undefined), FOLLOW_EVERY_MS);
  }

  /** Outages are waited through. */
  async #begin(): Promise<void> {
    if (this.roles.has('projector')) await this.#untilDone(() => this.storedOrganisation.write(), isOutage);
    // Before anything is read: afterwards it can't be told any more what was there.
    if (this.roles.has('projector')) await this.#untilDone(() => this.#settle());
    await this.verify();
    await this.resume();
  }

  /** @param passes whether an error may be gone when it is tried again; others are thrown */
  async #untilDone(
    step: () => Promise<void>,
    passes: (error: unknown) => boolean = () => true,
  ): Promise<void> {
    for (const backOff = new BackOff(); !this.#stopping;) {
      try {
        return await step();
      } catch (error) {
        if (!passes(error)) throw error;
        const wait = backOff.next();
        this.#logger.warn(`The projection waits, and tries again in ${wait} ms: ${messageOf(error)}`);
        await pause(wait, this.#stop.signal);
      }
    }
  }

  /** Compares the store with the log, between two batches, for as long as it takes to get an answer from both. */
  verify(): Promise<void> {
    this.#verifying = this.#verifying
      .then(() => this.#verify())
      .catch((error: unknown) => this.#giveUp(error));
    return this.#verifying;
  }

  async #verify(): Promise<void> {
    await this.pause();
    const backOff = new BackOff();
    try {
      while (!this.#stopping) {
        try {
          await this.integrity.verify();
          break;
        } catch (error) {
          const wait = backOff.next();
          this.#logger.warn(
            `The store can't be compared with the log; again in ${wait} ms: ${messageOf(error)}`,
          );
          await pause(wait, this.#stop.signal);
        }
      }
    } finally {
      this.#pauses -= 1;
      await this.#untilDone(() => this.#change());
    }
    if (this.store.withheld?.state === 'rebuilding') void this.#untilFilled().catch(() => undefined);
  }

  async #settle(): Promise<void> {
    const groups = (await this.generation.names()).map(groupOf);
    await settleUnmarked(this.keys.marks, this.clickHouse, this.log, groups);
  }

  /** A store that is being filled again is compared once more when it has what was in the log. */
  async #untilFilled(): Promise<void> {
    while (!this.#stopping && this.store.withheld?.state === 'rebuilding') {
      await pause(LOOK_EVERY_MS, this.#stop.signal);
      const filling = await this.integrity.filling().catch(() => undefined);
      if (filling === undefined) return this.verify();
      this.integrity.tellFilling(filling);
    }
  }

  /** Another process may have rebuilt the store: from then on its group is the one whose position counts. */
  async follow(): Promise<void> {
    // Somebody may have mended it: the operator, or a rebuild of another process.
    if (this.store.withheld?.state === 'incomplete') return this.verify();
    if (!this.roles.has('projector')) return;
    const latest = await this.generation.inStore();
    const isPaused = this.#consumption === undefined;
    if (isPaused || latest === undefined || latest === (await this.generation.name())) return;
    await this.pause();
    this.generation.adopt(latest);
    await this.resume();
    await this.verify();
  }

  /** Finishes or abandons the batch at hand and stops; what comes in waits in the log until {@link resume}. */
  pause(): Promise<void> {
    this.#pauses += 1;
    return this.#change();
  }

  /** Goes on where the generation stands that the tables are of by now, once all who have paused it have resumed it. */
  resume(): Promise<void> {
    this.#pauses -= 1;
    return this.#change();
  }

  /** Consumes or not, as is wanted by then; one after the other, so that nothing is begun behind a pause. */
  #change(): Promise<void> {
    const done = this.#changing.then(() => (this.#isWanted() ? this.#consume() : this.#rest()));
    this.#changing = done.catch(() => undefined);
    return done;
  }

  #isWanted(): boolean {
    return this.#pauses === 0 && !this.#stopping && this.roles.has('projector');
  }

  async #rest(): Promise<void> {
    const consumption = this.#consumption;
    this.#consumption = undefined;
    await consumption?.stop();
  }

  async #consume(): Promise<void> {
    if (this.#consumption !== undefined) return;
    const group = await this.group();
    const consumption = await this.log.consume(group, (batch, context) =>
      this.#handle(batch, context, group),
    );
    this.#consumption = consumption;
    this.#isCarrying = true;
    void consumption.failed.then((error) => {
      if (this.#consumption === consumption) this.#giveUp(error);
    });
  }

  async #handle(batch: LogBatch, context: BatchContext, group: string): Promise<string> {
    const { topic, partition, records } = batch;
    const [first, last] = [records[0]?.offset, records.at(-1)?.offset];
    const took = this.meters.projectionBatchSeconds.startTimer();
    const { counts, ...projected } = await this.commands
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
    return toMetadata(counts);
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
