import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import type { Endpoints } from '../transports/endpoints.js';
import { Transports } from '../transports/transports.js';
import { receiveMail, receivePosts, type MailReceiver, type PostReceiver } from '../testing/receivers.js';
import { begun } from './attempts.js';
import { Delivery } from './delivery.js';
import { newMessage, type Channel, type Content, type Message } from './message.js';
import { Outbox, OutboxUnavailable } from './outbox.js';

const START = Date.parse('2026-11-23T07:00:00Z');
const MINUTE = 60_000;
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
/** Longer than any receiver that answers takes on a busy machine. */
const ANSWERS_WITHIN_MS = 120_000;
/** Long enough for the others to get their messages meanwhile. */
const HANGS_FOR_MS = 5_000;

let directory: string;
let outbox: Outbox;
let now: number;
let open: { close(): unknown }[];

beforeAll(() => {
  Logger.overrideLogger(false);
});
afterAll(() => {
  Logger.overrideLogger(['log', 'warn', 'error', 'fatal']);
});
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hearback-outbox-'));
  outbox = new Outbox(directory);
  now = START;
  open = [];
});
afterEach(async () => {
  for (const each of open) await each.close();
  await outbox.onApplicationShutdown();
  await rm(directory, { recursive: true, force: true });
});

const closing = <T extends { close(): unknown }>(each: T): T => {
  open.push(each);
  return each;
};

function deliveryTo(endpoints: Partial<Endpoints>, limitMs = ANSWERS_WITHIN_MS): Delivery {
  const none = { mail: undefined, slack: new Map(), msTeams: new Map(), webhook: new Map() };
  const transports = closing(new Transports({ ...none, ...endpoints }, limitMs));
  return new Delivery(outbox, transports, () => new Date(now));
}

const mailAt = ({ url }: MailReceiver): Endpoints['mail'] => ({
  url,
  from: 'Hearback <hearback@example.com>',
});
const hook = ({ url }: PostReceiver) => new Map([['hr', { url: `${url}/hook`, secret: SECRET }]]);
const chat = ({ url }: PostReceiver) => new Map([['pay', `${url}/services/T0/B0/s3cr3t`]]);

const contentOf = (channel: Channel): Content =>
  channel === 'mail'
    ? { channel, subject: 'Payments: 72', text: 'What went well', html: '<p>What went well</p>' }
    : { channel, body: JSON.stringify({ text: 'Payments: 72' }) };

/** Queues one message to each and hands them over. */
async function queue(delivery: Delivery, ...to: readonly (readonly [Channel, string])[]): Promise<void> {
  const messages = to.map(([channel, receiver]) => ({
    message: newMessage(
      'instance-1',
      { kind: 'score', team: 'payments' },
      '2026-W47',
      channel,
      receiver,
      new Date(now),
    ),
    content: contentOf(channel),
  }));
  await outbox.enqueue(`score ${now}`, messages);
  delivery.add(messages.map(({ message }) => message));
}

const stored = (to: string): Message => {
  const found = [...outbox.all()].find((message) => message.to === to);
  if (found === undefined) throw new Error(`no message to ${to}`);
  return found;
};

/** Lets time go by, with a look every half minute as the running service takes one every second. */
async function pass(delivery: Delivery, minutes: number): Promise<void> {
  for (const end = now + minutes * MINUTE; now < end;) {
    now += MINUTE / 2;
    await delivery.sendDue();
  }
}

describe('a mail server that is away for an hour', () => {
  it('gets every mail once when it is back, and holds up nobody else', async () => {
    const mail = await receiveMail();
    await mail.close();
    const posts = closing(await receivePosts());
    const delivery = deliveryTo({ mail: mailAt(mail), webhook: hook(posts) });
    await queue(delivery, ['mail', 'a@example.com'], ['mail', 'b@example.com'], ['webhook', 'hr']);
    await delivery.sendDue();
    expect(posts.posts).toHaveLength(1);
    expect(stored('hr').status).toBe('sent');

    await pass(delivery, 60);
    expect(stored('a@example.com')).toMatchObject({ status: 'queued', mayRepeat: false });
    expect(stored('a@example.com').history.at(-1)?.detail).toContain('ECONNREFUSED');
    // At 0, 1, 3, 7, 15 and 31 minutes, and not more often.
    expect(stored('a@example.com').attempts).toBeLessThanOrEqual(6);

    const back = closing(await receiveMail(undefined, mail.port));
    await pass(delivery, 10);
    expect(back.mails.map(({ to }) => to).sort()).toEqual(['a@example.com', 'b@example.com']);
    await pass(delivery, 120);
    expect(back.mails).toHaveLength(2);
    expect([stored('a@example.com').status, stored('b@example.com').status]).toEqual(['sent', 'sent']);
  });

  it('is given up after three days, visibly, and can be sent again by hand', async () => {
    const mail = await receiveMail();
    await mail.close();
    const delivery = deliveryTo({ mail: mailAt(mail) });
    await queue(delivery, ['mail', 'a@example.com']);
    for (let hour = 0; hour < 74; hour += 1) {
      await delivery.sendDue();
      now += 60 * MINUTE;
    }
    expect(stored('a@example.com').status).toBe('given-up');
    const back = closing(await receiveMail(undefined, mail.port));
    await delivery.sendDue();
    expect(back.mails).toHaveLength(0);
    await delivery.sendAgain(stored('a@example.com'));
    await delivery.sendDue();
    expect(back.mails.map(({ messageId }) => messageId)).toEqual([
      `<${stored('a@example.com').id}@example.com>`,
    ]);
    expect(stored('a@example.com').status).toBe('sent');
  });
});

describe('a mail server that answers', () => {
  it('4xx and then takes it: it is sent after a minute, the others at once', async () => {
    let isGrey = true;
    const mail = closing(
      await receiveMail((to) =>
        to === 'grey@example.com' && isGrey ? { code: 451, text: 'come back later' } : undefined,
      ),
    );
    const delivery = deliveryTo({ mail: mailAt(mail) });
    await queue(delivery, ['mail', 'grey@example.com'], ['mail', 'b@example.com'], ['mail', 'c@example.com']);
    await delivery.sendDue();
    expect(mail.mails.map(({ to }) => to).sort()).toEqual(['b@example.com', 'c@example.com']);
    expect(stored('grey@example.com')).toMatchObject({ status: 'queued', attempts: 1 });
    expect(stored('grey@example.com').history[0]?.detail).toContain('come back later');

    isGrey = false;
    now += MINUTE - 1;
    await delivery.sendDue();
    expect(mail.mails).toHaveLength(2);
    now += 1;
    await delivery.sendDue();
    expect(mail.mails.map(({ to }) => to)).toContain('grey@example.com');
    expect(stored('grey@example.com')).toMatchObject({ status: 'sent', attempts: 2, mayRepeat: false });
  });

  it('5xx for one receiver: that one is refused for good, the rest arrives; by hand it is tried again', async () => {
    let isThere = false;
    const mail = closing(
      await receiveMail((to) =>
        to === 'gone@example.com' && !isThere ? { code: 550, text: 'no such mailbox' } : undefined,
      ),
    );
    const delivery = deliveryTo({ mail: mailAt(mail) });
    await queue(delivery, ['mail', 'gone@example.com'], ['mail', 'b@example.com']);
    await delivery.sendDue();
    expect(mail.mails.map(({ to }) => to)).toEqual(['b@example.com']);
    expect(stored('gone@example.com').status).toBe('refused');
    expect(stored('gone@example.com').history[0]?.detail).toContain('no such mailbox');
    const connections = mail.connections();
    await pass(delivery, 120);
    expect(mail.connections()).toBe(connections);

    isThere = true;
    await delivery.sendAgain(stored('gone@example.com'));
    await delivery.sendDue();
    expect(stored('gone@example.com').status).toBe('sent');
  });
});

describe('a receiver over HTTP', () => {
  it('answers 429 with Retry-After: it is left in peace for so long, nobody else waits', async () => {
    let isBusy = true;
    const slack = closing(
      await receivePosts((_post, response) => {
        response.statusCode = isBusy ? 429 : 200;
        if (isBusy) response.setHeader('retry-after', '150');
        response.end(isBusy ? 'rate_limited' : 'ok');
      }),
    );
    const posts = closing(await receivePosts());
    const delivery = deliveryTo({ slack: chat(slack), webhook: hook(posts) });
    await queue(delivery, ['slack', 'pay'], ['webhook', 'hr']);
    await delivery.sendDue();
    expect([stored('pay').status, stored('hr').status]).toEqual(['queued', 'sent']);
    isBusy = false;
    now += 150_000 - 1;
    await delivery.sendDue();
    expect(slack.posts).toHaveLength(1);
    now += 1;
    await delivery.sendDue();
    expect(slack.posts).toHaveLength(2);
    expect(slack.posts[1]?.body).toBe(slack.posts[0]?.body);
    expect(stored('pay').status).toBe('sent');
  });

  it('hangs: the attempt ends after a while and is made again, the rest is not held up', async () => {
    let hangs = true;
    const hanging = closing(
      await receivePosts((_post, response) => (hangs ? undefined : response.end('ok'))),
    );
    const mail = closing(await receiveMail());
    const delivery = deliveryTo({ mail: mailAt(mail), webhook: hook(hanging) }, HANGS_FOR_MS);
    await queue(delivery, ['webhook', 'hr'], ['mail', 'a@example.com']);
    const all = delivery.sendDue();
    while (mail.mails.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    // Still under way.
    expect(stored('hr').status).toBe('sending');
    await all;
    // Nobody knows whether it took the first one.
    expect(stored('hr')).toMatchObject({ status: 'queued', attempts: 1, mayRepeat: true });
    expect(stored('a@example.com').mayRepeat).toBe(false);
    expect(stored('hr').history[0]?.detail).toBe('no answer within 5 s');
    hangs = false;
    now += MINUTE;
    await delivery.sendDue();
    expect(stored('hr').status).toBe('sent');
    expect(hanging.posts.map(({ headers }) => headers['webhook-id'])).toEqual(
      Array(2).fill(`msg_${stored('hr').id}`),
    );
  });

  it('always fails on one message: the others get through after it, whatever their week', async () => {
    const posts = closing(
      await receivePosts(({ body }, response) => {
        response.statusCode = body.includes('poison') ? 500 : 200;
        response.end();
      }),
    );
    const delivery = deliveryTo({ webhook: hook(posts) });
    for (const [week, body] of [
      ['2026-W46', '"poison"'],
      ['2026-W47', '"fine"'],
    ] as const) {
      const about = { kind: 'score', team: 'payments' } as const;
      const message = newMessage('instance-1', about, week, 'webhook', 'hr', new Date(now));
      await outbox.enqueue(week, [{ message, content: { channel: 'webhook', body } }]);
      delivery.add([message]);
    }
    await delivery.sendDue();
    expect(posts.posts).toHaveLength(1);
    now += MINUTE;
    await delivery.sendDue();
    expect(posts.posts.map(({ body }) => body).slice(0, 2)).toEqual(['"poison"', '"fine"']);
  });

  it('can tell that a webhook is ours, also when it comes again', async () => {
    const statuses = [500, 200];
    const posts = closing(
      await receivePosts((_post, response) => {
        response.statusCode = statuses.shift() ?? 200;
        response.end();
      }),
    );
    const delivery = deliveryTo({ webhook: hook(posts) });
    // Receivers check how old a signature is, by a clock of their own.
    now = Date.now() - MINUTE;
    await queue(delivery, ['webhook', 'hr']);
    await delivery.sendDue();
    now += MINUTE;
    await delivery.sendDue();
    expect(posts.posts).toHaveLength(2);
    for (const { body, headers } of posts.posts) {
      const given = headers as Record<string, string>;
      expect(new Webhook(SECRET).verify(body, given)).toEqual({ text: 'Payments: 72' });
      expect(() => new Webhook(SECRET).verify(`${body} `, given)).toThrow();
    }
    expect(posts.posts[0]?.headers['webhook-id']).toBe(posts.posts[1]?.headers['webhook-id']);
  });

  it.each([
    [400, 'refused'],
    [410, 'refused'],
    [302, 'refused'],
    [408, 'queued'],
    [503, 'queued'],
  ])('answers %i: the message is %s', async (status, becomes) => {
    const elsewhere = closing(await receivePosts());
    const slack = closing(
      await receivePosts((_post, response) => {
        response.statusCode = status;
        response.setHeader('location', elsewhere.url);
        response.end('no');
      }),
    );
    const delivery = deliveryTo({ slack: chat(slack) });
    await queue(delivery, ['slack', 'pay']);
    await delivery.sendDue();
    expect(stored('pay').status).toBe(becomes);
    expect(elsewhere.posts).toHaveLength(0);
  });

  it('never finds its secret address in what is told about it', async () => {
    const slack = closing(
      await receivePosts((post, response) => {
        response.statusCode = 400;
        response.end(`bad hook http://127.0.0.1${post.path}, full ${[...chat(slack).values()][0]}`);
      }),
    );
    const delivery = deliveryTo({ slack: chat(slack) });
    await queue(delivery, ['slack', 'pay']);
    await delivery.sendDue();
    expect(stored('pay').history[0]?.detail).toContain('bad hook');
    expect(JSON.stringify([...outbox.all()])).not.toContain('s3cr3t');
  });
});

describe('a mail server whose connection breaks after it took the mail', () => {
  it('gets it again under the same id, marked as one that may be there twice', async () => {
    let breaks = true;
    const mail = closing(await receiveMail(undefined, 0, () => breaks));
    const delivery = deliveryTo({ mail: mailAt(mail) });
    await queue(delivery, ['mail', 'a@example.com']);
    await delivery.sendDue();
    expect(stored('a@example.com')).toMatchObject({ status: 'queued', mayRepeat: true });
    breaks = false;
    now += MINUTE;
    await delivery.sendDue();
    expect(stored('a@example.com')).toMatchObject({ status: 'sent', mayRepeat: true });
    expect(new Set(mail.mails.map(({ messageId }) => messageId)).size).toBe(1);
    expect(mail.mails).toHaveLength(2);
  });
});

describe('an outbox that takes no more, because the disk is full', () => {
  const failingAt = (status: Message['status']) => {
    const put = outbox.put.bind(outbox);
    outbox.put = (message) =>
      message.status === status ? Promise.reject(new OutboxUnavailable('full')) : put(message);
    return () => (outbox.put = put);
  };

  it('after a message has arrived: it is sent again, marked as one that may be there twice', async () => {
    const posts = closing(await receivePosts());
    const delivery = deliveryTo({ webhook: hook(posts) });
    await queue(delivery, ['webhook', 'hr']);
    const mend = failingAt('sent');
    await delivery.sendDue();
    mend();
    now += MINUTE;
    await delivery.sendDue();
    expect(stored('hr')).toMatchObject({ status: 'sent', mayRepeat: true });
    expect(posts.posts).toHaveLength(2);
  });

  it('before anything has left: it is sent once, when there is room', async () => {
    const posts = closing(await receivePosts());
    const delivery = deliveryTo({ webhook: hook(posts) });
    await queue(delivery, ['webhook', 'hr']);
    const mend = failingAt('sending');
    await delivery.sendDue();
    expect(posts.posts).toHaveLength(0);
    mend();
    now += MINUTE;
    await delivery.sendDue();
    expect(stored('hr')).toMatchObject({ status: 'sent', attempts: 1, mayRepeat: false });
    expect(posts.posts).toHaveLength(1);
  });
});

describe('a message that is sent again by hand while it is on its way', () => {
  it('is not sent a second time, also before it is marked', async () => {
    const posts = closing(await receivePosts());
    const delivery = deliveryTo({ webhook: hook(posts) });
    await queue(delivery, ['webhook', 'hr']);
    const sending = delivery.sendDue();
    expect(stored('hr').status).toBe('queued');
    expect(await delivery.sendAgain(stored('hr'))).toBeUndefined();
    await sending;
    await delivery.sendDue();
    expect(posts.posts).toHaveLength(1);
  });
});

describe('a process that ended while a message was on its way', () => {
  it('sends it again under the same id, and says that it may be there twice', async () => {
    const mail = closing(await receiveMail());
    const first = deliveryTo({ mail: mailAt(mail) });
    await queue(first, ['mail', 'a@example.com'], ['mail', 'b@example.com']);
    await outbox.put(begun(stored('a@example.com')));
    const second = deliveryTo({ mail: mailAt(mail) });
    await second.recover();
    await second.sendDue();
    expect(mail.mails.map(({ to }) => to).sort()).toEqual(['a@example.com', 'b@example.com']);
    expect(stored('a@example.com')).toMatchObject({ status: 'sent', mayRepeat: true });
    expect(stored('b@example.com')).toMatchObject({ status: 'sent', mayRepeat: false });
  });
});
