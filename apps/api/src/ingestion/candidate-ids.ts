import { createHash } from 'node:crypto';
import { candidateFields, keyOf, type HearbackEvent } from '@hearback/domain';

export function candidateIdsOf(event: HearbackEvent): string[] {
  const data = event.data as Readonly<Record<string, unknown>>;
  return candidateFields.map((field) => data[field]).filter((id) => typeof id === 'string');
}

/** The event with each candidate id replaced; ids that `pseudonyms` lacks stay. */
export function withPseudonyms(event: HearbackEvent, pseudonyms: ReadonlyMap<string, string>): HearbackEvent {
  const before = event.data as Readonly<Record<string, unknown>>;
  const data: Record<string, unknown> = { ...before };
  for (const field of candidateFields) {
    const id = before[field];
    if (typeof id === 'string') data[field] = pseudonyms.get(id) ?? id;
  }
  const renamed = { ...event, data } as unknown as HearbackEvent;
  return { ...renamed, subject: keyOf(renamed) };
}

/** The candidates whose erasure these events demand. */
export function erasedCandidates(events: readonly HearbackEvent[]): string[] {
  return events.flatMap((event) =>
    event.type === 'hearback.candidate.erased.v1' ? [event.data.candidateId] : [],
  );
}

/**
 * What stands for the candidate in an erasure that did not come through the door: it tells nothing of the
 * candidate, and is the same however often, and before or after the erasure, the record is read.
 */
export function erasureMark({ source, id }: HearbackEvent): string {
  return `erased_${createHash('sha256')
    .update(JSON.stringify([source, id]))
    .digest('hex')
    .slice(0, 32)}`;
}
