import { createTransport, type Transporter } from 'nodemailer';
import type { Outcome } from '../outbox/attempts.js';
import type { Content } from '../outbox/message.js';
import type { Endpoints } from './endpoints.js';

type MailContent = Extract<Content, { channel: 'mail' }>;

/** A line that broke: maybe after the whole mail and before the answer to it. */
const BROKEN = new Set(['ETIMEDOUT', 'ESOCKET', 'ECONNECTION', 'ECONNRESET', 'EPIPE']);
const BEFORE_IT_LEFT = /^(connect|getaddrinfo) |ECONNREFUSED|Greeting never received|Connection timeout/;

/** Hands mails to an SMTP server, one per receiver, so that each has an outcome of its own. */
export class MailTransport {
  readonly #transport: Transporter;
  readonly #from: string;
  readonly #domain: string;

  constructor({ url, from }: NonNullable<Endpoints['mail']>, patienceMs: number) {
    this.#transport = createTransport({
      url,
      connectionTimeout: patienceMs,
      greetingTimeout: patienceMs,
      socketTimeout: patienceMs,
      // Nothing in a message may make this process read a file or an address.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    this.#from = from;
    this.#domain = /@([^<>@\s]+?)>?$/.exec(from.trim())?.[1] ?? 'hearback.invalid';
  }

  async send(
    id: string,
    to: string,
    { subject, text, html, picture, attachment }: MailContent,
  ): Promise<Outcome> {
    try {
      const sent = (await this.#transport.sendMail({
        from: this.#from,
        to: { name: '', address: to },
        subject,
        text,
        html,
        messageId: `<${id}@${this.#domain}>`,
        // RFC 3834: no out-of-office note should come back.
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        attachments: [
          ...(picture === undefined
            ? []
            : [
                {
                  cid: 'trend',
                  filename: 'trend.png',
                  contentType: 'image/png',
                  content: Buffer.from(picture, 'base64'),
                },
              ]),
          ...(attachment === undefined
            ? []
            : [{ filename: attachment.name, contentType: attachment.type, content: attachment.text }]),
        ],
      })) as { readonly response?: string };
      return { is: 'sent', detail: sent.response ?? 'accepted' };
    } catch (error) {
      return outcomeOf(error as SmtpError);
    }
  }

  close(): void {
    this.#transport.close();
  }
}

type SmtpError = Error & {
  readonly code?: string;
  readonly responseCode?: number;
  /** Of a connection that never was. */
  readonly syscall?: string;
  readonly response?: string;
};

/**
 * A 5xx about the receiver or the message refuses it, a 4xx wants it again (RFC 5321, 4.2.1). Anything before, a
 * connection or a log-in that fails, is about the server: nothing else would get through either.
 */
function outcomeOf({ code = '', responseCode = 0, response, message, syscall }: SmtpError): Outcome {
  const detail = response ?? message;
  const isAboutMessage = code === 'EENVELOPE' || code === 'EMESSAGE';
  if (isAboutMessage && responseCode >= 500) return { is: 'refused', detail };
  // 421: the server is about to close.
  const away = !isAboutMessage || responseCode === 421 || responseCode === 0;
  const mayHaveArrived =
    responseCode === 0 && BROKEN.has(code) && !BEFORE_IT_LEFT.test(`${syscall} ${message}`);
  return { is: 'retry', detail, away, mayHaveArrived };
}
