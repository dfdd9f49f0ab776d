import type { ClickHouseClient } from '@clickhouse/client';
import { isApplicationEvent, versionsOf, type Rejection } from '@hearback/domain';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CLICKHOUSE } from '../clickhouse/clickhouse.token.js';
import { Reckoning } from '../platform/reckoning.js';
import { ORGANISATION, foldOptionsOf, type Organisation } from '../platform/organisation.js';
import { doorOf, Meters } from '../telemetry/meters.js';
import { toEventRow, type EventRow } from './events/event-row.js';
import type { CandidateKeys } from '../ingestion/candidate-keys.js';
import { Pseudonyms } from '../ingestion/pseudonyms.js';
import { toInterviewRows, type InterviewRow } from './interviews/interview-row.js';
import { judge, type Judged } from './judge.js';
import { KnownApplications, streamOf, type KnownEvents } from './known-applications.js';
import { possibleKeys } from './possible-keys.js';
import { toObligationRows, type ObligationRow } from './obligations/obligation-row.js';
import { ProjectEvents, type Projected } from './project-events.command.js';
import { toTouchpointRows, type TouchpointRow } from './touchpoints/touchpoint-row.js';
import { toRejectionRow, type RejectionRow } from './rejections/rejection-row.js';
import { insertBatch } from './insert-batch.js';
import { contentFrom, unnamed } from './unnamed.js';

/**
 * One batch, in an order that matters: events and rejections first, then everything that is folded from them. If
 * it stops anywhere in between, the same batch comes again, finds its events already known, and writes the rest.
 */
@CommandHandler(ProjectEvents)
export class ProjectEventsHandler implements ICommandHandler<ProjectEvents> {
  readonly #known: KnownApplications;
  readonly #reckoning: Reckoning;
  /** By topic and partition: the offset behind the last batch that was finished here. */
  readonly #next = new Map<string, bigint>();

  constructor(
    @Inject(CLICKHOUSE) private readonly clickHouse: ClickHouseClient,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
    @Inject(Pseudonyms) private readonly pseudonyms: CandidateKeys,
    @Inject(Meters) private readonly meters: Meters = new Meters(),
  ) {
    this.#known = new KnownApplications(clickHouse);
    this.#reckoning = new Reckoning(organisation);
  }

  async execute({ batch, context }: ProjectEvents): Promise<Projected> {
    const { topic, partition, records } = batch;
    const [first, last] = [records[0]!.offset, records.at(-1)!.offset];
    const source = `${topic}/${partition}`;
    // The partition was elsewhere meanwhile: rows folded without what came there would replace better ones.
    if (this.#next.get(source) !== first) this.#known.forget();
    const { messages: judged, erased } = await this.meters.timed('keys', () =>
      unnamed(records.map(judge), this.pseudonyms),
    );
    const streams = new Set(
      judged.flatMap(({ decoded }) => ('event' in decoded ? [streamOf(decoded.event)] : [])),
    );
    const known = await this.meters.timed('look-up', () => this.#known.load(streams));

    const events: EventRow[] = [];
    const rejections: RejectionRow[] = [];
    const added: Judged[] = [];
    let duplicates = 0;
    for (const message of judged) {
      const place = { topic, partition, offset: message.record.offset };
      const { decoded } = message;
      const verdict =
        'event' in decoded
          ? known.get(streamOf(decoded.event))?.add(decoded.event, contentFrom(message.origin))
          : undefined;
      if ('event' in decoded && verdict === 'added') {
        events.push(toEventRow(decoded.event, place));
        added.push(message);
      } else if (verdict === 'duplicate') duplicates += 1;
      else {
        const rejection = 'rejection' in decoded ? decoded.rejection : CONFLICT;
        rejections.push(toRejectionRow(message.record, place, rejection, message));
      }
    }

    await context.heartbeat();
    const recorded = this.meters.timed('insert-events', () =>
      Promise.all([
        insertBatch(this.clickHouse, 'stored_events', events),
        insertBatch(this.clickHouse, 'stored_rejections', rejections),
      ]),
    );
    // The store is busy with the events meanwhile; nothing folded is written before they are in their place.
    const folding = sent().then(() => this.meters.timed('fold', () => this.#fold(known)));
    const [folded] = await Promise.all([folding, recorded]);

    await context.heartbeat();
    // Side by side: each is complete in itself, and a batch that stops here comes again and writes them all.
    await this.meters.timed('insert-folded', () =>
      Promise.all([
        insertBatch(this.clickHouse, 'stored_interviews', folded.interviews),
        insertBatch(this.clickHouse, 'stored_obligations', folded.obligations),
        insertBatch(this.clickHouse, 'stored_touchpoints', folded.touchpoints),
      ]),
    );
    await this.pseudonyms.erase(erased);
    this.#known.remember(known);
    this.#next.set(source, last + 1n);
    this.#count(added, rejections, duplicates);
    return { events: events.length, duplicates, rejected: rejections.length };
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

  /** Every touched application, also one whose events were all known: its rows may not have been written yet. */
  #fold(known: ReadonlyMap<string, KnownEvents>): Folded {
    const options = foldOptionsOf(this.organisation);
    const folded: Folded = { interviews: [], obligations: [], touchpoints: [] };
    for (const { events } of known.values()) {
      const own = events.filter(isApplicationEvent);
      const applicationId = own[0]?.data.applicationId;
      if (applicationId === undefined) continue;
      const possible = possibleKeys(own);
      const { latest, obligations, touchpoints } = versionsOf(own, options);
      const of = [applicationId, own.length] as const;
      folded.interviews.push(...toInterviewRows(...of, possible.interviews, latest));
      folded.obligations.push(...toObligationRows(...of, possible.obligations, obligations, this.#reckoning));
      folded.touchpoints.push(...toTouchpointRows(...of, possible.touchpoints, touchpoints));
    }
    return folded;
  }
}

/** After requests that have been begun are on their way: folding leaves no room for anything else. */
const sent = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Folded {
  readonly interviews: InterviewRow[];
  readonly obligations: ObligationRow[];
  readonly touchpoints: TouchpointRow[];
}

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
