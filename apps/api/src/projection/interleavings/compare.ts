import { candidateFields } from '@hearback/domain';
import type { LoggedRecord } from '../../event-log/event-log.js';
import type { Organisation } from '../../platform/organisation.js';
import { Reckoning } from '../../platform/reckoning.js';
import { fromEventRow, placeOf as placeOfRecord, toEventRow, type StoredEvent } from '../events/event-row.js';
import { fold } from '../folded.js';
import { judge, type Judged } from '../judge.js';
import { KnownEvents, streamOf } from '../known-applications.js';
import { CONFLICT } from '../project-events.handler.js';
import { keptSince } from '../rejections/kept-since.js';
import { toRejectionRow } from '../rejections/rejection-row.js';
import { APPENDED_AT } from './history.js';
import { withoutPseudonyms } from './keys-model.js';
import type { LogModel } from './log-model.js';
import type { StoreModel } from './store-model.js';
import type { Row } from './table-model.js';

export interface Difference {
  /** Rows that should be there as they are in the fold of the log, and are not. */
  lost: number;
  /** Rows that are there without reason. */
  doubled: number;
  /** Rows that were written twice with one version and different contents: the last writer decides. */
  contradicted: number;
  /** Tables whose rows are not as many as the log says with a position. */
  miscounted: number;
  readonly details: string[];
}

/** The rows that a store shows, put beside the fold of the log: once each, without batches, cache or order of writing. */
export async function compare(
  store: StoreModel,
  log: LogModel,
  organisation: Organisation,
): Promise<Difference> {
  const difference: Difference = { lost: 0, doubled: 0, contradicted: 0, miscounted: 0, details: [] };
  const events: Row[] = [];
  const rejections: Row[] = [];
  const since = keptSince(organisation, new Date(APPENDED_AT));
  const known = new Map<string, KnownEvents>();
  log.partitions.forEach((records, partition) => {
    for (const record of records) {
      const place = { topic: log.topic, partition, offset: record.offset };
      const message = { ...judgedBefore(record), record };
      const { decoded } = message;
      if ('rejection' in decoded) {
        rejections.push({ ...toRejectionRow(message, place, decoded.rejection, since) });
        continue;
      }
      const stream = streamOf(decoded.event);
      const ofStream = known.get(stream) ?? new KnownEvents();
      known.set(stream, ofStream);
      const outcome = ofStream.add(decoded.event, placeOfRecord(place));
      if (outcome === 'added') events.push({ ...toEventRow(decoded.event, place) });
      if (outcome === 'conflict') rejections.push({ ...toRejectionRow(message, place, CONFLICT, since) });
    }
  });
  const key = (table: string) => (row: Row) => store.keyOf(table, row);
  // Which pseudonym a candidate has depends on when the erasure came; everything else of an event does not.
  const eventsThere = store.rows('stored_events');
  match(difference, 'stored_events', events, eventsThere, placeOf, withoutCandidates);
  match(
    difference,
    'stored_rejections',
    rejections,
    store.rows('stored_rejections'),
    key('stored_rejections'),
  );

  const folded = await foldOf(eventsThere, organisation);
  for (const [table, rows] of Object.entries(folded))
    match(difference, table, rows, store.rows(table), key(table), (row) =>
      // An insert of events that came late, after an erasure, has given them their former pseudonym back.
      store.renamed().has(row['application_id'])
        ? withoutPseudonyms(JSON.stringify(withoutVersion(row)))
        : withoutVersion(row),
    );
  for (const { table, key: of } of store.contradicted()) {
    difference.contradicted += 1;
    difference.details.push(`${table} ${of}: written with one version and different contents`);
  }
  return difference;
}

/** Most messages are those of other schedules as well. */
function judgedBefore(record: LoggedRecord): Judged {
  const { headers, value } = record;
  if (value === null) return judge(record);
  const sameHeaders = judged.get(headers) ?? new WeakMap<Uint8Array, Judged>();
  judged.set(headers, sameHeaders);
  const message = sameHeaders.get(value) ?? judge(record);
  sameHeaders.set(value, message);
  return message;
}

const judged = new WeakMap<LoggedRecord['headers'], WeakMap<Uint8Array, Judged>>();

/** What the events that are there give, so that the rows name the candidates as the events do. */
async function foldOf(rows: readonly Row[], organisation: Organisation): Promise<Record<string, Row[]>> {
  const streams = new Map<string, ReturnType<typeof fromEventRow>[]>();
  const inOrder = [...rows].sort((a, b) => Number(a['offset']) - Number(b['offset']));
  for (const row of inOrder) {
    const event = fromEventRow(row as unknown as StoredEvent);
    const stream = streamOf(event);
    streams.set(stream, [...(streams.get(stream) ?? []), event]);
  }
  const { interviews, obligations, touchpoints, applications } = await fold(
    [...streams.values()],
    organisation,
    new Reckoning(organisation),
  );
  const all = {
    stored_interviews: interviews,
    stored_obligations: obligations,
    stored_touchpoints: touchpoints,
  };
  const shown = Object.entries(all).map(
    ([table, of]) =>
      [table, of.filter(({ is_deleted }) => is_deleted === 0).map((row) => ({ ...row }))] as const,
  );
  return {
    ...Object.fromEntries(shown),
    stored_applications: applications.map((row) => ({ ...row })),
  };
}

function match(
  difference: Difference,
  table: string,
  expected: readonly Row[],
  there: readonly Row[],
  keyOf: (row: Row) => string,
  contentOf: (row: Row) => unknown = (row) => row,
): void {
  const left = new Map(there.map((row) => [keyOf(row), row]));
  for (const row of expected) {
    const key = keyOf(row);
    const found = left.get(key);
    left.delete(key);
    if (found !== undefined && JSON.stringify(contentOf(found)) === JSON.stringify(contentOf(row))) continue;
    difference.lost += 1;
    difference.details.push(`${table} ${key}: ${found === undefined ? 'missing' : 'not as it should be'}`);
  }
  for (const key of left.keys()) {
    difference.doubled += 1;
    difference.details.push(`${table} ${key}: there without reason`);
  }
}

const placeOf = ({ topic, partition, offset }: Row): string => JSON.stringify([topic, partition, offset]);

function withoutVersion(row: Row): Row {
  return { ...row, version: 0 };
}

function withoutCandidates(row: Row): Row {
  const data = JSON.parse(row['data'] as string) as Record<string, unknown>;
  for (const field of candidateFields) if (field in data) data[field] = '';
  // A candidate's own events are about the candidate.
  return { ...row, data: JSON.stringify(data), subject: row['application_id'] };
}
