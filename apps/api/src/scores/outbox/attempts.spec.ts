import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { begun, concluded, interrupted, pauseAfter, queuedAgain } from './attempts.js';
import { messageId, newMessage } from './message.js';

const NOW = new Date('2026-11-23T07:00:00Z');
const DAY = 86_400_000;
const message = newMessage(
  'instance-1',
  { kind: 'score', team: 'payments' },
  '2026-W47',
  'mail',
  'a@example.com',
  NOW,
);
const later = (milliseconds: number): Date => new Date(NOW.getTime() + milliseconds);

describe('the pause after a failure', () => {
  it('doubles from a minute to an hour', () => {
    const minutes = [1, 2, 3, 4, 5, 6, 7, 8, 50].map((failures) => pauseAfter(failures) / 60_000);
    expect(minutes).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('is as long as the receiver asks, at least its own and at most a day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(10 * DAY), (failures, asked) => {
        const pause = pauseAfter(failures, asked);
        expect(pause).toBeGreaterThanOrEqual(pauseAfter(failures));
        expect(pause).toBeGreaterThanOrEqual(Math.min(asked, DAY));
        expect(pause).toBeLessThanOrEqual(DAY);
      }),
    );
  });
});

describe('a message after an attempt', () => {
  it('is marked as under way before anything leaves', () => {
    expect(begun(message)).toMatchObject({ status: 'sending', attempts: 1 });
  });

  it('is sent or refused for good, with what was said', () => {
    const sent = concluded(begun(message), { is: 'sent', detail: '250 ok' }, NOW);
    expect(sent).toMatchObject({ status: 'sent', history: [{ outcome: 'sent', detail: '250 ok' }] });
    expect(concluded(begun(message), { is: 'refused', detail: '550' }, NOW).status).toBe('refused');
  });

  it('comes again later, until three days have passed since it was queued', () => {
    const retry = { is: 'retry', detail: '451', away: false } as const;
    expect(concluded(begun(message), retry, NOW)).toMatchObject({
      status: 'queued',
      nextAt: later(60_000).toISOString(),
    });
    expect(concluded(begun(message), retry, later(3 * DAY - 1)).status).toBe('queued');
    expect(concluded(begun(message), retry, later(3 * DAY)).status).toBe('given-up');
    // Queued again by hand, it has three days more.
    const again = queuedAgain(message, later(3 * DAY));
    expect(concluded(begun(again), retry, later(3 * DAY + 1)).status).toBe('queued');
  });

  it('remembers its last ten attempts', () => {
    let tried = message;
    for (let attempt = 0; attempt < 14; attempt += 1)
      tried = concluded(begun(tried), { is: 'retry', detail: String(attempt), away: true }, NOW);
    expect(tried.history.map(({ detail }) => detail)).toEqual([
      '4',
      '5',
      '6',
      '7',
      '8',
      '9',
      '10',
      '11',
      '12',
      '13',
    ]);
    expect(tried.attempts).toBe(14);
  });
});

describe('a message that may be there twice', () => {
  it('is one that was under way when the process ended, or was sent and is sent again', () => {
    expect(interrupted(begun(message), NOW)).toMatchObject({ status: 'queued', mayRepeat: true });
    const sent = concluded(begun(message), { is: 'sent', detail: '' }, NOW);
    expect(queuedAgain(sent, NOW).mayRepeat).toBe(true);
    const refused = concluded(begun(message), { is: 'refused', detail: '' }, NOW);
    expect(queuedAgain(refused, NOW).mayRepeat).toBe(false);
    expect(queuedAgain(interrupted(begun(message), NOW), NOW).mayRepeat).toBe(true);
  });
});

describe('the id of a message', () => {
  it('is the same for the same message and another for every other', () => {
    const about = { kind: 'score', team: 'payments' } as const;
    const ids = [
      messageId('instance-1', about, '2026-W47', 'mail', 'a@example.com'),
      messageId('instance-1', about, '2026-W48', 'mail', 'a@example.com'),
      messageId('instance-1', about, '2026-W47', 'mail', 'b@example.com'),
      messageId('instance-1', about, '2026-W47', 'slack', 'a@example.com'),
      messageId('instance-1', { kind: 'score', team: 'search' }, '2026-W47', 'mail', 'a@example.com'),
      messageId('instance-1', { kind: 'digest' }, '2026-W47', 'mail', 'a@example.com'),
      // Another installation with a team of that id.
      messageId('instance-2', about, '2026-W47', 'mail', 'a@example.com'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(messageId('instance-1', about, '2026-W47', 'mail', 'a@example.com')).toBe(ids[0]);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
  });
});
