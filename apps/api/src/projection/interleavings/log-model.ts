import type { EventLog, LoggedRecord, PartitionSpan } from '../../event-log/event-log.js';
import { ConsumptionModel } from './consumption-model.js';
import { GroupModel } from './group-model.js';
import type { Surroundings } from './request.js';
import type { Actor } from './scheduler.js';

/** The log and its consumer groups, as the broker has them. */
export class LogModel implements Actor {
  readonly name = 'broker';
  readonly topic = 'events';
  weight = 4;
  readonly groups = new Map<string, GroupModel<ConsumptionModel>>();
  readonly #partitions: LoggedRecord[][];

  constructor(
    private readonly surroundings: Surroundings,
    partitions: number,
    /** A negative control: positions move before anything is written. */
    readonly commitsFirst: boolean = false,
  ) {
    this.#partitions = Array.from({ length: partitions }, () => []);
  }

  append(partition: number, record: LoggedRecord): void {
    this.#partitions[partition]?.push(record);
  }

  get partitions(): readonly (readonly LoggedRecord[])[] {
    return this.#partitions;
  }

  /** Every group's members. */
  get members(): ConsumptionModel[] {
    return [...this.groups.values()].flatMap(({ members }) => members);
  }

  end(partition: number): bigint {
    return (this.#partitions[partition]?.at(-1)?.offset ?? -1n) + 1n;
  }

  read(partition: number, from: bigint, most: number): LoggedRecord[] {
    const records = this.#partitions[partition] ?? [];
    const first = records.findIndex(({ offset }) => offset >= from);
    return first === -1 ? [] : records.slice(first, first + most);
  }

  spans(name: string): PartitionSpan[] {
    const group = this.#group(name);
    return this.#partitions.map((_records, partition) => ({
      topic: this.topic,
      partition,
      first: 0n,
      end: this.end(partition),
      position: group.position(partition),
      ...withMetadata(group.metadata.get(partition)),
    }));
  }

  /** The port of one process. */
  portOf(process: Actor): Pick<EventLog, 'consume' | 'spans'> {
    return {
      consume: (group, handle) =>
        Promise.resolve(new ConsumptionModel(this.surroundings, process, this, this.#group(group), handle)),
      spans: (group) => Promise.resolve(this.spans(group)),
    };
  }

  #group(name: string): GroupModel<ConsumptionModel> {
    const known = this.groups.get(name);
    if (known !== undefined) return known;
    const group = new GroupModel<ConsumptionModel>(
      this.groups.size + 1,
      this.#partitions.length,
      this.surroundings.scheduler.random,
    );
    this.groups.set(name, group);
    return group;
  }
}

function withMetadata(metadata: string | undefined): { readonly metadata?: string } {
  return metadata === undefined ? {} : { metadata };
}
