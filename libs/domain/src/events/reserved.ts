import type { EventType, HearbackEvent } from './catalogue.js';
import { SCORES_SOURCE } from './catalogue/score-published.js';
import type { Problem, Rejection } from './decode.js';

/** Of what people do in Hearback itself, like the erasure of a candidate. */
export const PEOPLE_SOURCE = 'urn:hearback:people';

/** Sources of events that only Hearback itself sends. */
export const reservedSources = [SCORES_SOURCE, PEOPLE_SOURCE, 'urn:hearback:candidate'] as const;

/** Types of events that only Hearback itself sends, and what a client is to do instead. */
const INSTEAD: Partial<Readonly<Record<EventType, string>>> = {
  'hearback.score.published.v1': 'Hearback publishes scores itself (hearback scores publish)',
  'hearback.candidate.erased.v1': 'erase a candidate with POST /api/v1/erasures (hearback erase)',
  'hearback.candidate.merged.v1': 'merge candidates with POST /api/v1/merges (hearback merge)',
};

export const reservedTypes: readonly string[] = Object.keys(INSTEAD);

/**
 * Why an event may come from Hearback itself only; `undefined` where anybody may send it. Names are compared without
 * regard to case, as a URN's scheme and namespace are: no source must look like one of ours.
 */
export function reservation({ source, type }: Pick<HearbackEvent, 'source' | 'type'>): Rejection | undefined {
  const problems: Problem[] = [];
  const given = source.trim().toLowerCase();
  if (reservedSources.some((reserved) => reserved === given))
    problems.push({
      path: 'source',
      message: `"${source}" is reserved for Hearback itself; name your system`,
    });
  const instead = INSTEAD[type];
  if (instead !== undefined)
    problems.push({ path: 'type', message: `"${type}" is reserved for Hearback itself; ${instead}` });
  return problems.length === 0 ? undefined : { reason: 'reserved', problems };
}
