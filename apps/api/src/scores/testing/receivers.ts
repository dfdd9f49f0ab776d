import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail as it came in over SMTP. */
export interface ReceivedMail {
  readonly to: string;
  readonly raw: Buffer;
  readonly messageId: string;
}

/** What the server says to a receiver or a message instead of taking it. */
export interface SmtpRefusal {
  readonly code: number;
  readonly text: string;
}

export interface MailReceiver {
  readonly port: number;
  readonly url: string;
  readonly mails: ReceivedMail[];
  /** How often a client has connected. */
  readonly connections: () => number;
  close(): Promise<void>;
}

/**
 * A real SMTP server on a loopback port.
 * @param refuse asked at RCPT, each time
 * @param breaks whether the connection ends after a mail was taken, before that is told
 */
export async function receiveMail(
  refuse: (to: string) => SmtpRefusal | undefined = () => undefined,
  port = 0,
  breaks: () => boolean = () => false,
): Promise<MailReceiver> {
  const sockets = new Set<Socket>();
  const mails: ReceivedMail[] = [];
  let connections = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onConnect: (_session, done) => {
      connections += 1;
      done();
    },
    onRcptTo: ({ address }, _session, done) => {
      const refusal = refuse(address);
      done(
        refusal === undefined ? null : Object.assign(new Error(refusal.text), { responseCode: refusal.code }),
      );
    },
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const raw = Buffer.concat(parts);
        const messageId = /^message-id:\s*(\S+)/im.exec(raw.toString('latin1'))?.[1] ?? '';
        for (const { address } of session.envelope.rcptTo) mails.push({ to: address, raw, messageId });
        if (breaks()) for (const socket of sockets) socket.destroy();
        else done(null, 'taken');
      });
    },
  });
  server.on('error', () => undefined);
  const listening: Server = server.listen(port, '127.0.0.1');
  listening.on('connection', (socket) => sockets.add(socket));
  if (!listening.listening) await once(listening, 'listening');
  const bound = (listening.address() as AddressInfo).port;
  return {
    port: bound,
    url: `smtp://127.0.0.1:${bound}`,
    mails,
    connections: () => connections,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A request as it came in. */
export interface ReceivedPost {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface PostReceiver {
  readonly url: string;
  readonly posts: ReceivedPost[];
  close(): Promise<void>;
}

/** A real HTTP server on a loopback port. @param answer decides what each request gets; by default 200 */
export async function receivePosts(
  answer: (post: ReceivedPost, response: ServerResponse) => void = (_post, response) => response.end('ok'),
): Promise<PostReceiver> {
  const posts: ReceivedPost[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const post = {
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(parts).toString('utf8'),
      };
      posts.push(post);
      answer(post, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
