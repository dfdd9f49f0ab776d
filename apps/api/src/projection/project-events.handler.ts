import type { ClickHouseClient } from '@clickhouse/client';
import type { Rejection } from '@hearback/domain';
import { Inject, Optional } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CLICKHOUSE } from '../clickhouse/clickhouse.token.js';
import { CLOCK, systemClock, type Clock } from '../platform/clock.js';
import { Reckoning } from '../platform/reckoning.js';
import { ORGANISATION, type Organisation } from '../platform/organisation.js';
import { mapInSlices } from '../platform/slices.js';
import { doorOf, Meters } from '../telemetry/meters.js';
import { placeOf, toEventRow, type EventRow } from './events/event-row.js';
import type { CandidateKeys } from '../ingestion/candidate-keys.js';
import { Pseudonyms } from '../ingestion/pseudonyms.js';
import { fold, insertFolded } from './folded.js';
import { fromMetadata, NOTHING, plus, type ProjectedCounts } from './integrity/projected-counts.js';
import { adoptStored } from './integrity/stored-counts.js';
import { judge, type Judged } from './judge.js';
import { KnownApplications, streamOf } from './known-applications.js';
import { ProjectEvents, type Projected } from './project-events.command.js';
import { keptSince } from './rejections/kept-since.js';
import { toRejectionRow, type RejectionRow } from './rejections/rejection-row.js';
import { toReplayRow, type ReplayRow } from './rejections/replay-row.js';
import { withoutForged } from './reserved-records.js';
import { insertBatch } from './insert-batch.js';
import { READERS, TARGET, type Target } from './target.js';
import { pseudonymsByStream } from './unnamed.js';

/**
 * One batch, in an order that matters: events and rejections first, then everything that is folded from them. If
 * it stops anywhere in between, the same batch comes again, finds its events already known, and writes the rest.
 */
@CommandHandler(ProjectEvents)
export class ProjectEventsHandler implements ICommandHandler<ProjectEvents> {
  readonly #known: KnownApplications;
  readonly #reckoning: Reckoning;
  /** By group, topic and partition: the offset behind the last batch that was finished here. */
  readonly #next = new Map<string, bigint>();
  /** The same: what the store holds up to the beginning of the last batch, and up to its end where it was finished. */
  readonly #counts = new Map<string, ReadonlyMap<bigint, ProjectedCounts>>();

  constructor(
    @Inject(CLICKHOUSE) private readonly clickHouse: ClickHouseClient,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
    @Inject(Pseudonyms) private readonly pseudonyms: CandidateKeys,
    @Inject(Meters) private readonly meters: Meters = new Meters(),
    @Optional() @Inject(TARGET) private readonly target: Target = READERS,
    @Inject(CLOCK) private readonly clock: Clock = systemClock,
  ) {
    this.#known = new KnownApplications(clickHouse, target.tables.stored_events);
    this.#reckoning = new Reckoning(organisation);
  }

  async execute({ batch, context, group }: ProjectEvents): Promise<Projected> {
    const { topic, partition, records } = batch;
    const [first, last] = [records[0]!.offset, records.at(-1)!.offset];
    const source = `${group} ${topic}/${partition}`;
    // The partition was elsewhere meanwhile, or these are other tables: rows folded without what came there would replace better ones.
    if (this.#next.get(source) !== first) this.#known.forget();
    // Until it is finished: a batch that fails may have brought events that nothing here remembers.
    this.#next.delete(source);
    const counts =
      // Also of a batch that comes again: its position may have moved all the same, and what is kept with it by then
      // counts this batch already.
      this.#counts.get(source)?.get(first) ??
      fromMetadata(await context.metadata()) ??
      (await this.#adopted(topic, partition, first));
    this.#counts.set(source, new Map([[first, counts]]));
    const { messages: judged, erased } = await this.meters.timed('keys', async () => {
      const genuine = await withoutForged(await mapInSlices(records, judge), batch, this.pseudonyms.marks);
      return this.target.unnamed(genuine, this.pseudonyms, partition);
    });
    const known = await this.meters.timed('look-up', () => this.#known.load(pseudonymsByStream(judged)));

    const events: EventRow[] = [];
    const rejections: RejectionRow[] = [];
    const replays: ReplayRow[] = [];
    const since = keptSince(this.organisation, this.clock());
    const added: Judged[] = [];
    const places: bigint[] = [];
    let duplicates = 0;
    await mapInSlices(judged, (message) => {
      const place = { topic, partition, offset: message.record.offset };
      const { decoded } = message;
      const own = 'event' in decoded ? known.get(streamOf(decoded.event)) : undefined;
      const verdict = 'event' in decoded ? own?.add(decoded.event, placeOf(place)) : undefined;
      if ('event' in decoded && own?.isPlacedAt(decoded.event, placeOf(place)) === true)
        places.push(place.offset);
      let rejection: Rejection | undefined;
      if ('event' in decoded && verdict === 'added') {
        events.push(toEventRow(decoded.event, place));
        added.push(message);
      } else if (verdict === 'duplicate') duplicates += 1;
      else {
        rejection = 'rejection' in decoded ? decoded.rejection : CONFLICT;
        rejections.push(toRejectionRow(message, place, rejection, since));
      }
      const replay = toReplayRow(message, rejection);
      if (replay !== undefined) replays.push(replay);
    });

    await context.heartbeat();
    const { tables } = this.target;
    const recorded = this.meters
      .timed('insert-events', () =>
        Promise.all([
          insertBatch(this.clickHouse, tables.stored_events, events),
          insertBatch(this.clickHouse, tables.stored_rejections, rejections),
          // Kept beside the tables that a rebuild swaps: what the door says stands in it as well.
          insertBatch(this.clickHouse, 'stored_replays', replays),
        ]),
      )
      .then(() => this.#countInserted(added));
    // The store is busy with the events meanwhile; nothing folded is written before they are in their place.
    // Every touched application, also one whose events were all known: its rows may not have been written yet.
    const streamsOfEvents = [...known.values()].map(({ events: own }) => own);
    const folding = sent().then(() =>
      this.meters.timed('fold', () => fold(streamsOfEvents, this.organisation, this.#reckoning)),
    );
    const [folded] = await Promise.all([folding, recorded]);

    await context.heartbeat();
    await this.meters.timed('insert-folded', () => insertFolded(this.clickHouse, tables, folded));
    await this.pseudonyms.erase(erased);
    this.#known.remember(known);
    const now = countsAfter(counts, last, places, rejections);
    this.#next.set(source, last + 1n);
    this.#counts.set(
      source,
      new Map([
        [first, counts],
        [last + 1n, now],
      ]),
    );
    this.#countFinished(added, rejections, duplicates);
    return { counts: now, events: events.length, duplicates, rejected: rejections.length };
  }

  /** Where a version before this one, or somebody by hand, left a position without counts. */
  async #adopted(topic: string, partition: number, position: bigint): Promise<ProjectedCounts> {
    const found = await adoptStored(this.clickHouse, this.target.tables, [{ topic, partition, position }]);
    return found.get(partition) ?? { events: NOTHING, rejections: NOTHING };
  }

  /**
   * As soon as the store has them: should the partition move on from here, whoever gets the batch again knows them, and
   * they would be counted by nobody.
   */
  #countInserted(added: readonly Judged[]): void {
    for (const { origin } of added) this.meters.projected.inc({ origin: doorOf(origin) });
  }

  /** What every attempt finds anew counts once the batch is finished, and so does what is said about the figures. */
  #countFinished(added: readonly Judged[], rejections: readonly RejectionRow[], duplicates: number): void {
    const now = Date.now();
    for (const { recordedTime } of added) {
      // The clocks of two hosts differ by a little; nothing is visible before it is recorded.
      this.meters.projectionDelaySeconds.observe(Math.max(0, now - Date.parse(recordedTime)) / 1000);
    }
    for (const { reason } of rejections) this.meters.projectedRejections.inc({ reason });
    if (duplicates > 0) this.meters.projectedDuplicates.inc(duplicates);
  }
}

/** @param places of events whose rows are in this batch, whether it wrote them or an earlier attempt at it */
function countsAfter(
  { events, rejections, fillingUntil }: ProjectedCounts,
  last: bigint,
  places: readonly bigint[],
  rejected: readonly RejectionRow[],
): ProjectedCounts {
  const isFilling = fillingUntil !== undefined && last + 1n < fillingUntil;
  return {
    events: plus(events, places),
    rejections: plus(
      rejections,
      rejected.map(({ offset }) => BigInt(offset)),
    ),
    ...(isFilling ? { fillingUntil } : {}),
  };
}

/** After requests that have been begun are on their way: folding leaves no room for anything else. */
const sent = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Of an event that another one under its identity came before. */
export const CONFLICT: Rejection = {
  reason: 'conflict',
  problems: [
    {
      path: 'id',
      message:
        'another event with this source and id and a different content was recorded first; send it under a new id',
    },
  ],
};
