import { defaultOrganisation } from '../../platform/organisation.js';
import type { PartitionSpan } from '../../event-log/event-log.js';
import { fromMetadata } from '../integrity/projected-counts.js';
import { compare, type Difference } from './compare.js';
import { Faults } from './faults.js';
import { APPENDED_AT, history } from './history.js';
import { KeysModel } from './keys-model.js';
import { LogModel } from './log-model.js';
import { Scheduler, withImmediatesAsTurns } from './scheduler.js';
import { SimulatedProcess, type World } from './simulated-process.js';
import { placedBefore, StoreModel, type Rewrite } from './store-model.js';

/** What a negative control takes away. */
export interface Sabotage {
  readonly commitsFirst?: boolean;
  readonly rewrite?: () => Rewrite;
}

export interface Outcome extends Difference {
  readonly seed: number;
  readonly steps: number;
  /** Each turn of each process, in order; empty unless it was to be kept. */
  readonly trace: readonly string[];
  /** How often each kind of fault was injected. */
  readonly faults: ReadonlyMap<string, number>;
}

/** The store shows the fold of the log, and all of the log is read. */
export function isHarmless({ details }: Difference): boolean {
  return details.length === 0;
}

/** A schedule with all its faults takes some hundreds of turns. */
const MOST_STEPS = 20_000;

/** Runs one schedule. The same seed gives the same turns and the same outcome. */
export async function simulate(
  seed: number,
  { sabotage = {}, keepsTrace = false }: { readonly sabotage?: Sabotage; readonly keepsTrace?: boolean } = {},
): Promise<Outcome> {
  const scheduler = new Scheduler(seed, keepsTrace);
  const schedule = new Schedule(scheduler, sabotage);
  await withImmediatesAsTurns(scheduler, () => schedule.run());
  const { world, faults } = schedule;
  if (world.store.notModelled !== undefined) throw world.store.notModelled;
  const difference = await compare(world.store, world.log, world.organisation);
  await schedule.comparePositions(difference);
  return { seed, steps: scheduler.steps, trace: scheduler.trace, faults: faults.counts, ...difference };
}

class Schedule {
  readonly faults: Faults;
  readonly world: World;
  readonly #scheduler: Scheduler;
  readonly #toAppend;
  readonly #processes: SimulatedProcess[] = [];
  readonly #wanted: number;
  readonly #faultRate: number;
  #started = 0;
  #faultsLeft: number;
  /** A process that follows another generation starts to read again: then once more. */
  #followsLeft = 2;

  constructor(scheduler: Scheduler, { commitsFirst, rewrite }: Sabotage) {
    const { random } = scheduler;
    this.#scheduler = scheduler;
    this.faults = new Faults(random);
    const surroundings = { scheduler, faults: this.faults };
    const partitions = random.int(1, 2);
    this.world = {
      scheduler,
      store: new StoreModel(surroundings, rewrite?.()),
      log: new LogModel(surroundings, partitions, commitsFirst),
      keys: new KeysModel(surroundings),
      organisation: defaultOrganisation,
      clock: () => new Date(APPENDED_AT + scheduler.steps),
    };
    this.#toAppend = history(random, partitions);
    this.#wanted = random.int(1, 3);
    this.#faultsLeft = random.int(0, 8);
    this.#faultRate = random.pick([0.02, 0.05, 0.15]);
    for (let first = random.int(0, this.#toAppend.length); first > 0; first -= 1) this.#append();
  }

  async run(): Promise<void> {
    const { random } = this.#scheduler;
    while (this.#scheduler.steps < MOST_STEPS) {
      await this.#startMissing();
      if (random.chance(0.1)) this.#append();
      if (random.chance(0.03)) this.#expireDead();
      if (this.#faultsLeft > 0 && random.chance(this.#faultRate)) this.#injectFault();
      if (await this.#scheduler.step()) continue;
      if (this.#toAppend.length > 0) this.#append();
      else if (!this.faults.isOver) this.#endFaults();
      else if (this.#followsLeft > 0) this.#follow();
      else return;
    }
    throw new Error(`The schedule has not ended after ${MOST_STEPS} turns.`);
  }

  /** All positions of the generation in force are at the end of the log, and none is beyond. */
  async comparePositions(difference: Difference): Promise<void> {
    const groups = new Set(await Promise.all(this.#living.map(({ projector }) => projector.group())));
    if (groups.size > 1) difference.details.push('the processes read for different generations');
    for (const group of groups)
      for (const span of this.world.log.spans(group)) {
        this.#compareCounts(difference, span);
        const { partition, position, end } = span;
        if (position === end) continue;
        difference.lost += 1;
        difference.details.push(`partition ${partition}: position ${position}, end ${end}`);
      }
  }

  /** What is kept with the position is what the store holds: else it would be called incomplete, or a loss be overlooked. */
  #compareCounts(difference: Difference, { partition, position, metadata }: PartitionSpan): void {
    const kept = fromMetadata(metadata);
    for (const [table, counts] of [
      ['stored_events', kept?.events],
      ['stored_rejections', kept?.rejections],
    ] as const) {
      const { count, sum } = placedBefore(this.world.store.rows(table), partition, position);
      if (position === 0n || (counts?.count === count && counts.sum === sum)) continue;
      difference.miscounted += 1;
      difference.details.push(`${table} of partition ${partition}: ${counts?.count} counted, ${count} there`);
    }
  }

  get #living(): SimulatedProcess[] {
    return this.#processes.filter(({ isDead }) => !isDead);
  }

  async #startMissing(): Promise<void> {
    for (let missing = this.#wanted - this.#living.length; missing > 0; missing -= 1) {
      this.#started += 1;
      const process = new SimulatedProcess(`p${this.#started}`, this.world);
      process.weight = this.#scheduler.random.pick([1, 4, 16]);
      this.#processes.push(process);
      this.#scheduler.note(process.name, 'starts');
      process.start();
      await this.#scheduler.settle();
    }
  }

  #append(): void {
    const next = this.#toAppend.shift();
    if (next !== undefined) this.world.log.append(next.partition, next.record);
  }

  #injectFault(): void {
    const { random } = this.#scheduler;
    const process = random.pick(this.#living);
    const kind = random.pick(FAULTS);
    this.#faultsLeft -= 1;
    this.#scheduler.note(process.name, kind);
    this.faults.count(kind);
    switch (kind) {
      case 'killed':
        return process.kill();
      case 'stopped':
        return process.stop();
      case 'expelled':
        // It goes on as if nothing had happened until its next heartbeat, and may be slow to come to it.
        if (random.chance(0.5)) process.weight = 0.2;
        for (const group of this.world.log.groups.values())
          for (const member of group.members) if (member.process === process) group.remove(member);
        return;
      case 'rebalanced':
        for (const group of this.world.log.groups.values()) group.rebalance();
        return;
      case 'store away':
        return this.faults.takeStoreAway(random.int(1, 12));
      case 'slow or fast':
        process.weight = random.pick([0.2, 1, 4, 16]);
        return;
      case 'followed':
        return process.follow();
    }
  }

  #endFaults(): void {
    this.#scheduler.note('no more faults');
    this.faults.end();
    this.#faultsLeft = 0;
    this.#expireDead();
  }

  #follow(): void {
    this.#followsLeft -= 1;
    for (const process of this.#living) process.follow();
  }

  /** The sessions of processes that have died time out. */
  #expireDead(): void {
    for (const group of this.world.log.groups.values())
      for (const member of group.members) if (member.process.isDead === true) group.remove(member);
  }
}

const FAULTS = [
  'killed',
  'stopped',
  'expelled',
  'rebalanced',
  'store away',
  'slow or fast',
  'followed',
] as const;
