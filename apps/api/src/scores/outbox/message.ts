import { createHash } from 'node:crypto';
import { z } from 'zod';

export const CHANNELS = ['mail', 'slack', 'msTeams', 'webhook'] as const;
export type Channel = (typeof CHANNELS)[number];

/**
 * - `queued`: to be sent at `nextAt`
 * - `sending`: on its way. Found so at a start, nobody knows whether it arrived: it is sent again under its id
 * - `sent`: the receiver has taken it
 * - `refused`: the receiver does not want it; trying again would change nothing
 * - `given-up`: tried for three days
 */
export const STATUSES = ['queued', 'sending', 'sent', 'refused', 'given-up'] as const;
export type Status = (typeof STATUSES)[number];

const attempt = z.object({
  at: z.iso.datetime(),
  outcome: z.enum(['sent', 'retry', 'refused', 'interrupted']),
  /** In the words of the receiver, or why there were none. No secrets. */
  detail: z.string(),
});

/** A message on its way to one receiver, without its content. */
export const messageSchema = z.object({
  id: z.string(),
  /** About one team, or a digest of all. */
  about: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('score'), team: z.string() }),
    z.object({ kind: z.literal('digest') }),
  ]),
  week: z.string(),
  channel: z.enum(CHANNELS),
  /** A mail address, or the name of an endpoint. */
  to: z.string(),
  status: z.enum(STATUSES),
  queuedAt: z.iso.datetime(),
  /** From when on it is tried: when it was queued, or by hand queued again. */
  triedSince: z.iso.datetime(),
  nextAt: z.iso.datetime(),
  attempts: z.int(),
  /** The last ones, oldest first. */
  history: z.array(attempt),
  /** It may have arrived more than once, each time under the same id. */
  mayRepeat: z.boolean(),
});
export type Message = z.infer<typeof messageSchema>;
export type Attempt = z.infer<typeof attempt>;

/** What is sent: written before the first attempt, the same for every further one. */
export const contentSchema = z.discriminatedUnion('channel', [
  z.object({
    channel: z.literal('mail'),
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    /** PNG in base64, shown as `cid:trend`. */
    picture: z.string().optional(),
    attachment: z.object({ name: z.string(), type: z.string(), text: z.string() }).optional(),
  }),
  z.object({ channel: z.enum(['slack', 'msTeams', 'webhook']), body: z.string() }),
]);
export type Content = z.infer<typeof contentSchema>;

export type About = Message['about'];

/**
 * The same message has the same id, however often it is made: it becomes the Message-ID and the webhook-id, by which a
 * receiver tells a repetition.
 * @param publisher the instance that published it: two installations may have teams of the same id
 */
export function messageId(
  publisher: string,
  about: About,
  week: string,
  channel: Channel,
  to: string,
): string {
  const team = about.kind === 'score' ? about.team : '';
  const key = JSON.stringify([publisher, about.kind, team, week, channel, to]);
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}

export function newMessage(
  publisher: string,
  about: About,
  week: string,
  channel: Channel,
  to: string,
  now: Date,
): Message {
  const at = now.toISOString();
  return {
    id: messageId(publisher, about, week, channel, to),
    about,
    week,
    channel,
    to,
    status: 'queued',
    queuedAt: at,
    triedSince: at,
    nextAt: at,
    attempts: 0,
    history: [],
    mayRepeat: false,
  };
}
