import type { ClickHouseClient } from '@clickhouse/client';
import type { Week } from '@hearback/domain';
import { Inject, Injectable } from '@nestjs/common';
import { CLICKHOUSE } from '../../clickhouse/clickhouse.token.js';
import { toDateTime64 } from '../../clickhouse/client.js';
import { Store } from '../../clickhouse/store.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { ORGANISATION, type Organisation } from '../../platform/organisation.js';
import { insertBatch } from '../../projection/insert-batch.js';
import { PublishedScores, type PublishedScore } from '../publishing/published-scores.js';
import { teamScores, type TeamScore } from '../week/team-scores.js';
import { differs } from './differs.js';

const LOOK_AGAIN_AFTER_MS = 3_600_000;

interface StoredRow {
  readonly week: string;
  readonly team_id: string;
  readonly differs: 0 | 1;
  readonly score: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
  readonly applications: number;
}

/** What a row tells; where all of it stayed, it is not written again. */
const TOLD = ['differs', 'score', 'low', 'high', 'n', 'applications'] as const;

/** Keeps for analysts what late data makes of the weeks that were published. */
@Injectable()
export class RevisedScores {
  #lookedAt = -Infinity;
  #events = -1;

  constructor(
    private readonly store: Store,
    @Inject(CLICKHOUSE) private readonly clickHouse: ClickHouseClient,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly publications: PublishedScores,
  ) {}

  /** Looks at every published week again, the latest first; not before an hour has passed and events have come in. */
  async refresh(): Promise<void> {
    const now = this.clock();
    if (now.getTime() - this.#lookedAt < LOOK_AGAIN_AFTER_MS) return;
    const [counted] = await this.store.rows<{ n: number }>('SELECT count() AS n FROM stored_events');
    if (counted?.n !== this.#events) {
      for (const week of (await this.publications.weeks()).reverse()) await this.#revise(week, now);
      this.#events = counted?.n ?? -1;
    }
    this.#lookedAt = now.getTime();
  }

  async #revise(week: Week, now: Date): Promise<void> {
    const published = await this.publications.ofWeek(week);
    const { teams } = await teamScores(week, { store: this.store, organisation: this.organisation });
    const stored = new Map(
      (
        await this.store.rows<StoredRow>(
          'SELECT week, team_id, differs, score, low, high, n, applications FROM stored_revised_scores FINAL WHERE week = {week:String}',
          { week },
        )
      ).map((row) => [row.team_id, row]),
    );
    const rows = published
      .map((publication) => rowOf(publication, teams.get(publication.data.teamId), now))
      .filter((row) => {
        const known = stored.get(row.team_id);
        return known === undefined ? row.differs === 1 : TOLD.some((name) => known[name] !== row[name]);
      });
    await insertBatch(this.clickHouse, 'stored_revised_scores', rows);
  }
}

function rowOf(
  { data }: PublishedScore,
  now: TeamScore | undefined,
  at: Date,
): StoredRow & Record<string, unknown> {
  const { scored, n = 0, applications = 0 } = now ?? {};
  return {
    week: data.week,
    team_id: data.teamId,
    differs: differs(data, now) ? 1 : 0,
    score: scored?.score ?? null,
    low: scored?.low ?? null,
    high: scored?.high ?? null,
    n,
    applications,
    computed_at: toDateTime64(at.getTime()),
  };
}
