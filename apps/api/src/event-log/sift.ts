import type { AppendOutcome, RecordToAppend } from './event-log.js';

/** Records that are to be appended together, after those were taken out that need not be. */
export interface Sifted {
  /** One for each of the records that were given. */
  readonly outcomes: readonly AppendOutcome[];
  readonly toAppend: readonly RecordToAppend[];
  /** The identities that come into the log with them: content by key. */
  readonly added: ReadonlyMap<string, string>;
}

/**
 * Tells new records from repeats, of what the log holds and of each other. Whoever calls it must append the result before
 * it is called again.
 *
 * @param known the content that the log holds under an identity's key
 */
export function sift(records: readonly RecordToAppend[], known: (key: string) => string | undefined): Sifted {
  const added = new Map<string, string>();
  const toAppend: RecordToAppend[] = [];
  const outcomes = records.map((record): AppendOutcome => {
    const { identity, keepConflict = false } = record;
    const before = identity === undefined ? undefined : (added.get(identity.key) ?? known(identity.key));
    const outcome =
      before === undefined ? 'appended' : before === identity?.content ? 'duplicate' : 'conflict';
    if (outcome === 'appended' && identity !== undefined) added.set(identity.key, identity.content);
    if (outcome === 'appended' || (outcome === 'conflict' && keepConflict)) toAppend.push(record);
    return outcome;
  });
  return { outcomes, toAppend, added };
}
