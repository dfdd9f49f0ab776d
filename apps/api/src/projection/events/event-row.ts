import { definitionOf, isApplicationEvent, type HearbackEvent } from '@hearback/domain';
import { fromDateTime64, toDateTime64 } from '../../clickhouse/client.js';

/** A row of `stored_events`. */
export interface EventRow {
  readonly application_id: string;
  readonly subject: string;
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly recorded_time: string;
  readonly data: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

export interface LogPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

export function toEventRow(event: HearbackEvent, { topic, partition, offset }: LogPlace): EventRow {
  return {
    application_id: isApplicationEvent(event) ? event.data.applicationId : '',
    subject: event.subject,
    source: event.source,
    id: event.id,
    type: event.type,
    time: toDateTime64(event.time),
    recorded_time: toDateTime64(event.recordedTime),
    data: JSON.stringify(event.data),
    topic,
    partition,
    offset: String(offset),
  };
}

export type StoredEvent = Pick<
  EventRow,
  'subject' | 'source' | 'id' | 'type' | 'time' | 'recorded_time' | 'data'
>;

export type StoredPlace = Pick<EventRow, 'topic' | 'partition' | 'offset'>;

/** The place of a row in the log, as something to compare. */
export function placeOf({ topic, partition, offset }: LogPlace | StoredPlace): string {
  return `${partition}/${offset}/${topic}`;
}

/** @throws Error for a row of a type that this version does not know: the store is newer than this process */
export function fromEventRow(row: StoredEvent): HearbackEvent {
  if (definitionOf(row.type) === undefined) {
    throw new Error(`stored event ${row.source} ${row.id} has the unknown type "${row.type}"`);
  }
  return {
    id: row.id,
    source: row.source,
    type: row.type,
    subject: row.subject,
    time: fromDateTime64(row.time),
    recordedTime: fromDateTime64(row.recorded_time),
    // Written by toEventRow from a parsed event; parsing it again would double the cost of every look-up.
    data: JSON.parse(row.data) as unknown,
  } as HearbackEvent;
}
