import { toCloudEvent, type HearbackEvent } from '@hearback/domain';
import {
  cancelled,
  closed,
  completed,
  erased,
  feedbackRequested,
  promised,
  rated,
  rescheduled,
  responded,
  retracted,
  scheduled,
  scorecardSubmitted,
} from '@hearback/domain/testing';
import type { LoggedRecord } from '../../event-log/event-log.js';
import type { Random } from '../../simulation/random.js';

/** A record without its place. */
type Message = Pick<LoggedRecord, 'value' | 'headers'>;

export interface PlacedRecord {
  readonly partition: number;
  readonly record: LoggedRecord;
}

/** When the records are appended; the clock of a schedule begins here. */
export const APPENDED_AT = Date.parse('2026-03-20T10:00:00.000Z');

const encoder = new TextEncoder();
const FROM_CLIENTS = {
  'hearback-origin': encoder.encode('http'),
  'hearback-recorded-time': encoder.encode(new Date(APPENDED_AT).toISOString()),
};
/** Written straight to the log, by somebody who knows nothing of the service's headers. */
const FROM_OTHERS = {};

interface Application {
  readonly candidateId: string;
  readonly events: readonly HearbackEvent[];
}

/** What may happen to each application; all of it is decoded once. */
const APPLICATIONS: readonly Application[] = ['a', 'b', 'c'].map((applicationId, index) => {
  const of = { applicationId };
  // Never in two partitions: an erasure there and a first event here have no order that anybody could keep.
  const candidateId = index === 1 ? 'joe@example.com' : 'ann@example.com';
  const done = completed({ ...of, candidateId });
  const second = { ...of, interviewId: 'int-2' };
  return {
    candidateId,
    events: [
      scheduled({ ...of, candidateId }),
      done,
      responded(of),
      retracted(done, of),
      promised(of),
      scorecardSubmitted(of),
      rescheduled(of),
      cancelled(of),
      feedbackRequested(of),
      rated(of),
      closed(of),
      completed({ ...second, time: '2026-03-18T10:00:00Z', endedAt: '2026-03-18T10:00:00Z', candidateId }),
      responded({ ...second, time: '2026-03-19T10:00:00Z', kind: 'status_update' }),
    ],
  };
});

const ERASURES = APPLICATIONS.map(({ candidateId }) => erased({ candidateId }));
const NO_EVENT = encoder.encode('{"no event');
const encoded = new Map<HearbackEvent, Uint8Array>();

/**
 * What a schedule's log holds: the events of a few applications, mixed; some of them twice, some again with another
 * content, some messages that are no events, and now and then the erasure of a candidate.
 */
export function history(random: Random, partitions: number): PlacedRecord[] {
  const origin = random.pick([FROM_CLIENTS, FROM_OTHERS]);
  const next = Array.from({ length: partitions }, () => 0n);
  const records: PlacedRecord[] = [];
  const sent: Message[][] = APPLICATIONS.map(() => []);
  const length = random.int(2, 8);
  const applications = random.int(1, APPLICATIONS.length);
  while (records.length < length) {
    const index = random.int(0, applications - 1);
    const message = nextMessage(random, index, sent[index] ?? [], origin);
    const partition = index % partitions;
    // Kafka's own markers take offsets as well.
    const offset = (next[partition] ?? 0n) + (random.chance(0.1) ? 1n : 0n);
    next[partition] = offset + 1n;
    records.push({ partition, record: { ...message, offset, appendedAt: APPENDED_AT, key: null } });
  }
  return records;
}

function nextMessage(
  random: Random,
  index: number,
  sent: Message[],
  origin: LoggedRecord['headers'],
): Message {
  const chance = random.float();
  if (chance < 0.1) return { value: NO_EVENT, headers: origin };
  const before = sent.length > 0 ? random.pick(sent) : undefined;
  if (chance < 0.2 && before !== undefined) return before;
  if (chance < 0.25 && before !== undefined) return conflictOf(before);
  const erasure = ERASURES[index];
  // Through the API nobody's id is in the log; an erasure is its own affair there.
  if (chance < 0.3 && erasure !== undefined && origin === FROM_OTHERS)
    return { value: bytesOf(erasure), headers: origin };
  const message = { value: bytesOf(random.pick(APPLICATIONS[index]?.events ?? [])), headers: origin };
  sent.push(message);
  return message;
}

function bytesOf(event: HearbackEvent): Uint8Array {
  const known = encoded.get(event);
  if (known !== undefined) return known;
  const bytes = encoder.encode(JSON.stringify(toCloudEvent(event)));
  encoded.set(event, bytes);
  return bytes;
}

function conflictOf({ value, headers }: Message): Message {
  const event = JSON.parse(new TextDecoder().decode(value ?? undefined)) as { readonly data: object };
  return {
    value: encoder.encode(JSON.stringify({ ...event, data: { ...event.data, teamId: 'another' } })),
    headers,
  };
}
