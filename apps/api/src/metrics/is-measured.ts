import type { ObligationKind, TouchpointKind } from '@hearback/domain';
import { toDateTime64 } from '../clickhouse/client.js';
import type { Store } from '../clickhouse/store.js';
import { AS_OF, obligationKindsAsTold, touchpointsAsTold } from './as-told.js';

const anyObligation = (kind: ObligationKind): string =>
  `SELECT 1 FROM (${obligationKindsAsTold(`kind = '${kind}'`)}) LIMIT 1`;
const anyTouchpoint = (kind: TouchpointKind): string =>
  `SELECT 1 FROM (${touchpointsAsTold(`kind = '${kind}'`)}) LIMIT 1`;

/** Where an event of each kind that a metric may need leaves its trace. */
const TRACES: Readonly<Record<string, string>> = {
  'response.promised': anyObligation('promise'),
  'feedback.requested': `
    SELECT 1 FROM stored_events FINAL
    WHERE type = 'hearback.feedback.requested.v1' AND time <= ${AS_OF}
      AND (application_id, source, id) NOT IN (
        SELECT application_id, JSONExtractString(data, 'source'), JSONExtractString(data, 'id')
        FROM stored_events FINAL
        WHERE type = 'hearback.event.retracted.v1' AND time <= ${AS_OF})
    LIMIT 1`,
  'response.sent of kind feedback': anyTouchpoint('feedback'),
  'candidate.rated': anyTouchpoint('rating'),
  'survey.sent': anyTouchpoint('survey'),
  'interviewers with scorecardRequired': anyObligation('scorecard'),
};

/**
 * Whether any source had reported this kind of event by then, in any application (retracted ones aside): without,
 * a figure that rests on it is not bad but not measured.
 */
export async function isMeasured(store: Store, needs: string, asOf: number): Promise<boolean> {
  const trace = TRACES[needs];
  if (trace === undefined) throw new Error(`nothing says where events of "${needs}" leave their trace`);
  return (await store.rows(trace, { asOf: toDateTime64(asOf) })).length > 0;
}

/** Whether any interview had been held by then. */
export async function isAnythingOwed(store: Store, asOf: number): Promise<boolean> {
  return (await store.rows(anyObligation('response'), { asOf: toDateTime64(asOf) })).length > 0;
}
