import type { HearbackEvent } from '@hearback/domain';
import { candidateIdsOf, erasedCandidates, erasureMark, withPseudonyms } from '../ingestion/candidate-ids.js';
import type { CandidateKeys } from '../ingestion/candidate-keys.js';
import { LOG_ORIGIN, type Judged } from './judge.js';
import { streamOf } from './known-applications.js';

export interface Unnamed {
  readonly messages: readonly Judged[];
  /** Pseudonyms of those who are to be erased: once the batch is in the store, and not before. */
  readonly erased: readonly string[];
}

/**
 * The same messages without candidate ids: what others wrote straight to the log still carries them, what came
 * through a door does not.
 *
 * @throws EventLogUnavailable when the candidate keys can't be written
 */
export async function unnamed(messages: readonly Judged[], pseudonyms: CandidateKeys): Promise<Unnamed> {
  const direct = messages.flatMap((message) => {
    const event = eventWrittenToTheLog(message);
    return event === undefined ? [] : [event];
  });
  const names = await pseudonyms.of(direct.flatMap(candidateIdsOf));
  return {
    messages: messages.map((message) => {
      const event = eventWrittenToTheLog(message);
      if (event === undefined) return message;
      const mark = new Map(erasedCandidates([event]).map((id) => [id, erasureMark(event)]));
      return { ...message, decoded: { event: withPseudonyms(event, mark.size > 0 ? mark : names) } };
    }),
    erased: [...erasedCandidates(direct).flatMap((id) => names.get(id) ?? []), ...erasedByUs(messages)],
  };
}

export function eventWrittenToTheLog({ origin, decoded, isMarked }: Judged): HearbackEvent | undefined {
  const isForeign = origin === LOG_ORIGIN && isMarked !== true;
  return isForeign && 'event' in decoded ? decoded.event : undefined;
}

/** Done already, unless whoever recorded the erasure was stopped before the keys were gone. */
function erasedByUs(messages: readonly Judged[]): string[] {
  return erasedCandidates(
    messages.flatMap(({ isMarked, decoded }) =>
      isMarked === true && 'event' in decoded ? [decoded.event] : [],
    ),
  );
}

/** What each message belongs to, with the pseudonyms that stand in it for the ids of what was written to the log. */
export function pseudonymsByStream(messages: readonly Judged[]): Map<string, Set<string>> {
  const streams = new Map<string, Set<string>>();
  for (const message of messages) {
    if (!('event' in message.decoded)) continue;
    const stream = streamOf(message.decoded.event);
    const pseudonyms = streams.get(stream) ?? new Set();
    streams.set(stream, pseudonyms);
    const direct = eventWrittenToTheLog(message);
    if (direct !== undefined) for (const id of candidateIdsOf(direct)) pseudonyms.add(id);
  }
  return streams;
}
