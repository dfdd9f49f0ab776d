import { EventLogError, EventLogUnavailable, RecordTooLarge, messageOf } from '../errors.js';
import type { RecordToAppend } from '../event-log.js';
import { isTooLarge, type Producer } from './kafka-client.js';
import { intoRuns, largestRecord, recordSize, toMessage } from './kafka-records.js';
import type { TopicFacts } from './kafka-topic.js';
import { Renewable } from './renewable.js';

export interface AppendSettings {
  readonly topic: string;
  readonly brokers: readonly string[];
  readonly createProducer: () => Producer;
  /** Makes sure that the topic exists. `again` asks the brokers anew. */
  readonly facts: (again?: boolean) => Promise<TopicFacts>;
}

/** The writing half of the Kafka log. One `send` at a time. */
export class KafkaAppend {
  readonly #producer: Renewable<Producer>;

  constructor(private readonly settings: AppendSettings) {
    this.#producer = new Renewable(
      async () => {
        const producer = settings.createProducer();
        await producer.connect();
        return producer;
      },
      (producer) => producer.disconnect(),
    );
  }

  /** Refuses what the topic would not take, as long as that is known. Throws `RecordTooLarge`, `EventLogUnavailable`. */
  async check(records: readonly RecordToAppend[]): Promise<void> {
    const { maxBatchBytes } = await this.#facts();
    this.#checkSizes(records, maxBatchBytes);
  }

  /**
   * Sends in order and resolves once all in-sync replicas have everything. On a throw, a part may have been kept.
   * Throws `EventLogUnavailable`, or `RecordTooLarge`.
   */
  async send(records: readonly RecordToAppend[]): Promise<void> {
    const { maxBatchBytes } = await this.#facts();
    try {
      await this.#producer.use(async (producer) => {
        for (const run of intoRuns(records, maxBatchBytes))
          await producer.send({ topic: this.settings.topic, acks: -1, messages: run.map(toMessage) });
      });
    } catch (error) {
      if (isTooLarge(error)) {
        // The limit was lowered since it was read.
        const facts = await this.#facts(true);
        this.#checkSizes(records, facts.maxBatchBytes);
      }
      throw this.#unavailable(error);
    }
  }

  close(): Promise<void> {
    return this.#producer.close();
  }

  #checkSizes(records: readonly RecordToAppend[], maxBatchBytes: number): void {
    const limit = largestRecord(maxBatchBytes);
    for (const record of records) {
      const bytes = recordSize(record);
      if (bytes > limit)
        throw new RecordTooLarge(
          record.key,
          bytes,
          limit,
          `The topic ${this.settings.topic} allows it by max.message.bytes.`,
        );
    }
  }

  async #facts(again = false): Promise<TopicFacts> {
    try {
      return await this.settings.facts(again);
    } catch (error) {
      throw error instanceof EventLogError ? error : this.#unavailable(error);
    }
  }

  #unavailable(error: unknown): EventLogUnavailable {
    return unavailable(this.settings.brokers, error);
  }
}

/** For callers who can only wait: which brokers, what they said, and what to look at. */
export const unavailable = (brokers: readonly string[], error: unknown): EventLogUnavailable =>
  new EventLogUnavailable(
    `Kafka at ${brokers.join(', ')} doesn't take or give records at the moment: ${messageOf(error)}. ` +
      `See that the brokers run and can be reached from here under these addresses (KAFKA_BROKERS).`,
    { cause: error },
  );
