import { once } from 'node:events';
import { type AddressInfo, type Server } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface MailServer {
  readonly url: string;
  /** To whom mails came, in the order they came. */
  readonly taken: string[];
  /** Addresses that are answered with 550. */
  readonly unknown: Set<string>;
  close(): Promise<void>;
}

/** A real SMTP server that takes every mail but those to addresses that it does not know. */
export async function startMailServer(...unknown: readonly string[]): Promise<MailServer> {
  const taken: string[] = [];
  const refused = new Set(unknown);
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) => {
      if (!refused.has(address)) done();
      else done(Object.assign(new Error('5.1.1 There is no such mailbox'), { responseCode: 550 }));
    },
    onData: (stream, session, done) => {
      stream.resume();
      stream.on('end', () => {
        taken.push(...session.envelope.rcptTo.map(({ address }) => address));
        done(null, 'taken');
      });
    },
  });
  server.on('error', () => undefined);
  const listening: Server = server.listen(0, '127.0.0.1');
  if (!listening.listening) await once(listening, 'listening');
  return {
    url: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    taken,
    unknown: refused,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
