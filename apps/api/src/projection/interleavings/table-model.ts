import { latestMade, withoutPseudonyms } from './keys-model.js';
import { ownValue } from '../../platform/own-value.js';

/** What FINAL goes by in a ReplacingMergeTree. */
export interface TableDefinition {
  readonly key: readonly string[];
  /** Of two rows with one key the greater stays, and of equals the one that was inserted last. */
  readonly version?: string;
  /** The version of a row whose column for it the engine computes itself. */
  readonly versionOf?: (row: Row) => bigint;
  /** Rows with 1 in it are not shown. */
  readonly isDeleted?: string;
}

export type Row = Readonly<Record<string, unknown>>;

/** As the migrations define them; a test compares them with the engine's own tables. */
export const TABLES: ReadonlyMap<string, TableDefinition> = new Map(
  Object.entries<TableDefinition>({
    stored_events: {
      key: ['application_id', 'subject', 'source', 'id'],
      version: 'precedence',
      versionOf: ({ offset }) => 18446744073709551615n - BigInt(offset as string),
    },
    stored_rejections: { key: ['topic', 'partition', 'offset'] },
    stored_replays: { key: ['topic', 'partition', 'offset', 'run'], version: 'version' },
    stored_interviews: {
      key: ['application_id', 'interview_id'],
      version: 'version',
      isDeleted: 'is_deleted',
    },
    stored_obligations: {
      key: ['kind', 'application_id', 'obligation_id'],
      version: 'version',
      isDeleted: 'is_deleted',
    },
    stored_touchpoints: {
      key: ['kind', 'application_id', 'touchpoint_id'],
      version: 'version',
      isDeleted: 'is_deleted',
    },
    stored_applications: { key: ['application_id'], version: 'version' },
    generations: { key: ['name'] },
  }),
);

interface StoredRow {
  readonly row: Row;
  readonly version: bigint;
  /** When it was inserted. */
  readonly step: number;
}

/**
 * Two processes that read the same records while their candidate is being erased may name the candidate differently, and
 * either name is right. One that was made after the row was there is not: the row named a candidate who is erased by
 * now, and would name them anew.
 */
function contradicts(row: Row, before: StoredRow): boolean {
  const [text, textBefore] = [JSON.stringify(row), JSON.stringify(before.row)];
  return withoutPseudonyms(text) !== withoutPseudonyms(textBefore) || latestMade(text) > before.step;
}

/** One table, as `SELECT ... FINAL` shows it. */
export class TableModel {
  readonly #rows = new Map<string, StoredRow>();
  /** Keys of which two rows of one version differed: which of them is shown depends on who wrote last. */
  readonly contradicted = new Set<string>();
  /** Applications of which a row was replaced by one that names a candidate differently, and either name is right. */
  readonly renamed = new Set<unknown>();

  constructor(private readonly definition: TableDefinition) {}

  /** @param step when it is */
  insert(rows: readonly Row[], step: number): void {
    for (const row of rows) {
      const key = this.keyOf(row);
      const version = this.#versionOf(row);
      const before = this.#rows.get(key);
      if (before?.version === version && JSON.stringify(row) !== JSON.stringify(before.row)) {
        if (contradicts(row, before)) this.contradicted.add(key);
        else this.renamed.add(row['application_id']);
      }
      if (before === undefined || version >= before.version) this.#rows.set(key, { row, version, step });
    }
  }

  rows(): Row[] {
    const { isDeleted } = this.definition;
    const all = [...this.#rows.values()].map(({ row }) => row);
    return isDeleted === undefined ? all : all.filter((row) => ownValue(row, isDeleted) !== 1);
  }

  keyOf(row: Row): string {
    return JSON.stringify(this.definition.key.map((column) => ownValue(row, column)));
  }

  #versionOf(row: Row): bigint {
    const { version, versionOf } = this.definition;
    if (versionOf !== undefined) return versionOf(row);
    return version === undefined ? 0n : BigInt(ownValue(row, version) as number);
  }
}
