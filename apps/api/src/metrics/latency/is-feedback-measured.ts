import { toDateTime64 } from '../../clickhouse/client.js';
import type { Store } from '../../clickhouse/store.js';

/**
 * Whether any source had sent feedback to any candidate by then (retracted and automated ones aside): without, the
 * time to feedback is not bad but not measured.
 */
export async function isFeedbackMeasured(store: Store, asOf: number): Promise<boolean> {
  const rows = await store.rows<{ found: number }>(
    `SELECT 1 AS found FROM events
     WHERE type = 'hearback.response.sent.v1' AND time <= {asOf:DateTime64(3, 'UTC')}
       AND JSONExtractString(data, 'kind') = 'feedback' AND NOT JSONExtractBool(data, 'automated')
       AND (application_id, source, id) NOT IN (
         SELECT application_id, JSONExtractString(data, 'source'), JSONExtractString(data, 'id') FROM events
         WHERE type = 'hearback.event.retracted.v1' AND time <= {asOf:DateTime64(3, 'UTC')})
     LIMIT 1`,
    { asOf: toDateTime64(asOf) },
  );
  return rows.length > 0;
}
