import { LRUCache } from 'lru-cache';
import { AppendQueue } from '../append-queue.js';
import { EventLogClosed, EventLogError, EventLogMisconfigured, messageOf } from '../errors.js';
import {
  lagOf,
  type AppendOutcome,
  type BatchHandler,
  type Consumption,
  type EventLog,
  type PartitionSpan,
  type RecordToAppend,
} from '../event-log.js';
import { silent, type LogFunction } from '../log-function.js';
import { commitMetadata } from './commit-metadata.js';
import { sift } from '../sift.js';
import { KafkaAppend, unavailable } from './kafka-append.js';
import {
  createConsumer,
  createKafka,
  createProducer,
  isMissingTopic,
  isRefused,
  type Admin,
  type KafkaConnection,
} from './kafka-client.js';
import { KafkaConsumption } from './kafka-consumption.js';
import { ensureTopic, type TopicFacts } from './kafka-topic.js';
import { Renewable } from './renewable.js';

export interface KafkaEventLogOptions extends KafkaConnection {
  readonly topic: string;
  /** Partitions of the topic, should it have to be created; default 12. They bound how many consumers share the work. */
  readonly partitions?: number;
  /** Copies of each record, should the topic have to be created; default 3, or as many as there are brokers. */
  readonly replicationFactor?: number;
  /** Most records handed over at once; default 5000. */
  readonly batchSize?: number;
  /** A batch ends before it exceeds this many bytes (a larger single record comes alone); default 16 MB. */
  readonly batchBytes?: number;
  readonly log?: LogFunction;
}

/**
 * Opens the event log kept in a Kafka topic, which is created when it is missing.
 *
 * Brokers that are away are no reason to fail: consumptions keep trying, and `append` throws `EventLogUnavailable`
 * until they are back.
 *
 * @throws EventLogMisconfigured settings that can't work: no brokers, malformed addresses, refused credentials.
 */
export async function openKafkaEventLog(options: KafkaEventLogOptions): Promise<EventLog> {
  checkOptions(options);
  const log = new KafkaEventLog(options);
  try {
    await log.facts();
  } catch (error) {
    if (isRefused(error)) {
      await log.close();
      throw new EventLogMisconfigured(
        `Kafka at ${options.brokers.join(', ')} refuses the credentials: ${messageOf(error)}`,
        { cause: error },
      );
    }
    const reason = error instanceof EventLogError ? error : unavailable(options.brokers, error);
    options.log?.('error', `${reason.message} Hearback goes on and keeps trying.`);
  }
  return log;
}

function checkOptions({ brokers, topic, clientId, partitions }: KafkaEventLogOptions): void {
  const problems: string[] = [];
  if (brokers.length === 0) problems.push('no broker is given');
  for (const broker of brokers)
    if (!/^(\[[0-9a-fA-F:]+\]|[^\s:/]+):[0-9]{1,5}$/.test(broker))
      problems.push(`broker "${broker}" is not host:port`);
  if (!/^[a-zA-Z0-9._-]{1,249}$/.test(topic) || /^\.{1,2}$/.test(topic))
    problems.push(`"${topic}" is not a name for a Kafka topic`);
  if (clientId === '') problems.push('the client id is empty');
  if (partitions !== undefined && (!Number.isInteger(partitions) || partitions < 1))
    problems.push(`${partitions} is not a number of partitions`);
  if (problems.length > 0)
    throw new EventLogMisconfigured(
      `Kafka is misconfigured: ${problems.join('; ')}. See KAFKA_BROKERS (host:port, separated by commas) and KAFKA_TOPIC.`,
    );
}

/** Identities that this process has appended: so many of the latest. Those of others, and older ones, it does not know. */
const REMEMBERED = 100_000;

class KafkaEventLog implements EventLog {
  readonly #recent = new LRUCache<string, string>({ max: REMEMBERED });
  readonly #kafka;
  readonly #log: LogFunction;
  readonly #admin: Renewable<Admin>;
  readonly #append: KafkaAppend;
  readonly #queue: AppendQueue;
  readonly #consumptions = new Set<KafkaConsumption>();
  #facts: Promise<TopicFacts> | undefined;
  #closing: Promise<void> | undefined;

  constructor(private readonly options: KafkaEventLogOptions) {
    const { topic, brokers } = options;
    this.#log = options.log ?? silent;
    this.#kafka = createKafka(options, this.#log);
    this.#admin = new Renewable(
      async () => {
        const admin = this.#kafka.admin();
        await admin.connect();
        return admin;
      },
      (admin) => admin.disconnect(),
    );
    this.#append = new KafkaAppend({
      topic,
      brokers,
      createProducer: () => createProducer(this.#kafka),
      facts: (again) => this.facts(again),
    });
    this.#queue = new AppendQueue((records) => this.#commit(records));
  }

  async append(records: readonly RecordToAppend[]): Promise<readonly AppendOutcome[]> {
    if (this.#closing) throw new EventLogClosed();
    // Refused before it joins others: a record that can't be kept must not fail its neighbours.
    await this.#append.check(records);
    return this.#queue.append(records);
  }

  consume(group: string, handle: BatchHandler): Promise<Consumption> {
    if (this.#closing) return Promise.reject(new EventLogClosed());
    const { topic, brokers, batchSize = 5_000, batchBytes = 16 * 1024 * 1024 } = this.options;
    const consumption = new KafkaConsumption(
      {
        group,
        topic,
        brokers,
        batchSize,
        batchBytes,
        createConsumer: (mayRestart) => createConsumer(this.#kafka, group, mayRestart),
        ensureTopic: () => this.facts(),
        committedMetadata: (partition, first) => this.#committedMetadata(group, partition, first),
      },
      handle,
      this.#log,
    );
    this.#consumptions.add(consumption);
    const stop = async (): Promise<void> => {
      await consumption.stop();
      this.#consumptions.delete(consumption);
    };
    return Promise.resolve({ stop, failed: consumption.failed, lastTick: () => consumption.lastTick() });
  }

  async lag(group: string): Promise<bigint> {
    return lagOf(await this.spans(group));
  }

  async spans(group: string): Promise<PartitionSpan[]> {
    if (this.#closing) throw new EventLogClosed();
    const { topic, brokers } = this.options;
    try {
      return await this.#admin.use(async (admin) => {
        const ends = await admin.fetchTopicOffsets(topic);
        const [committed] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
        const positions = new Map(
          committed?.partitions.map(({ partition, offset }) => [partition, BigInt(offset)]),
        );
        const metadata = new Map(committed?.partitions.map((each) => [each.partition, each.metadata]));
        return ends
          .map(({ partition, low, high }) => {
            const [first, end] = [BigInt(low), BigInt(high)];
            // -1 where the group has not committed anything yet; below `low` where records were removed meanwhile.
            const position = positions.get(partition) ?? -1n;
            const span = { topic, partition, first, end, position: position > first ? position : first };
            const kept = metadata.get(partition);
            return kept ? { ...span, metadata: kept } : span;
          })
          .sort((a, b) => a.partition - b.partition);
      });
    } catch (error) {
      if (isMissingTopic(error)) return [];
      throw unavailable(brokers, error);
    }
  }

  /** @param first the first record that is not read yet: a commit whose answer was lost has moved on from it */
  async #committedMetadata(group: string, partition: number, first: bigint): Promise<string | undefined> {
    const span = (await this.spans(group)).find((each) => each.partition === partition);
    return span === undefined || span.position > first ? undefined : span.metadata;
  }

  async moveTo(
    group: string,
    positions: ReadonlyMap<number, bigint>,
    metadata?: ReadonlyMap<number, string>,
  ): Promise<void> {
    if (this.#closing) throw new EventLogClosed();
    const { topic, brokers } = this.options;
    const partitions = [...positions].map(([partition, offset]) => ({ partition, offset: String(offset) }));
    if (partitions.length === 0) return;
    try {
      // Refused while anybody is in the group.
      await this.#admin.use((admin) => admin.setOffsets({ groupId: group, topic, partitions }));
      const kept = partitions.flatMap((each) => {
        const text = metadata?.get(each.partition);
        return text === undefined ? [] : [{ ...each, metadata: text }];
      });
      if (kept.length > 0)
        await commitMetadata(
          createConsumer(this.#kafka, group, () => false),
          topic,
          kept,
        );
    } catch (error) {
      throw unavailable(brokers, error);
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** The topic's limits, after it was made sure that the topic exists. */
  facts(again = false): Promise<TopicFacts> {
    if (again || !this.#facts) {
      const { topic, partitions = 12, replicationFactor } = this.options;
      const settings = {
        topic,
        partitions,
        ...(replicationFactor === undefined ? {} : { replicationFactor }),
      };
      const facts = this.#admin.use((admin) => ensureTopic(admin, settings, this.#log));
      this.#facts = facts;
      facts.catch(() => {
        if (this.#facts === facts) this.#facts = undefined;
      });
    }
    return this.#facts;
  }

  async #commit(records: readonly RecordToAppend[]): Promise<readonly AppendOutcome[]> {
    const { outcomes, toAppend, added } = sift(records, (key) => this.#recent.get(key));
    if (toAppend.length > 0) await this.#append.send(toAppend);
    for (const [key, content] of added) this.#recent.set(key, content);
    return outcomes;
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#consumptions].map((consumption) => consumption.stop()));
    await this.#queue.close();
    await Promise.all([this.#append.close(), this.#admin.close()]);
  }
}
