/** SQL: the instant that is asked about. */
export const AS_OF = "{asOf:DateTime64(3, 'UTC')}";

/** SQL: the first and the last of several instants that are asked about in one query. */
const SEVERAL: Instants = {
  first: "{firstAsOf:DateTime64(3, 'UTC')}",
  last: "{lastAsOf:DateTime64(3, 'UTC')}",
};
const ONE: Instants = { first: AS_OF, last: AS_OF };

interface Instants {
  readonly first: string;
  readonly last: string;
}

/**
 * Which tellings of a row are looked at. Asked about the `last` alone, the store plans a quarter less; where that would
 * leave a row out that was told otherwise at the instant, it refuses: see `lastTellingsFirst`.
 */
export type Tellings = 'last' | 'all';

/** What the store says then. */
export const TOLD_OTHERWISE = 'told otherwise at that instant';

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
export function obligationsAsTold(narrowing: string, tellings: Tellings = 'all'): string {
  return asTold(OBLIGATIONS, narrowing, tellings);
}

/**
 * SQL: every telling of obligations that holds at some instant from `{firstAsOf}` to `{lastAsOf}`, with `valid_from`
 * and `valid_to`. Of these, the ones that hold at one of the instants are the rows of {@link obligationsAsTold}.
 * @param columns those that are wanted
 */
export function obligationsToldBetween(narrowing: string, columns: readonly string[]): string {
  const wanted = (all: readonly string[]): string[] => all.filter((column) => columns.includes(column));
  const fixed = wanted(OBLIGATIONS.fixed);
  const told = [...wanted(OBLIGATIONS.told), 'valid_from', 'valid_to'];
  return allTellings({ ...OBLIGATIONS, fixed, told }, narrowing, SEVERAL);
}

/** SQL: of the same rows only the kind, to ask whether there are any: each further column takes time to plan. */
export function obligationKindsAsTold(narrowing: string, tellings: Tellings = 'all'): string {
  return asTold({ ...OBLIGATIONS, fixed: ['kind'], told: [] }, narrowing, tellings);
}

/** SQL: touchpoints as they are told as of `{asOf}`; `narrowing` may name `touchpoint_id`. */
export function touchpointsAsTold(narrowing: string, tellings: Tellings = 'all'): string {
  return asTold(TOUCHPOINTS, narrowing, tellings);
}

/**
 * A row whose last telling holds by then is told by its own columns. Only of the others are the earlier tellings
 * looked at, and they are found by key: to read those of every row takes longer than all the rest, and as of now
 * there are next to none.
 *
 * TRICKY: the keys are sought among all rows, outdated ones too; FINAL and the conditions beside it then decide.
 */
function asTold(of: VersionedTable, narrowing: string, tellings: Tellings): string {
  if (tellings === 'all') return allTellings(of, narrowing, ONE);
  // A value of its own and not a condition on the rows: it is computed whatever else they are narrowed by.
  const refusal = `throwIf(count() > 0, '${TOLD_OTHERWISE}')`;
  return `${lastTellings(of, narrowing, ONE)}
    AND (SELECT NOT ${refusal} ${toldLater(of, narrowing, ONE)} AND arrayMax(earlier.valid_to) > ${AS_OF})`;
}

function allTellings(of: VersionedTable, narrowing: string, instants: Instants): string {
  const { table, fixed, told } = of;
  const keys = of.key.join(', ');
  const earlier = [...fixed, ...told.map((column) => `told.${column} AS ${column}`)].join(', ');
  return `${lastTellings(of, narrowing, instants)}
    UNION ALL
    SELECT ${earlier} FROM (
      SELECT ${fixed.join(', ')}, earlier FROM ${table} FINAL
      WHERE ${narrowing} AND valid_from > ${instants.first} AND (${keys}) IN (
        SELECT ${keys} ${toldLater(of, narrowing, instants)} AND notEmpty(earlier)))
    ARRAY JOIN earlier AS told
    WHERE told.valid_from <= ${instants.last} AND told.valid_to > ${instants.first}`;
}

function lastTellings({ table, fixed, told }: VersionedTable, narrowing: string, instants: Instants): string {
  return `
    SELECT ${[...fixed, ...told].join(', ')} FROM ${table} FINAL
    WHERE ${narrowing} AND valid_from <= ${instants.last} AND valid_to > ${instants.first}`;
}

function toldLater({ table }: VersionedTable, narrowing: string, { first }: Instants): string {
  return `FROM ${table} WHERE ${narrowing} AND valid_from > ${first}`;
}
