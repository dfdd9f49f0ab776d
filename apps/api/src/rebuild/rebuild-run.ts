import type { ClickHouseClient } from '@clickhouse/client';
import type { Gate } from '../clickhouse/gate.js';
import { isOutage } from '../clickhouse/errors.js';
import { BackOff, pause } from '../event-log/back-off.js';
import type { Consumption, EventLog, PartitionSpan } from '../event-log/event-log.js';
import type { Pseudonyms } from '../ingestion/pseudonyms.js';
import type { Organisation } from '../platform/organisation.js';
import type { Generation } from '../projection/generation.js';
import { toMetadata } from '../projection/integrity/projected-counts.js';
import { ProjectEvents } from '../projection/project-events.command.js';
import { ProjectEventsHandler } from '../projection/project-events.handler.js';
import { groupOf } from '../projection/group.js';
import type { Projector } from '../projection/projector.js';
import { LIVE, PROJECTED, type TableNames } from '../projection/tables.js';
import { compare } from './comparison.js';
import { CopyEvents } from './copy-events.js';
import { keptPseudonyms } from './kept-pseudonyms.js';
import type { RebuildState } from './rebuild-state.js';
import { freshTables, keptTables } from './rebuild-states.js';
import { closeRebuild, createFresh, dropTables, idsOf, swap } from './swap.js';

/** What a rebuild works with. */
export interface RebuildParts {
  /** Not through the gate: it must write while the gate is closed. */
  readonly clickHouse: ClickHouseClient;
  readonly gate: Gate;
  readonly log: EventLog;
  readonly organisation: Organisation;
  readonly pseudonyms: Pseudonyms;
  readonly generation: Generation;
  readonly projector: Pick<Projector, 'pause' | 'resume' | 'group'>;
}

/** So few records behind, the rest is caught up while the projector waits. */
const NEARLY = 2_000n;
const LOOK_EVERY_MS = 100;
/** Folding is done in one go, and whoever asks meanwhile waits for it: so many records at a time. */
const SLICE = 1_000;
const SWAP_ATTEMPTS = 10;

/** Asked to stop: its state stays as it is. */
export class Stopped extends Error {}

/** One rebuild from wherever its state says it is, up to the swap. Every step may be done again. */
export class RebuildRun {
  readonly #fresh: TableNames;
  readonly #group: string;
  #consumption: Consumption | undefined;
  #failure: Error | undefined;

  /** @param keep makes a new state the current one, in the store as well */
  constructor(
    private readonly parts: RebuildParts,
    private readonly state: () => RebuildState,
    private readonly keep: (change: Partial<RebuildState>) => Promise<void>,
    private readonly signal: AbortSignal,
  ) {
    this.#fresh = freshTables(state().generation);
    this.#group = groupOf(state().generation);
  }

  /** @throws Stopped when told to; whatever went wrong otherwise */
  async run(): Promise<void> {
    const { clickHouse } = this.parts;
    try {
      if (this.state().phase !== 'swapping') {
        await createFresh(clickHouse, this.#fresh);
        if (this.state().phase === 'copying') await this.#copy();
        await this.#replay();
        await this.#until(() => this.#isNearlyThere());
        if (!(await this.#compare())) return;
        await this.#replay();
        await this.#until(() => this.#isNearlyThere());
      }
      await this.#swap();
    } finally {
      await this.#rest();
    }
  }

  async #copy(): Promise<void> {
    const { clickHouse, organisation, log, projector } = this.parts;
    const copy = new CopyEvents(clickHouse, organisation, this.#fresh);
    if (this.state().copied === undefined) {
      // Before the first row is read: from here on the log says what came in meanwhile.
      const spans = await log.spans(await projector.group());
      const replayFrom = spans.map(({ partition, position }): [number, string] => [
        partition,
        String(position),
      ]);
      const of = await copy.total();
      const events = await copy.whatIsNotFolded();
      await this.keep({ replayFrom, copied: { through: '', events, of } });
    }
    for (;;) {
      this.#goOn();
      const { copied } = this.state();
      if (copied === undefined) throw new Error('A rebuild from events has lost its place.');
      const next = await copy.next(copied);
      if (next === undefined) break;
      await this.keep({ copied: { ...copied, ...next } });
    }
    const positions = (this.state().replayFrom ?? []).map(([partition, offset]): [number, bigint] => [
      partition,
      BigInt(offset),
    ]);
    await log.moveTo(this.#group, new Map(positions));
    await this.keep({ phase: 'replaying' });
  }

  /** Consumes the log side by side with the projector, in a group of its own. */
  async #replay(): Promise<void> {
    if (this.#consumption !== undefined) return;
    const { clickHouse, organisation, pseudonyms, log, projector } = this.parts;
    const readUpTo = async (partition: number): Promise<bigint> => {
      const spans = await log.spans(await projector.group());
      return spans.find((span) => span.partition === partition)?.position ?? 0n;
    };
    const unnamed = keptPseudonyms(clickHouse, readUpTo);
    const target = { tables: this.#fresh, unnamed };
    const handler = new ProjectEventsHandler(clickHouse, organisation, pseudonyms, undefined, target);
    const consumption = await log.consume(this.#group, async (batch, context) => {
      let metadata: string | undefined;
      for (let from = 0; from < batch.records.length; from += SLICE) {
        const slice = { ...batch, records: batch.records.slice(from, from + SLICE) };
        const kept = metadata;
        // What is kept with the position is of the whole batch's beginning, and not of this slice's.
        const of = kept === undefined ? context : { ...context, metadata: () => Promise.resolve(kept) };
        const { counts } = await handler.execute(new ProjectEvents(slice, of, this.#group));
        metadata = toMetadata(counts);
      }
      return metadata;
    });
    this.#consumption = consumption;
    void consumption.failed.then((error) => (this.#failure = error));
  }

  async #rest(): Promise<void> {
    const consumption = this.#consumption;
    this.#consumption = undefined;
    await consumption?.stop();
  }

  /** @returns whether to go on */
  async #compare(): Promise<boolean> {
    const { clickHouse, log, projector } = this.parts;
    await this.keep({ phase: 'comparing' });
    const kept = keptTables(this.state().generation);
    await dropTables(clickHouse, kept);
    let known: PartitionSpan[];
    await projector.pause();
    try {
      known = await log.spans(await projector.group());
      // Links to the files of the old tables: the projector goes on at once, and what is compared stands still.
      for (const table of PROJECTED) {
        await clickHouse.command({ query: `CREATE TABLE ${kept[table]} AS ${table}` });
        await clickHouse.command({
          query: `ALTER TABLE ${kept[table]} ATTACH PARTITION tuple() FROM ${LIVE[table]}`,
        });
      }
    } finally {
      await projector.resume();
    }
    await this.#until(() => this.#hasReached(known));
    await this.#rest();
    const comparison = await compare(clickHouse, { before: kept, after: this.#fresh }, known);
    await dropTables(clickHouse, kept);
    const lost = comparison.tables
      .filter(({ table }) => table === 'stored_events' || table === 'stored_rejections')
      .reduce((sum, { onlyOld }) => sum + onlyOld, 0);
    if (lost > 0 && !this.state().acceptMissing) {
      const problem = `${lost} events or rejected messages are in the old tables and not in the ${this.state().source}: nothing was swapped. Let them go (hearback rebuild --accept-missing), or abandon this rebuild (hearback rebuild --abandon).`;
      await this.keep({ comparison, phase: 'held', problem });
      return false;
    }
    await this.keep({ comparison, phase: 'replaying' });
    return true;
  }

  async #swap(): Promise<void> {
    const { clickHouse, gate, generation, log, projector } = this.parts;
    await projector.pause();
    try {
      if (this.state().phase !== 'swapping') {
        const live = await log.spans(await projector.group());
        await this.#until(() => this.#hasReached(live));
        await this.#rest();
        const ids = await idsOf(clickHouse);
        const fresh = Object.fromEntries(
          PROJECTED.map((table) => [table, ids.get(this.#fresh[table]) ?? '']),
        );
        await this.keep({ phase: 'swapping', fresh });
      }
      await gate.alone(() => this.#swapUntilDone());
      generation.adopt(this.state().generation);
    } finally {
      await projector.resume();
    }
    await this.keep(await closeRebuild(clickHouse, this.state()));
  }

  /** Nobody reads meanwhile, so an outage in the middle is waited for here, for a while. */
  async #swapUntilDone(): Promise<void> {
    const backOff = new BackOff();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await swap(this.parts.clickHouse, this.state());
      } catch (error) {
        if (!isOutage(error) || attempt >= SWAP_ATTEMPTS || this.signal.aborted) throw error;
        await pause(backOff.next(), this.signal);
      }
    }
  }

  async #isNearlyThere(): Promise<boolean> {
    if ((await this.parts.log.lag(this.#group)) <= NEARLY) return true;
    return this.#hasReached(await this.parts.log.spans(await this.parts.projector.group()));
  }

  async #hasReached(others: readonly PartitionSpan[]): Promise<boolean> {
    const own = new Map(
      (await this.parts.log.spans(this.#group)).map((span) => [span.partition, span.position]),
    );
    return others.every(({ partition, position }) => (own.get(partition) ?? 0n) >= position);
  }

  async #until(condition: () => Promise<boolean>): Promise<void> {
    for (;;) {
      this.#goOn();
      if (this.#failure !== undefined) throw this.#failure;
      if (await condition()) return;
      await pause(LOOK_EVERY_MS, this.signal);
    }
  }

  #goOn(): void {
    if (this.signal.aborted) throw new Stopped('The rebuild was told to stop.');
  }
}
