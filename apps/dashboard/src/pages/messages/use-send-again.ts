import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  fetchMessage,
  fetchMessages,
  isUnderWay,
  messagePath,
  messagesPath,
  MOST_MESSAGES,
  sendAgain,
  sendAllAgain,
  type Message,
} from '../../api/messages.js';
import { FIGURES } from '../../api/figures-query.js';
import { useFetched } from '../../api/use-fetched.js';
import { outcomeOf } from './outcome.js';

/** What is sent again: one message, or all that were refused or given up. */
export type Again = { readonly message: Message } | { readonly all: 'refused' | 'given-up' };

export interface SendAgain {
  readonly send: (again: Again) => void;
  readonly isPending: boolean;
  /** What has become of it so far; `undefined`: nothing was sent again. */
  readonly outcome: string | undefined;
  /** Why it could not be asked for. */
  readonly error: string | undefined;
}

/** More are looked at as a list. */
const MOST_ALONE = 20;

/** Sends again, and follows what becomes of it until it is known. */
export function useSendAgain(): SendAgain {
  const client = useQueryClient();
  const [ids, setIds] = useState<readonly string[]>([]);
  const refresh = (): Promise<void> => client.invalidateQueries({ queryKey: [FIGURES] });
  const sending = useMutation({
    mutationFn: (again: Again) => ('all' in again ? sendAllAgain(again.all) : sendAgain(again.message.id)),
    networkMode: 'always',
    onMutate: () => setIds([]),
    onSuccess: async (messages) => {
      setIds(messages.map(({ id }) => id));
      await refresh();
    },
  });
  const watched = useFetched(
    ['sent-again', String(sending.submittedAt), ...ids],
    async (signal) => {
      const messages = await fetchAll(ids, signal);
      // The lists change with what becomes of it.
      if (!messages.some((message) => isUnderWay(message))) void refreshLists(client);
      return messages;
    },
    ids.length > 0,
    (messages) => messages.some((message) => isUnderWay(message)),
  );
  const known = watched.status === 'shown' && !watched.updating ? watched.value : (sending.data ?? []);
  return {
    send: sending.mutate,
    isPending: sending.isPending,
    outcome: ids.length === 0 ? (sending.data?.length === 0 ? NONE : undefined) : outcomeOf(known),
    error: sending.error?.message,
  };
}

const NONE = 'There was nothing left to be sent again.';

function refreshLists(client: ReturnType<typeof useQueryClient>): Promise<void> {
  return client.invalidateQueries({
    predicate: ({ queryKey: [first, second] }) =>
      first === FIGURES && typeof second === 'string' && second.startsWith('/messages'),
  });
}

async function fetchAll(ids: readonly string[], signal: AbortSignal): Promise<readonly Message[]> {
  if (ids.length <= MOST_ALONE)
    return (await Promise.all(ids.map((id) => fetchMessage(messagePath(id), signal)))).map(
      ({ message }) => message,
    );
  const { messages } = await fetchMessages(messagesPath({ limit: MOST_MESSAGES }), signal);
  return messages.filter(({ id }) => ids.includes(id));
}
