import { Injectable } from '@nestjs/common';
import { fromDateTime64 } from '../../clickhouse/client.js';
import { Store } from '../../clickhouse/store.js';
import type { Problem } from '@hearback/domain';
import type { ReplayOutcome, ReplayRow } from '../../projection/rejections/replay-row.js';
import type { ReplayRun } from './replay-run.js';

type ResultRow = Omit<ReplayRow, 'topic' | 'partition' | 'offset'> & { readonly id: string };

interface Totals {
  readonly outcome: ReplayOutcome;
  readonly count: number;
  readonly first_at: string;
}

/** Runs that this process knows nothing of (it was restarted since): what is noted of them in the store. */
@Injectable()
export class InterruptedRuns {
  constructor(private readonly store: Store) {}

  async find(id: string, from: number, limit: number): Promise<ReplayRun | undefined> {
    const totals = await this.store.rows<Totals>(
      `SELECT outcome, count() AS count, min(at) AS first_at FROM stored_replays FINAL
       WHERE run = {id:String} GROUP BY outcome ORDER BY first_at`,
      { id },
    );
    const [first] = totals;
    if (first === undefined) return undefined;
    const rows = await this.store.rows<ResultRow>(
      `SELECT concat(topic, '/', toString(partition), '/', toString(offset)) AS id, * FROM stored_replays FINAL
       WHERE run = {id:String} ORDER BY topic, partition, offset LIMIT {limit:UInt32} OFFSET {from:UInt32}`,
      { id, from, limit },
    );
    const count = (outcome: ReplayOutcome): number =>
      totals.find((each) => each.outcome === outcome)?.count ?? 0;
    const done = totals.reduce((sum, { count: n }) => sum + n, 0);
    const next = from + rows.length;
    return {
      id,
      state: 'interrupted',
      dryRun: false,
      total: done,
      done,
      counts: {
        recorded: count('recorded'),
        duplicate: count('duplicate'),
        rejected: count('rejected'),
        notKept: count('not-kept'),
      },
      startedAt: fromDateTime64(first.first_at),
      error:
        'The service was restarted since, so only what was noted of it is known. If it was not through, run it again: that is harmless.',
      results: rows.map((row) => ({
        id: row.id,
        outcome: row.outcome,
        ...(row.reason !== '' && {
          reason: row.reason,
          problems: JSON.parse(row.detail) as readonly Problem[],
        }),
        ...(row.event_id !== '' && { event: { source: row.event_source, id: row.event_id } }),
      })),
      ...(next < done && { next }),
    };
  }
}
