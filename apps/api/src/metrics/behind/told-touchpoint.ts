import type { TouchpointKind } from '@hearback/domain';
import { fromDateTime64 } from '../../clickhouse/client.js';
import { booleanOrNull, instantOrNull, orNull } from './told-obligation.js';

/** A touchpoint as of an instant. What does not apply, is unknown or withheld is null. */
export interface ToldTouchpoint {
  readonly touchpointId: string;
  readonly kind: TouchpointKind;
  readonly applicationId: string;
  readonly interviewId: string | null;
  readonly candidateId: string | null;
  readonly team: string;
  readonly job: string;
  readonly stage: string;
  readonly at: string;
  /** Of a survey. */
  readonly answeredAt: string | null;
  /** Of feedback. */
  readonly words: number | null;
  readonly hasExamples: boolean | null;
  readonly hasNextSteps: boolean | null;
  /** Of a rating. */
  readonly nps: number | null;
  readonly specific: number | null;
  readonly constructive: number | null;
  readonly respectful: number | null;
  readonly timely: number | null;
  /** Of the application, in the system it came from. */
  readonly url: string | null;
}

export const touchpointColumns = [
  'touchpointId',
  'kind',
  'applicationId',
  'interviewId',
  'candidateId',
  'team',
  'job',
  'stage',
  'at',
  'answeredAt',
  'words',
  'hasExamples',
  'hasNextSteps',
  'nps',
  'specific',
  'constructive',
  'respectful',
  'timely',
  'url',
] as const satisfies readonly (keyof ToldTouchpoint)[];

/** The columns of `chosenTouchpoints`. */
export interface TouchpointRow {
  readonly touchpoint_id: string;
  readonly kind: TouchpointKind;
  readonly application_id: string;
  readonly interview_id: string;
  readonly candidate_id: string;
  readonly team_id: string;
  readonly job_id: string;
  readonly stage: string;
  readonly url: string;
  readonly at: string;
  readonly answered: string | null;
  readonly words: number | null;
  readonly has_examples: 0 | 1 | null;
  readonly has_next_steps: 0 | 1 | null;
  readonly nps: number | null;
  readonly specific: number | null;
  readonly constructive: number | null;
  readonly respectful: number | null;
  readonly timely: number | null;
}

const WITHHELD = {
  words: null,
  hasExamples: null,
  hasNextSteps: null,
  nps: null,
  specific: null,
  constructive: null,
  respectful: null,
  timely: null,
} as const;

/** @param withheld without the values: so few people are behind them that they would tell about single ones */
export function toToldTouchpoint(row: TouchpointRow, withheld = false): ToldTouchpoint {
  return {
    touchpointId: row.touchpoint_id,
    kind: row.kind,
    applicationId: row.application_id,
    interviewId: orNull(row.interview_id),
    candidateId: orNull(row.candidate_id),
    team: row.team_id,
    job: row.job_id,
    stage: row.stage,
    at: fromDateTime64(row.at),
    answeredAt: instantOrNull(row.answered),
    words: row.words,
    hasExamples: booleanOrNull(row.has_examples),
    hasNextSteps: booleanOrNull(row.has_next_steps),
    nps: row.nps,
    specific: row.specific,
    constructive: row.constructive,
    respectful: row.respectful,
    timely: row.timely,
    url: orNull(row.url),
    ...(withheld ? WITHHELD : {}),
  };
}
