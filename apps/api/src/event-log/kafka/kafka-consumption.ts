import { BackOff, pause, settlesWithin, unlessAborted } from '../back-off.js';
import { ClaimLost, EventLogUnavailable, asError, messageOf } from '../errors.js';
import type { BatchContext, BatchHandler, Consumption, LoggedRecord } from '../event-log.js';
import type { LogFunction } from '../log-function.js';
import { unavailable } from './kafka-append.js';
import {
  explainCrash,
  isRebalance,
  isRefused,
  type Consumer,
  type EachBatchPayload,
} from './kafka-client.js';
import { intoBatches } from './kafka-records.js';
import { keepAlive } from './keep-alive.js';
import { GroupMembership, type Claim } from './group-membership.js';
import { ownValue } from '../../platform/own-value.js';

export interface ConsumptionSettings {
  readonly group: string;
  readonly topic: string;
  readonly brokers: readonly string[];
  readonly batchSize: number;
  readonly batchBytes: number;
  readonly createConsumer: (mayRestart: (error: Error) => boolean) => Consumer;
  readonly ensureTopic: () => Promise<unknown>;
  /** What the group keeps with its committed offset. */
  readonly committedMetadata: (partition: number, first: bigint) => Promise<string | undefined>;
}

/** How long `stop` waits for the handler before it leaves it behind, in milliseconds. */
const STOP_WITHIN_MS = 10_000;
/** How long it then takes at most to say goodbye to the group. */
const LEAVE_WITHIN_MS = 5_000;

/** One member of a consumer group. Positions are the group's committed offsets. */
export class KafkaConsumption implements Consumption {
  readonly failed: Promise<Error>;
  readonly #stopping = new AbortController();
  readonly #membership = new GroupMembership();
  /** Partitions whose last batch failed. `timer` runs while such a partition is paused. */
  readonly #failing = new Map<number, { readonly backOff: BackOff; timer?: NodeJS.Timeout | undefined }>();
  readonly #started: Promise<void>;
  #consumer: Consumer | undefined;
  #fail: (error: Error) => void = () => undefined;
  /** Aborted when the handler is left behind. */
  readonly #abandoned = new AbortController();
  #away = false;
  #lastTick = Date.now();

  constructor(
    private readonly settings: ConsumptionSettings,
    private readonly handle: BatchHandler,
    private readonly log: LogFunction,
  ) {
    this.failed = new Promise((resolve) => (this.#fail = resolve));
    this.#started = this.#start();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const { timer } of this.#failing.values()) clearTimeout(timer);
    const stopped = this.#started.then(() => this.#consumer?.disconnect());
    if (await settlesWithin(stopped, STOP_WITHIN_MS)) return;
    this.log('warn', 'The handler did not end in time and is left behind; its batch will come again.', {
      group: this.settings.group,
    });
    this.#membership.left();
    this.#abandoned.abort();
    await settlesWithin(stopped, LEAVE_WITHIN_MS);
  }

  lastTick(): number {
    return this.#lastTick;
  }

  /** Connects and joins, for as long as it takes. From then on kafkajs itself comes back after each outage. */
  async #start(): Promise<void> {
    const { signal } = this.#stopping;
    const backOff = new BackOff(500);
    while (!signal.aborted) {
      this.#tick();
      let consumer: Consumer | undefined;
      try {
        await this.settings.ensureTopic();
        consumer = this.settings.createConsumer(() => this.#mayRestart());
        this.#consumer = consumer;
        this.#listen(consumer);
        await consumer.connect();
        await consumer.subscribe({ topics: [this.settings.topic], fromBeginning: true });
        if (signal.aborted) return;
        await consumer.run({
          autoCommit: false,
          eachBatchAutoResolve: false,
          partitionsConsumedConcurrently: 1,
          eachBatch: (payload) => this.#eachBatch(payload),
        });
        return;
      } catch (error) {
        await consumer?.disconnect().catch(() => undefined);
        const wait = backOff.next();
        const reason = unavailable(this.settings.brokers, error);
        if (isRefused(error)) return this.#fail(reason);
        this.log('error', `${reason.message} Trying again in ${wait} ms.`, { group: this.settings.group });
        await pause(wait, signal);
      }
    }
  }

  #listen(consumer: Consumer): void {
    const { topic, group } = this.settings;
    const { FETCH, HEARTBEAT, CONNECT, GROUP_JOIN, CRASH, STOP } = consumer.events;
    consumer.on(FETCH, () => this.#tick());
    consumer.on(CONNECT, () => this.#tick());
    consumer.on(HEARTBEAT, () => {
      this.#tick();
      this.#membership.progressed();
    });
    consumer.on(STOP, () => this.#membership.left());
    consumer.on(GROUP_JOIN, ({ payload }) => {
      this.#tick();
      const partitions = ownValue(payload.memberAssignment, topic) ?? [];
      this.#membership.joined(partitions, Date.now());
      this.#away = false;
      this.log('info', 'Joined the consumer group.', { group, partitions });
      // TRICKY: kafkajs stops nothing that is just about to connect again; it then joins after having been stopped.
      if (this.#stopping.signal.aborted) void consumer.disconnect().catch(() => undefined);
      else if (this.#membership.isStuck()) {
        this.#fail(
          new EventLogUnavailable(`The consumer group "${group}" keeps rebalancing and gets nothing done.`),
        );
      }
    });
    consumer.on(CRASH, ({ payload }) => {
      this.#tick();
      this.#membership.left();
      if (this.#stopping.signal.aborted) return;
      if (!payload.restart) return this.#fail(explainCrash(payload.error, topic));
      // Once per outage; it is repeated every few seconds.
      if (!this.#away) this.log('warn', unavailable(this.settings.brokers, payload.error).message, { group });
      this.#away = true;
    });
  }

  #mayRestart(): boolean {
    this.#tick();
    return !this.#stopping.signal.aborted && !this.#membership.isStuck();
  }

  /**
   * TRICKY: what is thrown here enters kafkajs's own retries, which end in a crash. So only what kafkajs must know (the
   * membership is gone, the broker is away) is thrown; after any other failure the partition rests, and since its
   * offset was not resolved, kafkajs fetches the same records again.
   */
  async #eachBatch(payload: EachBatchPayload): Promise<void> {
    this.#tick();
    const { partition, messages } = payload.batch;
    const claim = this.#membership.claim(partition);
    // Fetched under an earlier assignment.
    if (claim === null) return;
    // kafkajs forgets pauses when it starts again.
    if (this.#failing.get(partition)?.timer) return void payload.pause();
    for (const records of intoBatches(messages, this.settings.batchSize, this.settings.batchBytes)) {
      if (this.#stopping.signal.aborted) return;
      if (!(await this.#finish(payload, claim, records))) return;
    }
  }

  /** Whether the batch was handled and committed. Throws what kafkajs must know. */
  async #finish(payload: EachBatchPayload, claim: Claim, records: readonly LoggedRecord[]): Promise<boolean> {
    const { topic, partition } = payload.batch;
    // In an object, so that the handler's calls in between are seen.
    const claimed: { lost?: Error } = {};
    const heartbeat = async (): Promise<void> => {
      try {
        if (claimed.lost !== undefined) throw claimed.lost;
        if (this.#abandoned.signal.aborted || !this.#membership.holds(claim))
          throw new ClaimLost('Another one has it.');
        await payload.heartbeat();
      } catch (error) {
        claimed.lost ??= asError(error);
        const lost = `The claim on partition ${partition} is lost: ${messageOf(error)}`;
        throw new ClaimLost(lost, { cause: error });
      }
    };
    const context: BatchContext = {
      signal: this.#stopping.signal,
      heartbeat: () => {
        this.#tick();
        return heartbeat();
      },
      metadata: () => this.settings.committedMetadata(partition, records[0]?.offset ?? 0n),
    };
    // It does not tick: a loop whose handler hangs does not count as alive.
    const alive = keepAlive(heartbeat);
    try {
      // TRICKY: kafkajs leaves the group only after every handler has returned. Were one that hangs waited for, the
      // others would get its partitions when its session has timed out, and not before.
      const work = this.handle({ topic, partition, records }, context);
      const metadata = await unlessAborted(
        work,
        this.#abandoned.signal,
        () => new ClaimLost('The consumption has been stopped.'),
      );
      // A handler that swallowed a failed heartbeat has finished nothing.
      if (claimed.lost === undefined) {
        await context.heartbeat();
        await this.#commit(payload, records, metadata ?? undefined);
      }
    } catch (error) {
      if (claimed.lost === undefined) {
        if (isRebalance(error)) throw error;
        if (!this.#stopping.signal.aborted) this.#rest(payload, records, error);
        return false;
      }
    } finally {
      alive.end();
    }
    if (claimed.lost === undefined) return true;
    if (claimed.lost instanceof ClaimLost) return false;
    throw claimed.lost;
  }

  /** No await may come between the check of the claim in the last heartbeat and kafkajs's taking the generation. */
  async #commit(
    payload: EachBatchPayload,
    records: readonly LoggedRecord[],
    metadata: string | undefined,
  ): Promise<void> {
    const { topic, partition, messages } = payload.batch;
    const last = records.at(-1)?.offset.toString();
    if (last === undefined) return;
    // A transaction's closing marker behind the last record counts as read as well, or the lag would never be zero.
    const through = last === messages.at(-1)?.offset ? payload.batch.lastOffset() : last;
    const position = { partition, offset: (BigInt(through) + 1n).toString() };
    // kafkajs hands the metadata on to the broker, though its type knows of none.
    const partitions = [metadata === undefined ? position : { ...position, metadata }];
    await payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions }] });
    // After the commit: should it fail, kafkajs fetches these records again.
    payload.resolveOffset(last);
    this.#failing.delete(partition);
    this.#membership.progressed();
  }

  /** Stops fetching the partition for a while, the longer the more often it has failed. */
  #rest(payload: EachBatchPayload, records: readonly LoggedRecord[], error: unknown): void {
    const { topic, partition } = payload.batch;
    const failing = this.#failing.get(partition) ?? { backOff: new BackOff() };
    this.#failing.set(partition, failing);
    const wait = failing.backOff.next();
    payload.pause();
    failing.timer = setTimeout(() => {
      failing.timer = undefined;
      try {
        this.#consumer?.resume([{ topic, partitions: [partition] }]);
      } catch {
        // Not running just now; when it starts again, nothing is paused.
      }
    }, wait);
    this.log('warn', `A batch failed and comes again in ${wait} ms: ${messageOf(error)}`, {
      group: this.settings.group,
      topic,
      partition,
      firstOffset: records[0]?.offset.toString(),
      lastOffset: records.at(-1)?.offset.toString(),
      records: records.length,
      error,
    });
  }

  #tick(): void {
    this.#lastTick = Date.now();
  }
}
