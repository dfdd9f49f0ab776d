import type { MetricDeclaration, Need, ObligationKind, TouchpointKind } from '@hearback/domain';
import { toDateTime64 } from '../clickhouse/client.js';
import type { Store } from '../clickhouse/store.js';
import { AS_OF, obligationKindsAsTold, touchpointsAsTold, type Tellings } from './as-told.js';
import type { Choice } from './selection.js';

/** SQL that has a row where there is any. */
type Trace = (tellings?: Tellings) => string;

const anyObligation =
  (kind: ObligationKind): Trace =>
  (tellings) =>
    `SELECT 1 FROM (${obligationKindsAsTold(`kind = '${kind}'`, tellings)}) LIMIT 1`;
const anyTouchpoint =
  (kind: TouchpointKind): Trace =>
  (tellings) =>
    `SELECT 1 FROM (${touchpointsAsTold(`kind = '${kind}'`, tellings)}) LIMIT 1`;

/** The obligations that come of nothing but the kind of event that a metric needs. */
const OBLIGATIONS: Readonly<Partial<Record<Need, ObligationKind>>> = {
  'response.promised': 'promise',
  'interviewers with scorecardRequired': 'scorecard',
};

/** Where an event of each other kind leaves its trace. */
const TRACES: Readonly<Partial<Record<Need, Trace>>> = {
  'feedback.requested': () => `
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
};

/** The instant that is meant, and which tellings are looked at. */
type Moment = Pick<Choice, 'asOf' | 'tellings'>;

/**
 * Whether any source had reported this kind of event by then, in any application (retracted ones aside): without,
 * a figure that rests on it is not bad but not measured.
 */
export async function isMeasured(store: Store, needs: Need, moment: Moment): Promise<boolean> {
  const obligation = OBLIGATIONS[needs];
  const trace = obligation === undefined ? TRACES[needs] : anyObligation(obligation);
  if (trace === undefined) throw new Error(`nothing says where events of "${needs}" leave their trace`);
  return isThere(store, trace, moment);
}

/** Whether a metric counts the very obligations that come of the event it needs: any of them shows that it is measured. */
export function countsItsNeed({ needs, obligation }: MetricDeclaration): boolean {
  return needs !== undefined && obligation !== undefined && OBLIGATIONS[needs] === obligation;
}

async function isThere(store: Store, trace: Trace, { asOf, tellings }: Moment): Promise<boolean> {
  return (await store.rows(trace(tellings), { asOf: toDateTime64(asOf) })).length > 0;
}
