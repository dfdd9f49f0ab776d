import type { Belonging, Instant, Validity } from '@hearback/domain';
import { toDateTime64 } from '../clickhouse/client.js';
import { UNASSIGNED } from './interviews/interview-row.js';

/** Stands for "until further notice" in `valid_to`, so that the column needs no NULL. */
export const FOREVER = '2299-12-31 00:00:00.000';

/** For which instants a row, or an element of its `earlier`, is told. */
export interface ToldValidity {
  readonly valid_from: string;
  readonly valid_to: string;
}

export function validityOf({ validFrom, validTo }: Validity): ToldValidity {
  return {
    valid_from: toDateTime64(validFrom),
    valid_to: validTo === undefined ? FOREVER : toDateTime64(validTo),
  };
}

/** The columns that say whose something is. */
export interface Whose {
  readonly candidate_id: string;
  readonly team_id: string;
  readonly job_id: string;
  readonly stage: string;
  readonly url: string;
}

export function toWhose({ candidateId, teamId, jobId, stage, url }: Belonging): Whose {
  return {
    candidate_id: candidateId ?? '',
    team_id: teamId ?? UNASSIGNED,
    job_id: jobId ?? UNASSIGNED,
    stage: stage ?? UNASSIGNED,
    url: url ?? '',
  };
}

export function orNull(at: Instant | undefined): string | null {
  return at === undefined ? null : toDateTime64(at);
}

export function groupedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
