import type { Producer } from 'kafkajs';
import type { Broker } from './broker.js';
import type { Message } from './load.js';
import { Gate, pause } from './waiting.js';

const EVERY_MS = 100;

/** Sends known content at a steady pace until it is told to stop, through whatever happens to the broker. */
export class Producing {
  /** What the broker has acknowledged. */
  readonly acknowledged: Message[] = [];
  failures = 0;
  #stopped = false;
  readonly #ended: Promise<void>;
  readonly #begun = new Gate();

  constructor(
    private readonly broker: Broker,
    private readonly topic: string,
    private readonly source: Iterator<Message>,
    private readonly perSecond: number,
  ) {
    this.#ended = this.#run();
    // Told when it is stopped.
    this.#ended.catch(() => undefined);
  }

  /** Resolves with the first acknowledgement. */
  begun(): Promise<void> {
    return Promise.race([this.#begun.opened, this.#ended]);
  }

  /** Everything that it began to send is acknowledged then. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#ended;
  }

  async #run(): Promise<void> {
    let producer: Producer | undefined;
    const size = Math.max(1, Math.round((this.perSecond * EVERY_MS) / 1000));
    for (let chunk: Message[] = []; !this.#stopped || chunk.length > 0;) {
      const from = performance.now();
      while (chunk.length < size) {
        const next = this.source.next();
        if (next.done === true) throw new Error('There is nothing more to send.');
        chunk.push(next.value);
      }
      try {
        producer ??= await this.broker.createProducer();
        await producer.send({ topic: this.topic, acks: -1, messages: chunk });
        this.acknowledged.push(...chunk);
        chunk = [];
        this.#begun.open();
      } catch {
        // What came of it is not known: sent again by a new producer, it may stand in the log twice.
        this.failures += 1;
        await producer?.disconnect().catch(() => undefined);
        producer = undefined;
      }
      await pause(Math.max(1, EVERY_MS - (performance.now() - from)));
    }
    await producer?.disconnect();
  }
}
