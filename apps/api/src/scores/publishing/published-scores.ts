import { SCORES_SOURCE, scorePublished, type Week } from '@hearback/domain';
import { Injectable } from '@nestjs/common';
import { fromDateTime64 } from '../../clickhouse/client.js';
import { Store } from '../../clickhouse/store.js';
import type { PublishedData } from '../week/week-report.js';

const IDENTITY = { type: scorePublished.type, source: SCORES_SOURCE };

/** What a team was told about a week, and when. */
export interface PublishedScore {
  readonly publishedAt: string;
  readonly data: PublishedData;
}

/** The publications that the store has: of every team and week the first. */
@Injectable()
export class PublishedScores {
  constructor(private readonly store: Store) {}

  /** In order of the teams' ids. */
  ofWeek(week: Week): Promise<PublishedScore[]> {
    return this.#read("JSONExtractString(data, 'week') = {week:String}", { week });
  }

  /** Of all weeks, the oldest first. */
  ofTeam(team: string): Promise<PublishedScore[]> {
    return this.#read("JSONExtractString(data, 'teamId') = {team:String}", { team });
  }

  async one(team: string, week: Week): Promise<PublishedScore | undefined> {
    const [found] = await this.#read(
      "JSONExtractString(data, 'teamId') = {team:String} AND JSONExtractString(data, 'week') = {week:String}",
      { team, week },
    );
    return found;
  }

  /** Every week of which there is a publication, the oldest first. */
  async weeks(): Promise<Week[]> {
    const rows = await this.store.rows<{ week: string }>(
      `SELECT DISTINCT JSONExtractString(data, 'week') AS week FROM stored_events FINAL
       WHERE application_id = '' AND type = {type:String} AND source = {source:String} ORDER BY week`,
      IDENTITY,
    );
    return rows.map(({ week }) => week);
  }

  async #read(condition: string, parameters: Record<string, unknown>): Promise<PublishedScore[]> {
    const rows = await this.store.rows<{ time: string; data: string }>(
      `SELECT time, data FROM (
         SELECT time, source, id, data, JSONExtractString(data, 'week') AS week, JSONExtractString(data, 'teamId') AS team
         FROM stored_events FINAL
         WHERE application_id = '' AND type = {type:String} AND source = {source:String} AND ${condition}
         ORDER BY week, team, time, source, id LIMIT 1 BY week, team)
       ORDER BY week, team`,
      { ...IDENTITY, ...parameters },
    );
    return rows.map(({ time, data }) => ({
      publishedAt: fromDateTime64(time),
      data: scorePublished.data.parse(JSON.parse(data)),
    }));
  }
}
