import { createHash } from 'node:crypto';
import { contentOf, keyOf, type HearbackEvent } from '@hearback/domain';

/** What makes two events the same one. An id that another application repeats is another event. */
export interface EventIdentity {
  /** The application, candidate or team that the event is about: `keyOf(event)`. */
  readonly key: string;
  readonly source: string;
  readonly id: string;
}

export function identityOf(event: HearbackEvent): EventIdentity {
  return { key: keyOf(event), source: event.source, id: event.id };
}

/** An identity as one string, for maps: short and of fixed length, whatever the lengths of its parts. */
export function identityKey({ key, source, id }: EventIdentity): string {
  return createHash('sha256')
    .update(JSON.stringify([key, source, id]))
    .digest('base64');
}

/** SHA-256 (hex) of the content by which a repeated event is told from a conflicting one. */
export function contentHash(event: Pick<HearbackEvent, 'type' | 'time' | 'data'>): string {
  return createHash('sha256').update(contentOf(event)).digest('hex');
}
