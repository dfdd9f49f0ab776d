import type { Message } from '../scores/outbox/message.js';
import type { MessageList } from '../scores/messages.controller.js';
import { WrongUse } from './failure.js';
import { formatInstant, printable, table } from './format.js';
import type { Service } from './service.js';

/** Prints the messages about weekly scores and what became of each. */
export async function showMessages(
  service: Service,
  options: Readonly<Record<string, string>>,
  json: boolean,
): Promise<void> {
  const list = await service.get<MessageList>('/api/v1/messages', options);
  print(list, json);
  if (!json) console.error(`${list.messages.length} of ${list.total} messages`);
}

/** Sends messages again: one by its id, or all that were refused or given up. */
export async function sendAgain(
  service: Service,
  id: string | undefined,
  { status }: { readonly status?: string },
  json: boolean,
): Promise<void> {
  if ((id === undefined) === (status === undefined))
    throw new WrongUse('name one message by its id, or all with --status refused or --status given-up');
  const list =
    id === undefined
      ? await service.post<MessageList>(`/api/v1/messages/send?status=${encodeURIComponent(status!)}`, '')
      : {
          total: 1,
          messages: [await service.post<Message>(`/api/v1/messages/${encodeURIComponent(id)}/send`, '')],
        };
  print(list, json);
  if (!json) console.error(`${list.total} queued again`);
}

function print({ messages }: MessageList, json: boolean): void {
  if (json) {
    console.log(JSON.stringify(messages));
    return;
  }
  if (messages.length === 0) return;
  const rows = messages.map(({ id, week, about, channel, to, status, attempts, nextAt, history }) => [
    id,
    week,
    about.kind === 'digest' ? 'all teams' : printable(about.team),
    channel,
    printable(to),
    status === 'queued' && attempts > 0
      ? `queued, tried ${attempts === 1 ? 'once' : `${attempts} times`}, next ${formatInstant(nextAt)}`
      : status,
    printable(history.at(-1)?.detail ?? '').slice(0, 80),
  ]);
  console.log(table(['id', 'week', 'about', 'by', 'to', 'status', 'said'], rows));
}
