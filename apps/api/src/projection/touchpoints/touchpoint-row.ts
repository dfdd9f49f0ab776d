import { touchpointKeyOf, type TouchpointKind, type TouchpointVersion } from '@hearback/domain';
import { toDateTime64 } from '../../clickhouse/client.js';
import {
  FOREVER,
  groupedBy,
  orNull,
  toWhose,
  validityOf,
  type ToldValidity,
  type Whose,
} from '../telling.js';

/** How a touchpoint is told during one span of time. */
interface Telling extends ToldValidity, Whose {
  readonly answered_at: string | null;
}

/** What an event said, which no later one changes. */
interface Values {
  readonly at: string;
  readonly interview_id: string;
  readonly words: number | null;
  readonly has_examples: 0 | 1 | null;
  readonly has_next_steps: 0 | 1 | null;
  readonly nps: number | null;
  readonly specific: number | null;
  readonly constructive: number | null;
  readonly respectful: number | null;
  readonly timely: number | null;
}

/** A row of `stored_touchpoints`. */
export interface TouchpointRow extends Telling, Values {
  readonly application_id: string;
  readonly touchpoint_id: string;
  readonly version: number;
  readonly is_deleted: 0 | 1;
  readonly kind: TouchpointKind;
  readonly earlier: readonly Telling[];
}

/**
 * The rows of an application's touchpoints.
 *
 * @param possible every key that any of its events could give rise to: one that does not stand any more gets a row
 *   that deletes what an earlier fold wrote
 */
export function toTouchpointRows(
  applicationId: string,
  version: number,
  possible: ReadonlyMap<string, TouchpointKind>,
  history: readonly TouchpointVersion[],
): TouchpointRow[] {
  const byKey = groupedBy(history, touchpointKeyOf);
  return [...possible].map(([key, kind]) => {
    const told = byKey.get(key) ?? [];
    const tellings = told.map((each) => ({
      ...validityOf(each),
      answered_at: orNull(each.answeredAt),
      ...toWhose(each),
    }));
    return {
      application_id: applicationId,
      touchpoint_id: `${encodeURIComponent(applicationId)}:${key}`,
      version,
      is_deleted: told.length === 0 ? 1 : 0,
      kind,
      ...toValues(told.at(-1)),
      ...(tellings.at(-1) ?? NEVER),
      earlier: tellings.slice(0, -1),
    };
  });
}

function toValues(told: TouchpointVersion | undefined): Values {
  return {
    at: told === undefined ? FOREVER : toDateTime64(told.at),
    interview_id: told?.interviewId ?? '',
    words: told?.words ?? null,
    has_examples: flag(told?.hasExamples),
    has_next_steps: flag(told?.hasNextSteps),
    nps: told?.nps ?? null,
    specific: told?.specific ?? null,
    constructive: told?.constructive ?? null,
    respectful: told?.respectful ?? null,
    timely: told?.timely ?? null,
  };
}

/** An absent flag is unknown, not false. */
function flag(value: boolean | undefined): 0 | 1 | null {
  return value === undefined ? null : value ? 1 : 0;
}

const NEVER: Telling = {
  valid_from: FOREVER,
  valid_to: FOREVER,
  answered_at: null,
  candidate_id: '',
  team_id: '',
  job_id: '',
  stage: '',
  url: '',
};
