import { createHash } from 'node:crypto';
import { contentOf, identityOf, isApplicationEvent, type HearbackEvent } from '@hearback/domain';
import type { ClickHouseClient } from '@clickhouse/client';
import { stringSet } from '../clickhouse/client.js';
import { candidateIdsOf, erasedCandidates, erasureMark, withPseudonyms } from '../ingestion/candidate-ids.js';
import { fromEventRow, type StoredEvent } from '../projection/events/event-row.js';
import type { Target } from '../projection/target.js';
import { eventWrittenToTheLog, unnamed } from '../projection/unnamed.js';

/**
 * What others wrote straight to the log still carries candidate ids there. Read again, an event that the store knows
 * keeps the pseudonym it has in the store: the candidate may have been erased since, and their id may mean somebody
 * anew. Nobody is erased again for the same reason.
 *
 * @param readUpTo offset behind what the projector has read of a partition; from there on it is taken as there
 */
export function keptPseudonyms(
  clickHouse: ClickHouseClient,
  readUpTo: (partition: number) => Promise<bigint>,
): Target['unnamed'] {
  return async (messages, pseudonyms, partition) => {
    if (!messages.some(eventWrittenToTheLog)) return { messages, erased: [] };
    const position = await readUpTo(partition);
    const behind = messages.filter(({ record }) => record.offset < position);
    const ahead = await unnamed(
      messages.filter(({ record }) => record.offset >= position),
      pseudonyms,
    );
    const kept = await keptOf(
      clickHouse,
      behind.flatMap((message) => eventWrittenToTheLog(message) ?? []),
    );
    return {
      messages: [
        ...behind.map((message) => {
          const event = eventWrittenToTheLog(message);
          return event === undefined ? message : { ...message, decoded: { event: named(event, kept) } };
        }),
        ...ahead.messages,
      ],
      erased: ahead.erased,
    };
  };
}

/** As the store has them, by {@link keyOf}. */
async function keptOf(
  clickHouse: ClickHouseClient,
  events: readonly HearbackEvent[],
): Promise<ReadonlyMap<string, HearbackEvent>> {
  if (events.length === 0) return new Map();
  // Events of candidates are few, and kept under a pseudonym that is not known here.
  const applications = stringSet(new Set(['', ...events.map(applicationOf)]));
  const result = await clickHouse.query({
    query: `SELECT subject, source, id, type, time, recorded_time, data FROM stored_events FINAL
      WHERE application_id IN ${applications} AND id IN ${stringSet(new Set(events.map(({ id }) => id)))}`,
    format: 'JSONEachRow',
  });
  return new Map(
    (await result.json<StoredEvent>()).map((row) => {
      const event = fromEventRow(row);
      return [keyOf(event), event];
    }),
  );
}

function named(event: HearbackEvent, kept: ReadonlyMap<string, HearbackEvent>): HearbackEvent {
  const erased = erasedCandidates([event]);
  if (erased.length > 0) {
    return withPseudonyms(event, new Map(erased.map((id) => [id, erasureMark(event)])));
  }
  const known = kept.get(keyOf(event));
  if (known !== undefined) return known;
  return withPseudonyms(event, new Map(candidateIdsOf(event).map((id, index) => [id, lost(event, index)])));
}

/** Which event it is, whoever it is about. */
function keyOf(event: HearbackEvent): string {
  return JSON.stringify([applicationOf(event), identityOf(event), contentOf(event)]);
}

function applicationOf(event: HearbackEvent): string {
  return isApplicationEvent(event) ? event.data.applicationId : '';
}

/**
 * For an event that the store has lost, together with who it was, or never had, as one that contradicts another:
 * whether they were erased since can't be told, so nobody can be found by it. The same for all of an application.
 */
function lost(event: HearbackEvent, index: number): string {
  const of = applicationOf(event) === '' ? [identityOf(event), index] : [applicationOf(event)];
  return `c_${createHash('sha256')
    .update(JSON.stringify(['lost', ...of]))
    .digest('hex')
    .slice(0, 32)}`;
}
