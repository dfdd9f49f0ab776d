import { ClaimLost } from '../../event-log/errors.js';
import type { BatchHandler, Consumption, LoggedRecord } from '../../event-log/event-log.js';
import { InjectedError } from './faults.js';
import type { GroupModel } from './group-model.js';
import type { LogModel } from './log-model.js';
import { request, type Surroundings } from './request.js';
import type { Actor } from './scheduler.js';

/** So many records come in one batch at most. */
const MOST_RECORDS = 3;

/** One member of a group, held to the contract of the log and to nothing more. */
export class ConsumptionModel implements Consumption {
  /** The port's consumers end the process on it; here processes end by the schedule. */
  readonly failed = new Promise<Error>(() => undefined);
  readonly #stopping = new AbortController();
  readonly #ended: Promise<void>;
  /** The rebalance after which this member believes to have what it has; none where it knows of having lost it. */
  #epoch: number | undefined;
  #isAbandoned = false;
  #commits = 0;
  #lastCommit = 0;
  /** Where it goes on reading, by partition. */
  #next = new Map<number, bigint>();

  constructor(
    private readonly surroundings: Surroundings,
    readonly process: Actor,
    private readonly log: LogModel,
    private readonly group: GroupModel<ConsumptionModel>,
    private readonly handle: BatchHandler,
  ) {
    this.#ended = this.#run();
  }

  /** As the adapters do: a handler that takes too long is left behind, and goes on by itself. */
  async stop(): Promise<void> {
    const { scheduler } = this.surroundings;
    this.#stopping.abort();
    await Promise.race([this.#ended, scheduler.turn(this.process, 'stops waiting for its handler')]);
    this.#isAbandoned = true;
    this.group.remove(this);
  }

  lastTick(): number {
    return 0;
  }

  async #run(): Promise<void> {
    const { scheduler, faults } = this.surroundings;
    const { signal } = this.#stopping;
    for (;;) {
      await scheduler.turn(this.process, 'polls', () => signal.aborted || this.#hasToDo());
      if (signal.aborted) return;
      if (!this.#isUpToDate()) {
        this.#join();
        continue;
      }
      const partition = scheduler.random.pick(this.#readable());
      const records = this.log.read(
        partition,
        this.#positionIn(partition),
        scheduler.random.int(1, MOST_RECORDS),
      );
      await this.#finish(partition, records).catch((error: unknown) => {
        // The batch comes again; nothing has moved.
        faults.count(error instanceof ClaimLost ? 'claims lost' : 'batches failed');
        scheduler.note(this.process.name, `batch ${partition}@${records[0]?.offset} failed`, String(error));
      });
      if (this.#isAbandoned) return;
    }
  }

  #isUpToDate(): boolean {
    return this.#epoch === this.group.epoch && this.group.has(this);
  }

  #hasToDo(): boolean {
    return !this.#isUpToDate() || this.#readable().length > 0;
  }

  #join(): void {
    this.group.join(this);
    this.#epoch = this.group.epoch;
    this.#next = new Map();
    const assigned = [...this.group.assignedTo(this)].join(' ');
    this.surroundings.scheduler.note(this.process.name, `joined group ${this.group.number}, has`, assigned);
  }

  #positionIn(partition: number): bigint {
    return this.#next.get(partition) ?? this.group.position(partition);
  }

  #readable(): number[] {
    return [...this.group.assignedTo(this)].filter(
      (partition) => this.#positionIn(partition) < this.log.end(partition),
    );
  }

  async #finish(partition: number, records: readonly LoggedRecord[]): Promise<void> {
    const last = records.at(-1)?.offset;
    if (last === undefined) throw new Error('a batch is never empty');
    if (this.log.commitsFirst) await this.#commit(partition, last + 1n);
    const claim = { epoch: this.#epoch, isLost: false };
    const heartbeat = async (): Promise<void> => {
      const isLost = (): boolean =>
        this.#isAbandoned || claim.epoch !== this.group.epoch || !this.group.has(this);
      try {
        if (claim.isLost) throw new ClaimLost('It was lost before.');
        await request(this.surroundings, {
          from: this.process,
          to: this.log,
          kind: 'heartbeat',
          what: 'heartbeat',
          done: () => {
            if (isLost()) throw new ClaimLost('Another one has it.');
          },
        });
      } catch (error) {
        claim.isLost = true;
        this.#epoch = undefined;
        throw new ClaimLost(`The claim on partition ${partition} is lost.`, { cause: error });
      }
    };
    const { topic } = this.log;
    const context = {
      signal: this.#stopping.signal,
      heartbeat,
      metadata: () => this.#metadata(partition, records[0]?.offset ?? 0n),
    };
    const metadata = (await this.handle({ topic, partition, records }, context)) ?? undefined;
    if (this.log.commitsFirst) return;
    await heartbeat();
    await this.#commit(partition, last + 1n, metadata);
  }

  /** As the adapters do: what is kept with a position that has moved on is of no use to this batch. */
  #metadata(partition: number, first: bigint): Promise<string | undefined> {
    return request(this.surroundings, {
      from: this.process,
      to: this.log,
      kind: 'metadata',
      what: `metadata ${partition}`,
      done: () => (this.group.position(partition) > first ? undefined : this.group.metadata.get(partition)),
    });
  }

  async #commit(partition: number, position: bigint, metadata?: string): Promise<void> {
    const epoch = this.#epoch;
    this.#commits += 1;
    const number = this.#commits;
    await request(this.surroundings, {
      from: this.process,
      to: this.log,
      kind: 'commit',
      what: `commit ${partition}@${position}`,
      done: () => {
        if (epoch !== this.group.epoch || !this.group.has(this)) throw new InjectedError('not its member');
        // A connection keeps the order of its requests: a commit that is late never undoes a later one.
        if (number < this.#lastCommit) return;
        this.#lastCommit = number;
        this.group.positions.set(partition, position);
        if (metadata !== undefined) this.group.metadata.set(partition, metadata);
      },
    });
    this.#next.set(partition, position);
  }
}
