import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import type { Transports } from '../transports/transports.js';
import { Delivery } from './delivery.js';
import { newMessage } from './message.js';
import { Outbox, OutboxUnavailable } from './outbox.js';

let directory: string;
let outbox: Outbox;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearback-outbox-'));
  outbox = new Outbox(directory);
});
afterEach(async () => {
  await outbox.onApplicationShutdown();
  await rm(directory, { recursive: true, force: true });
});

/** The write of a message in this state fails once, as on a disk that is full for a while. */
function failsOnce(status: string): void {
  const put = outbox.put.bind(outbox);
  let fails = 1;
  outbox.put = (message) =>
    message.status === status && fails-- > 0 ? Promise.reject(new OutboxUnavailable('full')) : put(message);
}

it.each([
  ['sent', 2, true],
  ['sending', 1, false],
] as const)(
  'given a disk that is full when a message is to be marked as %s, then it leaves %d times, and that is told',
  async (status, times, mayRepeat) => {
    let now = Date.parse('2026-03-02T08:00:00Z');
    const sent: string[] = [];
    const send = jest.fn<Transports['send']>(({ id }) => {
      sent.push(id);
      return Promise.resolve({ is: 'sent', detail: 'taken' });
    });
    const transports = { send, close: () => undefined } as unknown as Transports;
    const delivery = new Delivery(outbox, transports, () => new Date(now));
    const about = { kind: 'score', team: 'payments' } as const;
    const message = newMessage('instance-1', about, '2026-W09', 'webhook', 'payments', new Date(now));
    await outbox.enqueue('it', [{ message, content: { channel: 'webhook', body: '{}' } }]);
    failsOnce(status);
    delivery.add([message]);
    await delivery.sendDue();
    now += 60_000;
    await delivery.sendDue();
    await delivery.stop();
    expect(sent).toEqual(Array.from({ length: times }, () => message.id));
    expect(outbox.find(message.id)).toMatchObject({ status: 'sent', mayRepeat });
  },
);
