import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Store } from '../clickhouse/store.js';
import { PLACE_IN_TIME } from './held-at.js';
import { ListJobs, type Job } from './list-teams.query.js';

@QueryHandler(ListJobs)
export class ListJobsHandler implements IQueryHandler<ListJobs> {
  constructor(private readonly store: Store) {}

  async execute(): Promise<{ readonly jobs: readonly Job[] }> {
    const jobs = await this.store.rows<Job>(
      `SELECT job_id AS job, if(latest = '', job_id, latest) AS title FROM (
         SELECT job_id, argMaxIf(job_title, ${PLACE_IN_TIME}, job_title != '') AS latest
         FROM interviews GROUP BY job_id)
       ORDER BY title, job`,
    );
    return { jobs };
  }
}
