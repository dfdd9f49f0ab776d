import { toDateTime64 } from '../clickhouse/client.js';
import type { Store } from '../clickhouse/store.js';

const STANDS = "valid_from <= {asOf:DateTime64(3, 'UTC')} AND valid_to > {asOf:DateTime64(3, 'UTC')}";

/** Where an event of each kind that a metric may need leaves its trace. */
const TRACES: Readonly<Record<string, string>> = {
  'response.promised': `SELECT 1 FROM obligation_versions WHERE kind = 'promise' AND ${STANDS} LIMIT 1`,
  'feedback.requested': `
    SELECT 1 FROM stored_events FINAL
    WHERE type = 'hearback.feedback.requested.v1' AND time <= {asOf:DateTime64(3, 'UTC')}
      AND (application_id, source, id) NOT IN (
        SELECT application_id, JSONExtractString(data, 'source'), JSONExtractString(data, 'id')
        FROM stored_events FINAL
        WHERE type = 'hearback.event.retracted.v1' AND time <= {asOf:DateTime64(3, 'UTC')})
    LIMIT 1`,
  'response.sent of kind feedback': `SELECT 1 FROM touchpoint_versions WHERE kind = 'feedback' AND ${STANDS} LIMIT 1`,
  'candidate.rated': `SELECT 1 FROM touchpoint_versions WHERE kind = 'rating' AND ${STANDS} LIMIT 1`,
  'survey.sent': `SELECT 1 FROM touchpoint_versions WHERE kind = 'survey' AND ${STANDS} LIMIT 1`,
  'interviewers with scorecardRequired': `SELECT 1 FROM obligation_versions WHERE kind = 'scorecard' AND ${STANDS} LIMIT 1`,
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
  const query = `SELECT 1 FROM obligation_versions WHERE kind = 'response' AND ${STANDS} LIMIT 1`;
  return (await store.rows(query, { asOf: toDateTime64(asOf) })).length > 0;
}
