import { assumedEnd, type ApplicationState, type Interview } from '@hearback/domain';
import { toDateTime64 } from '../../clickhouse/client.js';

/** Team, stage and job of which nothing is known: shown as such, never left out. */
export const UNASSIGNED = 'unassigned';

/** A row of `stored_interviews`. */
export interface InterviewRow {
  readonly application_id: string;
  readonly interview_id: string;
  readonly version: number;
  readonly is_deleted: 0 | 1;
  readonly candidate_id: string;
  readonly job_id: string;
  readonly job_title: string;
  readonly team_id: string;
  readonly team_name: string;
  readonly stage: string;
  readonly url: string;
  readonly status: Interview['status'] | '';
  readonly cancelled_by: string;
  readonly no_show: 0 | 1;
  readonly scheduled_at: string | null;
  readonly starts_at: string | null;
  readonly ends_at: string | null;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly assumed_end: string | null;
}

/**
 * The rows of an application's interviews.
 *
 * @param mentioned every interview that any of its events names: one that no standing event speaks of any more gets
 *   a row that deletes what an earlier fold wrote
 */
export function toInterviewRows(
  applicationId: string,
  version: number,
  mentioned: Iterable<string>,
  state: ApplicationState,
): InterviewRow[] {
  return [...mentioned].map((interviewId) => {
    const interview = state.interviews.get(interviewId);
    const description = interview?.description ?? {};
    const completed = interview?.status === 'completed' ? interview : undefined;
    const cancelled = interview?.status === 'cancelled' ? interview : undefined;
    const assumed = interview?.status === 'scheduled' ? assumedEnd(interview, state.closings) : undefined;
    return {
      application_id: applicationId,
      interview_id: interviewId,
      version,
      is_deleted: interview === undefined ? 1 : 0,
      candidate_id: description.candidateId ?? '',
      job_id: description.jobId ?? UNASSIGNED,
      job_title: description.jobTitle ?? '',
      team_id: description.teamId ?? UNASSIGNED,
      team_name: description.teamName ?? '',
      stage: description.stage ?? UNASSIGNED,
      url: description.url ?? '',
      status: interview?.status ?? '',
      cancelled_by: cancelled?.by ?? '',
      no_show: cancelled?.noShow === true ? 1 : 0,
      scheduled_at: orNull(interview?.firstScheduledAt),
      starts_at: orNull(description.startsAt),
      ends_at: orNull(description.endsAt),
      started_at: orNull(completed?.startedAt),
      ended_at: orNull(completed?.endedAt),
      assumed_end: orNull(assumed),
    };
  });
}

function orNull(at: number | undefined): string | null {
  return at === undefined ? null : toDateTime64(at);
}
