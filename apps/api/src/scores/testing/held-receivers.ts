import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** A message that a receiver has whole. Who, what and which week are read from the message itself, not from its id. */
export interface Receipt {
  readonly id: string;
  readonly channel: 'mail' | 'webhook';
  readonly to: string;
  readonly week: string;
  /** What the outbox said of it at that moment; `undefined` where the service was gone already. */
  readonly recordedAs: string | undefined;
  /** Which start of the service sent it. */
  readonly start: number;
}

/** Moments that only the receiver knows. */
export const RECEIVER_STEPS = ['in-data', 'answering'] as const;
export type ReceiverStep = (typeof RECEIVER_STEPS)[number];

/** So much of a mail passes before the line is held: headers, no end. */
const PART_OF_MAIL = 400;

/** An SMTP server and a receiver of webhooks that keep account of what they get, and may stand still in the middle. */
export class Receivers {
  readonly receipts: Receipt[] = [];
  start = 0;
  #standAt: ReceiverStep | undefined;
  #reached: (() => void) | undefined;
  readonly #smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onData: (stream, { envelope }, callback) => {
      const { start } = this;
      void text(stream).then(async (mail) => {
        const id = /^Message-ID:\s*<([^@>]+)@/im.exec(mail)?.[1] ?? 'none';
        const body = mail.replaceAll('=\r\n', '');
        await this.#take({ id, channel: 'mail', to: envelope.rcptTo[0]?.address ?? '', body, start });
        callback();
      }, callback);
    },
  });
  readonly #line = createServer((client) => this.#connectMail(client));
  readonly #http = createHttpServer((request, response) => void this.#answer(request, response));

  /** @param recordOf what the outbox says of a message */
  constructor(private readonly recordOf: (id: string) => Promise<string | undefined>) {}

  async listen(): Promise<{ readonly smtp: string; readonly http: string }> {
    await Promise.all([listening(this.#smtp.server), listening(this.#line), listening(this.#http)]);
    // A client that is killed ends its connection in the middle.
    this.#smtp.on('error', () => undefined);
    return { smtp: `smtp://127.0.0.1:${portOf(this.#line)}`, http: `http://127.0.0.1:${portOf(this.#http)}` };
  }

  /** Stands still at the next such moment; resolves then. What is held goes no further. */
  standAt(step: ReceiverStep): Promise<void> {
    this.#standAt = step;
    return new Promise((resolve) => (this.#reached = resolve));
  }

  goOn(): void {
    this.#standAt = undefined;
  }

  async close(): Promise<void> {
    this.#http.closeAllConnections();
    this.#http.close();
    this.#line.close();
    await new Promise<void>((resolve) => this.#smtp.close(() => resolve()));
  }

  #isHeldAt(step: ReceiverStep): boolean {
    if (this.#standAt !== step) return false;
    this.#standAt = undefined;
    this.#reached?.();
    return true;
  }

  /** The line to the SMTP server, which may be held while a mail is on it. */
  #connectMail(client: Socket): void {
    const server = connect(portOf(this.#smtp.server), '127.0.0.1');
    let isData = false;
    let isHeld = false;
    server.on('data', (chunk: Buffer) => {
      isData = /^354/m.test(chunk.toString());
      client.write(chunk);
    });
    client.on('data', (chunk: Buffer) => {
      if (isHeld) return;
      isHeld = isData && this.#isHeldAt('in-data');
      server.write(isHeld ? chunk.subarray(0, PART_OF_MAIL) : chunk);
    });
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { start } = this;
    const body = await text(request).catch(() => undefined);
    if (body === undefined) return;
    const id = String(request.headers['webhook-id']).replace(/^msg_/, '');
    await this.#take({ id, channel: 'webhook', to: request.url?.slice(1) ?? '', body, start });
    if (!this.#isHeldAt('answering')) response.end('taken');
    else response.writeHead(200, { 'content-length': 5 }).write('ta');
  }

  async #take({ body, ...rest }: Omit<Receipt, 'week' | 'recordedAs'> & { body: string }): Promise<void> {
    const week = /\d{4}-W\d{2}/.exec(body)?.[0] ?? 'none';
    const recordedAs = await this.recordOf(rest.id).catch(() => undefined);
    this.receipts.push({ ...rest, week, recordedAs });
  }
}

async function listening(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
