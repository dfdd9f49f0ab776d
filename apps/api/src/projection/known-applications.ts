import type { ClickHouseClient } from '@clickhouse/client';
import { contentOf, identityOf, isApplicationEvent, type HearbackEvent } from '@hearback/domain';
import { LRUCache } from 'lru-cache';
import { stringSet } from '../clickhouse/client.js';
import { candidateIdsOf } from '../ingestion/candidate-ids.js';
import { fromEventRow, placeOf, type StoredEvent, type StoredPlace } from './events/event-row.js';

/** The distinct events of one application (or candidate, or team), in the order in which the log brought them. */
export class KnownEvents {
  readonly #byIdentity: Map<string, Known>;

  constructor(known: ReadonlyMap<string, Known> = new Map<string, Known>()) {
    this.#byIdentity = new Map(known);
  }

  /**
   * The first in the log wins: a repeat changes nothing, another content under the same identity is a conflict.
   *
   * @param place of the record; see {@link placeOf}
   */
  add(event: HearbackEvent, place: string): 'added' | 'duplicate' | 'conflict' {
    const before = this.#byIdentity.get(identityOf(event));
    if (before === undefined) {
      this.#byIdentity.set(identityOf(event), { event, place });
      return 'added';
    }
    return contentOf(before.event) === contentOf(event) ? 'duplicate' : 'conflict';
  }

  /** Whether each of these candidates is in one of the events. */
  mentions(candidates: Iterable<string>): boolean {
    const mentioned = new Set(this.events.flatMap(candidateIdsOf));
    return [...candidates].every((candidate) => mentioned.has(candidate));
  }

  /** Whether the event's row has this place, also when it was written before: a batch may come again. */
  isPlacedAt(event: HearbackEvent, place: string): boolean {
    return this.#byIdentity.get(identityOf(event))?.place === place;
  }

  get events(): HearbackEvent[] {
    return [...this.#byIdentity.values()].map(({ event }) => event);
  }

  copy(): KnownEvents {
    return new KnownEvents(this.#byIdentity);
  }
}

interface Known {
  readonly event: HearbackEvent;
  readonly place: string;
}

/** What an event belongs to: the unit of folding, and of what "the same event" means. */
export function streamOf(event: HearbackEvent): string {
  return isApplicationEvent(event) ? `application:${event.data.applicationId}` : `other:${event.subject}`;
}

/**
 * What is known of applications: recent ones from memory, the others by one look-up per batch. Kept per process,
 * and good only for as long as nobody else reads the same partitions.
 */
export class KnownApplications {
  // More would save few look-ups, and be most of the memory of the process. By size: with `max` the room for all of
  // them would be taken, and emptied by every `forget`, however few there are.
  readonly #recent = new LRUCache<string, KnownEvents>({ maxSize: 5_000, sizeCalculation: () => 1 });

  constructor(
    private readonly clickHouse: ClickHouseClient,
    private readonly table: string = 'stored_events',
  ) {}

  /**
   * @param streams with the pseudonyms that their candidates have just been given. Where one of them is new to what is
   *   remembered, the candidate may have been erased since another process brought the same events under the former
   *   one: these are looked up, or they would be written again and name the erased candidate anew.
   */
  async load(streams: ReadonlyMap<string, ReadonlySet<string>>): Promise<Map<string, KnownEvents>> {
    const known = new Map<string, KnownEvents>();
    const missing: string[] = [];
    for (const [stream, given] of streams) {
      const recent = this.#recent.get(stream);
      if (recent === undefined || (given.size > 0 && !recent.mentions(given))) missing.push(stream);
      else known.set(stream, recent.copy());
    }
    for (const [stream, events] of await this.#lookUp(missing)) known.set(stream, events);
    return known;
  }

  /** To be told only what the store has taken: a batch that failed is looked up afresh. */
  remember(known: ReadonlyMap<string, KnownEvents>): void {
    for (const [stream, events] of known) this.#recent.set(stream, events);
  }

  /** To be called when somebody else may have brought events: what is remembered may lack them. */
  forget(): void {
    this.#recent.clear();
  }

  async #lookUp(streams: readonly string[]): Promise<Map<string, KnownEvents>> {
    const found = new Map(streams.map((stream) => [stream, new KnownEvents()]));
    if (streams.length === 0) return found;
    const applications = streams.filter((stream) => stream.startsWith('application:')).map(idOf);
    const others = streams.filter((stream) => stream.startsWith('other:')).map(idOf);
    const conditions = [
      ...(applications.length > 0 ? [`application_id IN ${stringSet(applications)}`] : []),
      ...(others.length > 0 ? [`(application_id = '' AND subject IN ${stringSet(others)})`] : []),
    ];
    const result = await this.clickHouse.query({
      query: `SELECT subject, source, id, type, time, recorded_time, data, topic, partition, offset
        FROM ${this.table} FINAL WHERE ${conditions.join(' OR ')} ORDER BY topic, partition, offset`,
      format: 'JSONEachRow',
    });
    for (const row of await result.json<StoredEvent & StoredPlace>()) {
      const event = fromEventRow(row);
      found.get(streamOf(event))?.add(event, placeOf(row));
    }
    return found;
  }
}

function idOf(stream: string): string {
  return stream.slice(stream.indexOf(':') + 1);
}
