import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { begun, concluded } from '../outbox/attempts.js';
import { newMessage, type Channel, type Content } from '../outbox/message.js';
import { Transports } from './transports.js';

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server = undefined;
});

async function listen(created: Server): Promise<number> {
  server = created;
  await new Promise<void>((resolve) => created.listen(0, '127.0.0.1', resolve));
  return (created.address() as AddressInfo).port;
}

/** What becomes of a message that is sent to this port once. */
async function sentTo(port: number, channel: Channel): Promise<ReturnType<typeof concluded>> {
  const transports = new Transports({
    mail: { url: `smtp://127.0.0.1:${port}`, from: 'hearback@example.com' },
    slack: new Map([['it', `http://127.0.0.1:${port}/`]]),
    msTeams: new Map(),
    webhook: new Map(),
  });
  const now = new Date('2026-03-02T08:00:00Z');
  const to = channel === 'mail' ? 'a@example.com' : 'it';
  const message = begun(newMessage('instance-1', { kind: 'digest' }, '2026-W09', channel, to, now));
  const content: Content =
    channel === 'mail' ? { channel, subject: 's', text: 't', html: 'h' } : { channel: 'slack', body: '{}' };
  const outcome = await transports.send(message, content, now);
  transports.close();
  return concluded(message, outcome, now);
}

/** An SMTP server that ends the connection instead of answering `before`; a line with a dot ends the mail. */
function smtpBreaking(before: 'MAIL' | '.'): Server {
  return createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('220 ready\r\n');
    socket.on('data', (chunk) => {
      const line = chunk.toString();
      if (before === '.' ? /^\.\r\n$/m.test(line) : line.startsWith(before)) socket.destroy();
      else if (line.startsWith('DATA')) socket.write('354 go on\r\n');
      else if (/^(EHLO|MAIL|RCPT)/.test(line)) socket.write('250 ok\r\n');
    });
  });
}

describe('a mail', () => {
  it('given a server that takes it whole and does not say so, then it may come twice', async () => {
    const port = await listen(smtpBreaking('.'));
    expect(await sentTo(port, 'mail')).toMatchObject({ status: 'queued', mayRepeat: true });
  });

  it('given a server that is not there, then it can not', async () => {
    const port = await listen(createServer());
    server?.close();
    expect(await sentTo(port, 'mail')).toMatchObject({ status: 'queued', mayRepeat: false });
  });
});

describe('a post', () => {
  const answering = (answer: RequestListener): Server =>
    createHttpServer((request, response) => {
      request.on('end', () => answer(request, response)).resume();
    });

  it.each<[string, RequestListener, boolean]>([
    ['that takes it and falls silent', (request) => request.socket.destroy(), true],
    [
      'whose answer breaks off',
      (request, response) => {
        response.writeHead(200, { 'content-length': 9 }).write('ta', () => request.socket.destroy());
      },
      true,
    ],
    ['behind a gateway that waited in vain', (_, response) => response.writeHead(504).end(), true],
    ['that is overloaded', (_, response) => response.writeHead(503).end(), false],
  ])('given a receiver %s, then whether it may come twice is told', async (_, answer, mayRepeat) => {
    const port = await listen(answering(answer));
    expect(await sentTo(port, 'slack')).toMatchObject({ status: 'queued', mayRepeat });
  });

  it('given a receiver that is not there, then it can not', async () => {
    const port = await listen(createServer());
    server?.close();
    expect(await sentTo(port, 'slack')).toMatchObject({ status: 'queued', mayRepeat: false });
  });
});
