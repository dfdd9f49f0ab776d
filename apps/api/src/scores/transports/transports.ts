import { Webhook } from 'standardwebhooks';
import type { Outcome } from '../outbox/attempts.js';
import type { Content, Message } from '../outbox/message.js';
import { withoutSecrets, type Endpoints } from './endpoints.js';
import { postJson } from './http-post.js';
import { MailTransport } from './mail.js';

/** How long a receiver may take for each answer, in milliseconds. */
const PATIENCE_MS = 20_000;

/** Brings a message to its receiver, once. Never throws: what went wrong is an outcome. */
export class Transports {
  readonly #mail: MailTransport | undefined;

  constructor(
    private readonly endpoints: Endpoints,
    private readonly patienceMs = PATIENCE_MS,
  ) {
    this.#mail = endpoints.mail === undefined ? undefined : new MailTransport(endpoints.mail, patienceMs);
  }

  async send(message: Message, content: Content, now: Date): Promise<Outcome> {
    const outcome = await this.#send(message, content, now).catch((error: unknown): Outcome => {
      const detail = error instanceof Error ? error.message : String(error);
      return { is: 'retry', detail, away: true };
    });
    return { ...outcome, detail: withoutSecrets(outcome.detail, this.endpoints) };
  }

  async #send(message: Message, content: Content, now: Date): Promise<Outcome> {
    const { channel, to, id } = message;
    if (content.channel === 'mail') {
      if (this.#mail === undefined) return missing('SMTP_URL and MAIL_FROM');
      return this.#mail.send(id, to, content);
    }
    const { body } = content;
    if (channel === 'webhook') {
      const endpoint = this.endpoints.webhook.get(to);
      if (endpoint === undefined) return missing(`the webhook "${to}"`);
      return postJson(endpoint.url, body, signed(endpoint.secret, id, body, now), now, this.patienceMs);
    }
    const url = this.endpoints[channel === 'slack' ? 'slack' : 'msTeams'].get(to);
    return url === undefined ? missing(`the channel "${to}"`) : postJson(url, body, {}, now, this.patienceMs);
  }

  close(): void {
    this.#mail?.close();
  }
}

/**
 * The headers of Standard Webhooks 1.0.0 (github.com/standard-webhooks/standard-webhooks): the id by which a
 * repetition is told, when it left, and a signature over both and the body.
 */
function signed(secret: string, id: string, body: string, now: Date): Record<string, string> {
  const webhookId = `msg_${id}`;
  return {
    'webhook-id': webhookId,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(webhookId, now, body),
  };
}

/** It was configured when the message was queued. */
function missing(what: string): Outcome {
  return { is: 'refused', detail: `${what} is not configured any more` };
}
