import {
  obligationKeyOf,
  obligationKinds,
  type ObligationKind,
  type ObligationVersion,
} from '@hearback/domain';
import { toDateTime64 } from '../../clickhouse/client.js';
import { UNASSIGNED } from '../interviews/interview-row.js';

/** Stands for "until further notice" in `valid_to`, so that the column needs no NULL. */
const FOREVER = '2299-12-31 00:00:00.000';

/** How an obligation is told during one span of time. */
interface Telling {
  readonly valid_from: string;
  readonly valid_to: string;
  readonly started_at: string;
  readonly stopped_at: string | null;
  readonly outcome: 'met' | 'ended' | '';
  readonly candidate_id: string;
  readonly team_id: string;
  readonly job_id: string;
  readonly stage: string;
  readonly url: string;
  readonly assumed: 0 | 1;
  readonly inferred: 0 | 1;
  readonly early: 0 | 1;
}

/** A row of `stored_obligations`. */
export interface ObligationRow extends Telling {
  readonly application_id: string;
  readonly obligation_id: string;
  readonly version: number;
  readonly is_deleted: 0 | 1;
  readonly kind: ObligationKind;
  readonly interview_id: string;
  readonly earlier: readonly Telling[];
}

/**
 * The rows of an application's obligations: one for every interview that any event names and every kind, so that
 * the set of keys only grows with the events and a fold of more events replaces all that a fold of fewer wrote.
 */
export function toObligationRows(
  applicationId: string,
  version: number,
  mentioned: Iterable<string>,
  history: readonly ObligationVersion[],
): ObligationRow[] {
  const byKey = new Map<string, ObligationVersion[]>();
  for (const told of history) {
    const key = obligationKeyOf(told);
    byKey.set(key, [...(byKey.get(key) ?? []), told]);
  }
  return [...mentioned].flatMap((interviewId) =>
    obligationKinds.map((kind) => {
      const key = obligationKeyOf({ kind, interviewId });
      const tellings = (byKey.get(key) ?? []).map(toTelling);
      return {
        application_id: applicationId,
        obligation_id: `${encodeURIComponent(applicationId)}:${key}`,
        version,
        is_deleted: tellings.length === 0 ? 1 : 0,
        kind,
        interview_id: interviewId,
        ...(tellings.at(-1) ?? NEVER),
        earlier: tellings.slice(0, -1),
      };
    }),
  );
}

function toTelling(told: ObligationVersion): Telling {
  return {
    valid_from: toDateTime64(told.validFrom),
    valid_to: told.validTo === undefined ? FOREVER : toDateTime64(told.validTo),
    started_at: toDateTime64(told.startedAt),
    stopped_at: told.stoppedAt === undefined ? null : toDateTime64(told.stoppedAt),
    outcome: told.state === 'waiting' ? '' : told.state,
    candidate_id: told.candidateId ?? '',
    team_id: told.teamId ?? UNASSIGNED,
    job_id: told.jobId ?? UNASSIGNED,
    stage: told.stage ?? UNASSIGNED,
    url: told.url ?? '',
    assumed: told.assumed ? 1 : 0,
    inferred: told.inferred ? 1 : 0,
    early: told.early ? 1 : 0,
  };
}

const NEVER: Telling = {
  valid_from: FOREVER,
  valid_to: FOREVER,
  started_at: FOREVER,
  stopped_at: null,
  outcome: '',
  candidate_id: '',
  team_id: '',
  job_id: '',
  stage: '',
  url: '',
  assumed: 0,
  inferred: 0,
  early: 0,
};
