import { type Attempt, type Channel, type Message, type Status } from '../../../api/messages.js';

export const CHANNEL_NAMES: Readonly<Record<Channel, string>> = {
  mail: 'Mail',
  slack: 'Slack',
  msTeams: 'Microsoft Teams',
  webhook: 'Webhook',
};

export const STATUS_WORDS: Readonly<Record<Status, string>> = {
  queued: 'Waiting to be sent',
  sending: 'Being sent',
  sent: 'Sent',
  refused: 'Refused',
  'given-up': 'Given up',
};

/** Beside the word, so that a list can be run over by eye. */
export const STATUS_MARKS: Readonly<Record<Status, string>> = {
  queued: '…',
  sending: '…',
  sent: '✓',
  refused: '✕',
  'given-up': '✕',
};

export const OUTCOME_WORDS: Readonly<Record<Attempt['outcome'], string>> = {
  sent: 'taken',
  retry: 'failed, to be tried again',
  refused: 'refused',
  interrupted: 'interrupted',
};

/** A message that has failed and will be tried again is not just waiting. */
export function statusOf({ status, history }: Pick<Message, 'status' | 'history'>): string {
  return status === 'queued' && history.at(-1)?.outcome === 'retry'
    ? 'Failed, to be tried again'
    : STATUS_WORDS[status];
}

/** How the content of a message is called beside it. */
export function captionOf({ status, attempts, to }: Message): string {
  if (status === 'sent') return `As it was sent to ${to}`;
  if (status === 'refused') return `As it was handed to ${to}, who refused it`;
  if (status === 'given-up') return `As it could not be delivered to ${to}`;
  return attempts === 0 ? `As it waits to be sent to ${to}` : `As it is tried to be sent to ${to}`;
}
