import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Store } from '../clickhouse/store.js';
import { ListJobs, type Job } from './list-teams.query.js';

/** SQL: when an interview was, as far as that is known; one that was only ever called off is before all others. */
const HELD_AT = "ifNull(coalesce(ended_at, starts_at, scheduled_at), toDateTime64(0, 3, 'UTC'))";

@QueryHandler(ListJobs)
export class ListJobsHandler implements IQueryHandler<ListJobs> {
  constructor(private readonly store: Store) {}

  async execute(): Promise<{ readonly jobs: readonly Job[] }> {
    const jobs = await this.store.rows<Job>(
      `SELECT job_id AS job, if(latest = '', job_id, latest) AS title FROM (
         SELECT job_id, argMaxIf(job_title, (${HELD_AT}, application_id, interview_id), job_title != '') AS latest
         FROM interviews GROUP BY job_id)
       ORDER BY title, job`,
    );
    return { jobs };
  }
}
