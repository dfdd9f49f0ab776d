import { isUnderWay, type Message } from '../../api/messages.js';
import { plural } from '../../format/number.js';

/** What has become of messages that were sent again, as far as it is known. */
export function outcomeOf(messages: readonly Message[], now = Date.now()): string {
  const count = (of: (message: Message) => boolean): number => messages.filter(of).length;
  const parts = [
    { count: count(({ status }) => status === 'sent'), word: 'sent' },
    { count: count(({ status }) => status === 'refused'), word: 'refused again' },
    { count: count(({ status }) => status === 'given-up'), word: 'given up again' },
    { count: count((message) => failed(message, now)), word: 'failed, to be tried again by itself' },
    { count: count((message) => isUnderWay(message, now)), word: 'on the way' },
  ].filter((part) => part.count > 0);
  // Of one there is nothing to count.
  const told = parts.map((part) => (messages.length === 1 ? part.word : `${part.count} ${part.word}`));
  return `${plural(messages.length, 'message')}: ${told.join(', ')}.`;
}

function failed(message: Message, now: number): boolean {
  return message.status === 'queued' && !isUnderWay(message, now);
}
