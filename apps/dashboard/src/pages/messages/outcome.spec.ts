import { describe, expect, it } from '@jest/globals';
import { isUnderWay, messagesPath, type Message, type Status } from '../../api/messages.js';
import { captionOf, statusOf } from '../sections/message/words.js';
import { exportedMessages } from './exported-messages.js';
import { askedOf, messagesFilterOf } from './messages-in-address.js';
import { outcomeOf } from './outcome.js';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const message = (status: Status, more: Partial<Message> = {}): Message => ({
  id: 'a',
  about: { kind: 'score', team: 'payments' },
  week: '2026-W47',
  channel: 'mail',
  to: 'hiring@example.com',
  status,
  queuedAt: '2026-11-23T07:00:00.000Z',
  nextAt: '2026-11-25T11:59:59.000Z',
  attempts: 1,
  history: [],
  mayRepeat: false,
  ...more,
});
const later = message('queued', {
  nextAt: '2026-11-25T13:00:00.000Z',
  history: [{ at: '2026-11-25T11:59:00.000Z', outcome: 'retry', detail: '451 later' }],
});

describe('what has become of messages that were sent again', () => {
  it('given one, then that', () => {
    expect(outcomeOf([message('queued')], NOW)).toBe('1 message: on the way.');
    expect(outcomeOf([message('sent')], NOW)).toBe('1 message: sent.');
    expect(outcomeOf([later], NOW)).toBe('1 message: failed, to be tried again by itself.');
  });

  it('given several, then how many of each', () => {
    const all = [message('sent'), message('sent'), message('refused'), message('sending')];
    expect(outcomeOf(all, NOW)).toBe('4 messages: 2 sent, 1 refused again, 1 on the way.');
  });

  it('is looked at again while it is about to change', () => {
    expect([message('queued'), message('sending')].every((each) => isUnderWay(each, NOW))).toBe(true);
    expect([later, message('sent'), message('refused')].some((each) => isUnderWay(each, NOW))).toBe(false);
  });
});

describe('a message in words', () => {
  it('given one that failed and waits, then it is not called just waiting', () => {
    expect(statusOf(message('queued'))).toBe('Waiting to be sent');
    expect(statusOf(later)).toBe('Failed, to be tried again');
  });

  it('says whether its content was sent', () => {
    expect(captionOf(message('sent'))).toBe('As it was sent to hiring@example.com');
    expect(captionOf(message('queued', { attempts: 0 }))).toContain('waits to be sent');
    expect(captionOf(message('refused'))).toContain('refused');
  });

  it('is exported with its last answer, a digest without a team', () => {
    const digest = message('sent', { about: { kind: 'digest' } });
    const { columns, rows } = exportedMessages({ total: 2, messages: [later, digest] });
    expect(rows.map((cells) => [cells[2], cells.at(-1)])).toEqual([
      ['payments', '451 later'],
      ['', ''],
    ]);
    expect(rows[0]).toHaveLength(columns.length);
  });
});

describe('which messages an address means', () => {
  it('are those of a status, a week and teams; each team is asked for', () => {
    const { filter, ignored } = messagesFilterOf(
      new URLSearchParams('status=given-up&week=2026-W47&team=a&team=b'),
    );
    expect(ignored).toEqual([]);
    expect(askedOf(filter, 50).map(messagesPath)).toEqual([
      '/messages?limit=50&week=2026-W47&team=a&status=given-up',
      '/messages?limit=50&week=2026-W47&team=b&status=given-up',
    ]);
  });

  it('given nothing, then all of them', () => {
    expect(askedOf(messagesFilterOf(new URLSearchParams()).filter, 50).map(messagesPath)).toEqual([
      '/messages?limit=50',
    ]);
  });

  it('given what makes no sense, then it is named', () => {
    const { filter, ignored } = messagesFilterOf(new URLSearchParams('status=lost&week=2025-W53'));
    expect(filter).toEqual({ team: [] });
    expect(ignored).toEqual(['status=lost', 'week=2025-W53']);
  });
});
