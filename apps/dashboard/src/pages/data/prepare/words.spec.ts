import { describe, expect, it } from '@jest/globals';
import { rejectionReasons } from '@hearback/domain';
import { formatBytes, outcomeLines } from './outcome.js';
import { readableEvents } from './preview-events.js';
import { wordsOfOrigin, wordsOfReason } from './reasons.js';
import { recentDays } from './recent-days.js';

describe('why a message was rejected', () => {
  it.each(rejectionReasons)('given %s, then it is told in words', (reason) => {
    expect(wordsOfReason(reason).what).not.toContain(reason);
    expect(wordsOfReason(reason).advice).toBeDefined();
  });

  it('given a reason of a later version, then it is told by its code', () => {
    expect(wordsOfReason('too-rude')).toEqual({ what: 'Rejected: too-rude', advice: undefined });
  });

  it.each(['constructor', 'toString', '__proto__'])(
    'given %s, then it is one that is not known',
    (reason) => {
      expect(wordsOfReason(reason)).toEqual({ what: `Rejected: ${reason}`, advice: undefined });
    },
  );
});

it.each([
  ['http', 'the HTTP API'],
  ['import:7f-1', 'an import (7f-1)'],
  ['log', 'a program that wrote to the log'],
  ['another producer', 'another producer'],
])('a message from %s came from %s', (origin, words) => expect(wordsOfOrigin(origin)).toBe(words));

describe('what became of an import', () => {
  it('given its counts, then each has its words', () => {
    const counts = { events: 4, recorded: 1, duplicate: 2, rejected: 1, ignored: 5, failed: 6 };
    expect(outcomeLines(counts).map(({ title, count }) => [title, count])).toEqual([
      ['Recorded', 1],
      ['Known before', 2],
      ['Refused', 1],
      ['Ignored', 5],
      ['Failed', 6],
    ]);
  });

  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1_000, '1 kB'],
    [1_449, '1.4 kB'],
    [999_999, '1 MB'],
    [123_456_789, '123 MB'],
  ])('given %d bytes, then it is %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

describe('the events of a preview', () => {
  it('given one, then it can be read', () => {
    const catalogue = [
      {
        type: 'hearback.interview.completed.v1',
        name: 'interview.completed',
        title: 'Interview completed',
        meaning: '',
        fields: [],
      },
    ];
    const event = {
      id: 'row-1',
      type: 'hearback.interview.completed.v1',
      time: '2026-03-02T11:00:00.000Z',
      data: { applicationId: '4711', interviewers: [{ id: 'e' }] },
    };
    expect(readableEvents([event, 'no event'], catalogue)).toEqual([
      {
        id: 'row-1',
        title: 'Interview completed',
        name: 'interview.completed',
        time: Date.parse('2026-03-02T11:00:00Z'),
        fields: [
          ['applicationId', '4711'],
          ['interviewers', '[{"id":"e"}]'],
        ],
        json: JSON.stringify(event, null, 2),
      },
    ]);
    expect(readableEvents([event], [])[0]?.title).toBe('interview.completed');
  });
});

describe('the last days', () => {
  it('given counts in any order, then the oldest stands first and each has its share', () => {
    const { days, ...rest } = recentDays([
      { day: '2026-03-03', events: 0 },
      { day: '2026-03-02', events: 4 },
      { day: '2026-03-01', events: 1 },
    ]);
    expect(rest).toEqual({ total: 5, busyDays: 2, busiest: { day: '2026-03-02', events: 4 } });
    expect(days.map(({ day, share }) => [day, share])).toEqual([
      ['2026-03-01', 0.25],
      ['2026-03-02', 1],
      ['2026-03-03', 0],
    ]);
  });

  it('given none, then there is no busiest', () => {
    expect(recentDays([{ day: '2026-03-01', events: 0 }])).toMatchObject({ total: 0, busiest: undefined });
  });
});
