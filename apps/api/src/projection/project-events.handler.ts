import type { ClickHouseClient } from '@clickhouse/client';
import type { Rejection } from '@hearback/domain';
import { Inject, Optional } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CLICKHOUSE } from '../clickhouse/clickhouse.token.js';
import { CLOCK, systemClock, type Clock } from '../platform/clock.js';
import { Reckoning } from '../platform/reckoning.js';
import { ORGANISATION, type Organisation } from '../platform/organisation.js';
import { toEventRow, type EventRow } from './events/event-row.js';
import { Pseudonyms } from '../ingestion/pseudonyms.js';
import { fold, insertFolded } from './folded.js';
import { judge } from './judge.js';
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
  /** By group, topic and partition: the offset behind the last batch that was finished here. */
  readonly #next = new Map<string, bigint>();

  constructor(
    @Inject(CLICKHOUSE) private readonly clickHouse: ClickHouseClient,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
    private readonly pseudonyms: Pseudonyms,
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
    const { messages: judged, erased } = await this.target.unnamed(
      records.map(judge),
      this.pseudonyms,
      partition,
    );
    const streams = new Set(
      judged.flatMap(({ decoded }) => ('event' in decoded ? [streamOf(decoded.event)] : [])),
    );
    const known = await this.#known.load(streams);

    const events: EventRow[] = [];
    const rejections: RejectionRow[] = [];
    const replays: ReplayRow[] = [];
    const since = keptSince(this.organisation, this.clock());
    let duplicates = 0;
    for (const message of judged) {
      const place = { topic, partition, offset: message.record.offset };
      const { decoded } = message;
      const verdict =
        'event' in decoded
          ? known.get(streamOf(decoded.event))?.add(decoded.event, contentFrom(message.origin))
          : undefined;
      let rejection: Rejection | undefined;
      if ('event' in decoded && verdict === 'added') events.push(toEventRow(decoded.event, place));
      else if (verdict === 'duplicate') duplicates += 1;
      else {
        rejection = 'rejection' in decoded ? decoded.rejection : CONFLICT;
        rejections.push(toRejectionRow(message, place, rejection, since));
      }
      const replay = toReplayRow(message, rejection);
      if (replay !== undefined) replays.push(replay);
    }

    await context.heartbeat();
    const recorded = Promise.all([
      insertBatch(this.clickHouse, this.target.tables.stored_events, events),
      insertBatch(this.clickHouse, this.target.tables.stored_rejections, rejections),
      // Kept beside the tables that a rebuild swaps: what the door says stands in it as well.
      insertBatch(this.clickHouse, 'stored_replays', replays),
    ]);
    // The store is busy with the events meanwhile; nothing folded is written before they are in their place.
    // Every touched application, also one whose events were all known: its rows may not have been written yet.
    const streamsOfEvents = [...known.values()].map(({ events }) => events);
    const folding = sent().then(() => fold(streamsOfEvents, this.organisation, this.#reckoning));
    const [folded] = await Promise.all([folding, recorded]);

    await context.heartbeat();
    await insertFolded(this.clickHouse, this.target.tables, folded);
    await this.pseudonyms.erase(erased);
    this.#known.remember(known);
    this.#next.set(source, last + 1n);
    return { events: events.length, duplicates, rejected: rejections.length };
  }
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
