import { obligationKeyOf, type Instant, type ObligationKind, type ObligationVersion } from '@hearback/domain';
import { toDateTime64 } from '../../clickhouse/client.js';
import type { Reckoning } from '../../platform/reckoning.js';
import {
  FOREVER,
  groupedBy,
  orNull,
  toWhose,
  validityOf,
  type ToldValidity,
  type Whose,
} from '../telling.js';

/** How an obligation is told during one span of time. */
interface Telling extends ToldValidity, Whose {
  readonly started_at: string;
  readonly stopped_at: string | null;
  readonly outcome: 'met' | 'ended' | '';
  /** Milliseconds of working time since 1990 in the team's calendar, as text: larger than a JSON number is safe. */
  readonly started_worked: string;
  readonly stopped_worked: string;
  readonly due_at: string | null;
  readonly last_due_at: string | null;
  readonly promised_at: string | null;
  readonly promised_worked: string;
  /** A promise about an interview that is cancelled comes to be about the application. */
  readonly interview_id: string;
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
  readonly interviewer_id: string;
  readonly earlier: readonly Telling[];
}

/**
 * The rows of an application's obligations.
 *
 * @param possible every key that any of its events could give rise to: one that is owed no more gets a row that
 *   deletes what an earlier fold wrote
 */
export function toObligationRows(
  applicationId: string,
  version: number,
  possible: ReadonlyMap<string, ObligationKind>,
  history: readonly ObligationVersion[],
  reckoning: Reckoning,
): ObligationRow[] {
  const byKey = groupedBy(history, obligationKeyOf);
  const encodedId = encodeURIComponent(applicationId);
  return [...possible].map(([key, kind]) => {
    const told = byKey.get(key) ?? [];
    const tellings = told.map((each) => toTelling(each, reckoning));
    // The row is what is told last, with the rest beside it.
    return Object.assign(tellings.pop() ?? { ...NEVER }, {
      application_id: applicationId,
      obligation_id: `${encodedId}:${key}`,
      version,
      is_deleted: told.length === 0 ? (1 as const) : (0 as const),
      kind,
      interviewer_id: told.at(-1)?.interviewerId ?? '',
      earlier: tellings,
    });
  });
}

function toTelling(told: ObligationVersion, reckoning: Reckoning): Telling {
  const { valid_from, valid_to } = validityOf(told);
  const whose = toWhose(told);
  const { startedAt, stoppedAt } = told;
  const worked = (at: Instant | undefined): string =>
    at === undefined ? '0' : String(reckoning.workedMs(whose.team_id, at));
  const dueAt = told.dueAt ?? reckoning.dueAt(told.kind, whose.team_id, whose.stage, startedAt);
  // Field by field: this is made for every telling of every fold, and spreading would take most of its time.
  return {
    valid_from,
    valid_to,
    started_at: toDateTime64(startedAt),
    stopped_at: orNull(stoppedAt),
    outcome: told.state === 'waiting' ? '' : told.state,
    started_worked: worked(startedAt),
    stopped_worked: worked(stoppedAt),
    due_at: orNull(dueAt),
    last_due_at: orNull(told.lastDueAt),
    promised_at: orNull(told.promisedAt),
    promised_worked: worked(told.promisedAt),
    interview_id: told.interviewId ?? '',
    candidate_id: whose.candidate_id,
    team_id: whose.team_id,
    job_id: whose.job_id,
    stage: whose.stage,
    url: whose.url,
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
  started_worked: '0',
  stopped_worked: '0',
  due_at: null,
  last_due_at: null,
  promised_at: null,
  promised_worked: '0',
  interview_id: '',
  candidate_id: '',
  team_id: '',
  job_id: '',
  stage: '',
  url: '',
  assumed: 0,
  inferred: 0,
  early: 0,
};
