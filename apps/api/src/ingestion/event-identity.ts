import { createHash } from 'node:crypto';
import { contentOf, keyOf, type HearbackEvent } from '@hearback/domain';

/** What makes two events the same one. An id that another application repeats is another event. */
export interface EventIdentity {
  /** The application or team that the event is about. Empty for a candidate's: their pseudonym changes with an erasure. */
  readonly key: string;
  readonly source: string;
  readonly id: string;
}

export function identityOf(event: HearbackEvent): EventIdentity {
  return { key: isAboutCandidate(event) ? '' : keyOf(event), source: event.source, id: event.id };
}

export function isAboutCandidate({ type }: Pick<HearbackEvent, 'type'>): boolean {
  return candidateTypes.some((one) => one === type);
}

/** Events that belong to no application but to a candidate. */
export const candidateTypes = ['hearback.candidate.merged.v1', 'hearback.candidate.erased.v1'] as const;

/** An identity as one string, for maps and indexes: short and of fixed length, whatever the lengths of its parts. */
export function identityKey({ key, source, id }: EventIdentity): string {
  return digest(JSON.stringify([key, source, id]));
}

/** The digest of the content by which a repeated event is told from a conflicting one. */
export function contentHash(event: Pick<HearbackEvent, 'type' | 'time' | 'data'>): string {
  return digest(contentOf(event));
}

const DIGEST_BYTES = 16;

/** Half of a SHA-256, which is enough for no two of all events to meet, and half as long in an index of them. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest().subarray(0, DIGEST_BYTES).toString('base64');
}
