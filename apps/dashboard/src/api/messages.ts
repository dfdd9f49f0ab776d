import { getJson, postJson } from './get-json.js';

export const channels = ['mail', 'slack', 'msTeams', 'webhook'] as const;
export type Channel = (typeof channels)[number];

export const statuses = ['refused', 'given-up', 'queued', 'sending', 'sent'] as const;
export type Status = (typeof statuses)[number];

export interface Attempt {
  readonly at: string;
  readonly outcome: 'sent' | 'retry' | 'refused' | 'interrupted';
  /** In the words of the receiver, or why there were none. */
  readonly detail: string;
}

/** A message to one receiver, without its content. */
export interface Message {
  readonly id: string;
  readonly about: { readonly kind: 'score'; readonly team: string } | { readonly kind: 'digest' };
  readonly week: string;
  readonly channel: Channel;
  /** A mail address, or the name of an endpoint. */
  readonly to: string;
  readonly status: Status;
  readonly queuedAt: string;
  /** Of a queued one: when it is tried. */
  readonly nextAt: string;
  /** Since it was queued, or by hand queued again. */
  readonly attempts: number;
  /** The last ones, oldest first. */
  readonly history: readonly Attempt[];
  /** It may have arrived more than once. */
  readonly mayRepeat: boolean;
}

export interface MailContent {
  readonly channel: 'mail';
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** PNG in base64, shown as `cid:trend`. */
  readonly picture?: string;
  readonly attachment?: { readonly name: string; readonly type: string; readonly text: string };
}

export interface PostContent {
  readonly channel: Exclude<Channel, 'mail'>;
  /** JSON. */
  readonly body: string;
}

export type Content = MailContent | PostContent;

export interface MessageList {
  /** All that match. */
  readonly total: number;
  /** The latest week first. */
  readonly messages: readonly Message[];
}

export interface SentMessage {
  readonly message: Message;
  readonly content: Content;
}

function parseMessage(body: unknown): Message {
  const message = body as Partial<Message> | null;
  if (typeof message?.id !== 'string') throw new Error('the id of a message is missing');
  if (typeof message.status !== 'string') throw new Error('the status of a message is missing');
  if (!Array.isArray(message.history)) throw new Error('the attempts of a message are missing');
  return message as Message;
}

function parseMessages(body: unknown): MessageList {
  const list = body as Partial<MessageList> | null;
  if (typeof list?.total !== 'number') throw new Error('the total is missing');
  if (!Array.isArray(list.messages)) throw new Error('the messages are missing');
  return { total: list.total, messages: (list.messages as readonly unknown[]).map(parseMessage) };
}

export function parseContent(body: unknown): Content {
  const { channel, html, body: posted } = (body ?? {}) as Partial<Record<string, unknown>>;
  if (typeof (channel === 'mail' ? html : posted) !== 'string')
    throw new Error('the content of a message is missing');
  return body as Content;
}

export interface MessagesAsked {
  readonly week?: string | undefined;
  readonly team?: string | undefined;
  readonly status?: Status | undefined;
  readonly limit?: number;
}

/** More than these at once the service does not give. */
export const MOST_MESSAGES = 1000;

export function messagesPath({ week, team, status, limit = 100 }: MessagesAsked): string {
  const query = new URLSearchParams({ limit: String(limit) });
  for (const [name, value] of Object.entries({ week, team, status }))
    if (value !== undefined) query.set(name, value);
  return `/messages?${query.toString()}`;
}

export function fetchMessages(path: string, signal?: AbortSignal): Promise<MessageList> {
  return getJson(path, parseMessages, signal);
}

export function messagePath(id: string): string {
  return `/messages/${encodeURIComponent(id)}`;
}

/** With its content as it was sent, or waits to be. */
export function fetchMessage(path: string, signal?: AbortSignal): Promise<SentMessage> {
  return getJson(
    path,
    (body) => {
      const sent = body as Partial<SentMessage> | null;
      return { message: parseMessage(sent?.message), content: parseContent(sent?.content) };
    },
    signal,
  );
}

export async function sendAgain(id: string): Promise<readonly Message[]> {
  return [await postJson(`${messagePath(id)}/send`, parseMessage)];
}

/** All of them, whatever week and team they are about. */
export async function sendAllAgain(status: 'refused' | 'given-up'): Promise<readonly Message[]> {
  return (await postJson(`/messages/send?status=${status}`, parseMessages)).messages;
}

/** Whether something becomes of it within moments. */
export function isUnderWay({ status, nextAt }: Message, now = Date.now()): boolean {
  return status === 'sending' || (status === 'queued' && Date.parse(nextAt) <= now);
}
