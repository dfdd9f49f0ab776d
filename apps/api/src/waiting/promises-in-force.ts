import { AS_OF, obligationsAsTold } from '../metrics/as-told.js';

/**
 * SQL: two queries for a WITH, of which `in_force` has for each open obligation by when its candidate was promised an
 * answer last: the promise begun last that is about its interview or about the application, and not yet met. Without
 * such a promise an obligation has no row.
 * @param open the name of the query before it, with `application_id`, `interview_id` and `obligation_id`
 */
export function promisesInForce(open: string): string {
  return `
    promises AS (
      SELECT application_id, interview_id AS about, started_at AS promised_at, last_due_at AS promise_due
      FROM (${obligationsAsTold(`kind = 'promise' AND application_id IN (SELECT application_id FROM ${open})`)})
      WHERE ifNull(stopped_at > ${AS_OF}, 1)),
    in_force AS (
      SELECT ${open}.obligation_id AS obligation_id, argMax(promise_due, (promised_at, promise_due)) AS promise_due_at
      FROM ${open} JOIN promises ON promises.application_id = ${open}.application_id
      WHERE about IN ('', ${open}.interview_id) GROUP BY ${open}.obligation_id)`;
}
