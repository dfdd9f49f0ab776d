import { fetchMessages, isUnderWay, messagesPath, type MessageList } from '../../api/messages.js';
import { useFetched, type Fetched } from '../../api/use-fetched.js';
import { askedOf, type MessagesFilter } from './messages-in-address.js';

/** Messages that match any of these, the latest week first; asked again while one of them is on its way. */
export function useMessages(filters: readonly MessagesFilter[], limit: number): Fetched<MessageList> {
  const paths = filters.flatMap((filter) => askedOf(filter, limit)).map(messagesPath);
  return useFetched(
    paths,
    async (signal) => {
      const lists = await Promise.all(paths.map((path) => fetchMessages(path, signal)));
      const messages = lists.flatMap((list) => list.messages);
      return {
        total: lists.reduce((sum, { total }) => sum + total, 0),
        // Of one week as they came.
        messages: lists.length === 1 ? messages : messages.sort((a, b) => b.week.localeCompare(a.week)),
      };
    },
    true,
    ({ messages }) => messages.some((message) => isUnderWay(message)),
  );
}
