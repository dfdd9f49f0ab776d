import type { ClickHouseClient } from '@clickhouse/client';
import type { Rejection } from '@hearback/domain';
import { Inject, Optional } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CLICKHOUSE } from '../clickhouse/clickhouse.token.js';
import { CLOCK, systemClock, type Clock } from '../platform/clock.js';
import { Reckoning } from '../platform/reckoning.js';
import { ORGANISATION, type Organisation } from '../platform/organisation.js';
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
import { insertBatch } from './insert-batch.js';
import { READERS, TARGET, type Target } from './target.js';
import { contentFrom } from './unnamed.js';

/**
 * One batch, in an order that matters: events and rejections first, then everything that is folded from them. If
 * it stops anywhere in between, the same batch comes again, finds its events already known, and writes the rest.
 */
@CommandHandler(ProjectEvents)
export class ProjectEventsHandler implements ICommandHandler<ProjectEvents> {
  readonly #known: KnownApplications;
  readonly #reckoning: Reckoning;
  /** By group, topic and partition: the offset behind the last batch that was finished here, and the counts up to it. */
  readonly #next = new Map<string, { readonly offset: bigint; readonly counts: ProjectedCounts }>();

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
    const before = this.#next.get(source);
    if (before?.offset !== first) this.#known.forget();
    const counts =
      before?.offset === first
        ? before.counts
        : (fromMetadata(await context.metadata()) ?? (await this.#adopted(topic, partition, first)));
    const { messages: judged, erased } = await this.meters.timed('keys', () =>
      this.target.unnamed(records.map(judge), this.pseudonyms, partition),
    );
    const streams = new Set(
      judged.flatMap(({ decoded }) => ('event' in decoded ? [streamOf(decoded.event)] : [])),
    );
    const known = await this.meters.timed('look-up', () => this.#known.load(streams));

    const events: EventRow[] = [];
    const rejections: RejectionRow[] = [];
    const replays: ReplayRow[] = [];
    const since = keptSince(this.organisation, this.clock());
    const added: Judged[] = [];
    const places: bigint[] = [];
    let duplicates = 0;
    for (const message of judged) {
      const place = { topic, partition, offset: message.record.offset };
      const { decoded } = message;
      const own = 'event' in decoded ? known.get(streamOf(decoded.event)) : undefined;
      const verdict =
        'event' in decoded ? own?.add(decoded.event, placeOf(place), contentFrom(message.origin)) : undefined;
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
    }

    await context.heartbeat();
    const { tables } = this.target;
    const recorded = this.meters.timed('insert-events', () =>
      Promise.all([
        insertBatch(this.clickHouse, tables.stored_events, events),
        insertBatch(this.clickHouse, tables.stored_rejections, rejections),
        // Kept beside the tables that a rebuild swaps: what the door says stands in it as well.
        insertBatch(this.clickHouse, 'stored_replays', replays),
      ]),
    );
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
    this.#next.set(source, { offset: last + 1n, counts: now });
    this.#count(added, rejections, duplicates);
    return { counts: now, events: events.length, duplicates, rejected: rejections.length };
  }

  /** Where a version before this one, or somebody by hand, left a position without counts. */
  async #adopted(topic: string, partition: number, position: bigint): Promise<ProjectedCounts> {
    const found = await adoptStored(this.clickHouse, this.target.tables, [{ topic, partition, position }]);
    return found.get(partition) ?? { events: NOTHING, rejections: NOTHING };
  }

  /** Only what is in the store by now: a batch that fails and comes again counts once. */
  #count(added: readonly Judged[], rejections: readonly RejectionRow[], duplicates: number): void {
    const now = Date.now();
    for (const { recordedTime, origin } of added) {
      this.meters.projected.inc({ origin: doorOf(origin) });
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

const CONFLICT: Rejection = {
  reason: 'conflict',
  problems: [
    {
      path: 'id',
      message:
        'another event with this source and id and a different content was recorded first; send it under a new id',
    },
  ],
};
