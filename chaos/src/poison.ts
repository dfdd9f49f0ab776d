import { randomUUID } from 'node:crypto';
import type { Message } from 'kafkajs';

/** Something that is no event, straight in the log. */
export interface Poison {
  readonly what: string;
  /** Why it has to be rejected. */
  readonly reason: string;
  readonly message: Message;
}

/** A right event of an application of its own. */
export function interview(id: string, change: object = {}): Buffer {
  const at = '2025-03-04T10:00:00.000Z';
  const data = {
    applicationId: `app-${id}`,
    interviewId: 'interview',
    endedAt: at,
    stage: 'Onsite',
    teamId: 'payments',
  };
  const type = 'hearback.interview.completed.v1';
  const event = { specversion: '1.0', id, source: 'urn:chaos:poison', type, time: at, data, ...change };
  return Buffer.from(JSON.stringify(event));
}

const everyByte = Buffer.from(Uint8Array.from({ length: 256 }, (_, byte) => byte));

/** Whatever can be wrong with a message. @param known id of an event that is in the same partition already */
export function poisons(known: string): Poison[] {
  const of = (what: string, reason: string, value: Buffer | string | null, more: Partial<Message> = {}) => ({
    what,
    reason,
    message: { key: 'poison', value, ...more },
  });
  const id = randomUUID();
  const conflicting = {
    ...(JSON.parse(interview(known).toString()) as { data: object }).data,
    stage: 'Other',
  };
  return [
    of('no JSON', 'not-json', '{"id": '),
    of('every byte', 'not-json', everyByte),
    of('empty', 'not-json', Buffer.alloc(0)),
    of('null', 'not-json', null),
    of('2 MB', 'too-large', Buffer.alloc(2_000_000, everyByte)),
    of('wrong type', 'unknown-type', interview(id, { type: 'hearback.coffee.brewed.v1' })),
    of('unknown version', 'unsupported-version', interview(id, { type: 'hearback.interview.completed.v9' })),
    of('wrong shape', 'not-cloudevent', '[[{"a":[1,2,{"b":null}]}]]'),
    of('a number', 'not-cloudevent', '42'),
    of('wrong data', 'invalid-data', interview(id, { data: { applicationId: 7 } })),
    of('a conflict', 'conflict', interview(known, { data: conflicting })),
    of('key and headers of any bytes', 'not-json', Buffer.from([0, 255, 10, 13]), {
      key: everyByte,
      headers: { odd: Buffer.from([255, 254, 0]), 'hearback-recorded-time': Buffer.from([255]) },
    }),
  ];
}
