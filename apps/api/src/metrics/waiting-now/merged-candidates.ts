import { stringArray, toDateTime64 } from '../../clickhouse/client.js';
import type { Store } from '../../clickhouse/store.js';

interface Merge {
  readonly from: string;
  readonly into: string;
}

/** Which candidate ids had been merged away by then, and into which they ended up, through any chain of merges. */
export async function mergedCandidates(store: Store, asOf: number): Promise<Map<string, string>> {
  const merges = await store.rows<Merge>(
    `SELECT JSONExtractString(data, 'fromCandidateId') AS from, JSONExtractString(data, 'intoCandidateId') AS into
     -- Of no application: the table finds them by that. Through the view "events" it would read all: there the
     -- engine does not look for an empty key.
     FROM stored_events FINAL
     WHERE application_id = '' AND type = 'hearback.candidate.merged.v1' AND time <= {asOf:DateTime64(3, 'UTC')}
     ORDER BY time, source, id`,
    { asOf: toDateTime64(asOf) },
  );
  return resolveMerges(merges);
}

/**
 * SQL: whose an obligation is, after merges; without a candidate id its application stands for a person of its own.
 * Distinct values of it are candidates.
 */
export function personSql(merged: ReadonlyMap<string, string>): string {
  const candidate =
    merged.size === 0
      ? 'candidate_id'
      : `transform(candidate_id, ${stringArray(merged.keys())}, ${stringArray(merged.values())}, candidate_id)`;
  return `if(candidate_id = '', ('application', application_id), ('candidate', ${candidate}))`;
}

/** Follows chains to their end. A merge that would close a circle says nothing new and is passed over. */
export function resolveMerges(merges: readonly Merge[]): Map<string, string> {
  const next = new Map<string, string>();
  const endOf = (id: string): string => {
    let end = id;
    for (let step = next.get(end); step !== undefined; step = next.get(end)) end = step;
    return end;
  };
  for (const { from, into } of merges) {
    const [start, end] = [endOf(from), endOf(into)];
    if (start !== end) next.set(start, end);
  }
  return new Map([...next.keys()].map((id) => [id, endOf(id)]));
}
