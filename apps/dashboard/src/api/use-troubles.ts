import { fetchMessages, messagesPath } from './messages.js';
import { useFetched, type Fetched } from './use-fetched.js';

/** Messages that nobody will get unless somebody does something. */
export interface Troubles {
  readonly refused: number;
  readonly givenUp: number;
}

/** How many there are, of all weeks and teams. */
export function useTroubles(isEnabled = true): Fetched<Troubles> {
  const paths = [
    messagesPath({ status: 'refused', limit: 1 }),
    messagesPath({ status: 'given-up', limit: 1 }),
  ] as const;
  return useFetched(
    paths,
    async (signal) => {
      const [refused, givenUp] = await Promise.all(paths.map((path) => fetchMessages(path, signal)));
      return { refused: refused!.total, givenUp: givenUp!.total };
    },
    isEnabled,
  );
}
