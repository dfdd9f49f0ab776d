/** SQL: the instant that is asked about. */
export const AS_OF = "{asOf:DateTime64(3, 'UTC')}";

interface VersionedTable {
  readonly table: string;
  readonly key: readonly string[];
  /** Columns that are the same however a row is told. */
  readonly fixed: readonly string[];
  /** Columns that each telling has of its own, besides from when to when it holds. */
  readonly told: readonly string[];
}

const OBLIGATIONS: VersionedTable = {
  table: 'stored_obligations',
  key: ['kind', 'application_id', 'obligation_id'],
  fixed: ['kind', 'application_id', 'application_hash', 'obligation_id', 'interviewer_id'],
  told: [
    ...['interview_id', 'started_at', 'stopped_at', 'outcome', 'started_worked', 'stopped_worked', 'due_at'],
    ...['last_due_at', 'promised_at', 'promised_worked', 'candidate_id', 'team_id', 'job_id', 'stage', 'url'],
    ...['assumed', 'inferred', 'early'],
  ],
};

const TOUCHPOINTS: VersionedTable = {
  table: 'stored_touchpoints',
  key: ['kind', 'application_id', 'touchpoint_id'],
  fixed: [
    ...['kind', 'application_id', 'application_hash', 'touchpoint_id', 'interview_id', 'at', 'words'],
    ...['has_examples', 'has_next_steps', 'nps', 'specific', 'constructive', 'respectful', 'timely'],
  ],
  told: ['answered_at', 'candidate_id', 'team_id', 'job_id', 'stage', 'url'],
};

/**
 * SQL: obligations as they are told as of `{asOf}`, one row each: the rows of the view `obligation_versions` that
 * hold then.
 * @param narrowing SQL condition on `kind`, `application_id` or `obligation_id`
 */
export function obligationsAsTold(narrowing: string): string {
  return asTold(OBLIGATIONS, narrowing);
}

/** SQL: of the same rows only the kind, to ask whether there are any: each further column takes time to plan. */
export function obligationKindsAsTold(narrowing: string): string {
  return asTold({ ...OBLIGATIONS, fixed: ['kind'], told: [] }, narrowing);
}

/** SQL: touchpoints as they are told as of `{asOf}`; `narrowing` may name `touchpoint_id`. */
export function touchpointsAsTold(narrowing: string): string {
  return asTold(TOUCHPOINTS, narrowing);
}

/**
 * A row whose last telling holds by then is told by its own columns. Only of the others are the earlier tellings
 * looked at, and they are found by key: to read those of every row takes longer than all the rest, and as of now
 * there are next to none.
 *
 * TRICKY: the keys are sought among all rows, outdated ones too; FINAL and the conditions beside it then decide.
 */
function asTold({ table, key, fixed, told }: VersionedTable, narrowing: string): string {
  const keys = key.join(', ');
  const columns = [...fixed, ...told].join(', ');
  const earlier = [...fixed, ...told.map((column) => `told.${column} AS ${column}`)].join(', ');
  const isLater = `${narrowing} AND valid_from > ${AS_OF}`;
  return `
    SELECT ${columns} FROM ${table} FINAL
    WHERE ${narrowing} AND valid_from <= ${AS_OF} AND valid_to > ${AS_OF}
    UNION ALL
    SELECT ${earlier} FROM (
      SELECT ${fixed.join(', ')}, earlier FROM ${table} FINAL
      WHERE ${isLater} AND (${keys}) IN (SELECT ${keys} FROM ${table} WHERE ${isLater} AND notEmpty(earlier)))
    ARRAY JOIN earlier AS told
    WHERE told.valid_from <= ${AS_OF} AND told.valid_to > ${AS_OF}`;
}
