import type { ClickHouseClient } from '@clickhouse/client';
import { EncodedRows } from '../../clickhouse/client.js';
import { NOTHING, plus, type PlacedRows } from '../integrity/projected-counts.js';
import { InjectedError } from './faults.js';
import { request, type Surroundings } from './request.js';
import type { Actor } from './scheduler.js';
import { TableModel, TABLES, type Row } from './table-model.js';

/** A query that the projector makes, and how the model answers it. */
interface Question {
  readonly kind: string;
  readonly matches: RegExp;
  readonly answer: (query: string, store: StoreModel) => Row[];
}

/** Add to these what the projector comes to ask. */
const QUESTIONS: readonly Question[] = [
  {
    kind: 'look-up',
    matches: /FROM stored_events FINAL WHERE .*ORDER BY topic, partition, offset$/s,
    answer: (query, store) => {
      const applications = idsIn(query, 'application_id');
      const subjects = idsIn(query, 'subject');
      return store
        .rows('stored_events')
        .filter(({ application_id, subject }) =>
          application_id === ''
            ? subjects.has(subject as string)
            : applications.has(application_id as string),
        )
        .sort(byPlace);
    },
  },
  {
    kind: 'counts',
    matches:
      /^SELECT partition, count\(\) AS count, .* FROM stored_(?:events|rejections) FINAL WHERE topic = /s,
    answer: (query, store) => {
      const table = /FROM (\w+) FINAL/.exec(query)?.[1] ?? '';
      return [...query.matchAll(/\(partition = (\d+) AND offset < (\d+)\)/g)].map(
        ([, partition, position]) => {
          const { count, sum } = placedBefore(store.rows(table), Number(partition), BigInt(position ?? 0));
          return { partition: Number(partition), count, sum: String(sum) };
        },
      );
    },
  },
  {
    kind: 'generations',
    matches: /FROM generations FINAL ORDER BY started_at DESC, name DESC$/,
    answer: (_query, store) =>
      store
        .rows('generations')
        .map((row) => ({
          ...row,
          rebuilt: row['rebuilt'] ?? 0,
          started_at_ms: Date.parse(`${(row['started_at'] as string).replace(' ', 'T')}Z`),
        }))
        .sort((a, b) => b.started_at_ms - a.started_at_ms),
  },
];

/** Rows on their way into a table, changed or dropped (`[]`): what a negative control takes away from the promise. */
export type Rewrite = (table: string, rows: readonly Row[]) => readonly Row[];

/** The store: tables that replace rows by version, asked through as much of the client as the projector uses. */
export class StoreModel implements Actor {
  readonly name = 'store';
  weight = 4;
  readonly #tables = new Map<string, TableModel>();
  /** Set once the projector has asked for something that is not modelled. */
  notModelled: NotModelled | undefined;

  constructor(
    private readonly surroundings: Surroundings,
    private readonly rewrite: Rewrite = (_table, rows) => rows,
  ) {}

  /** What `SELECT * FROM table FINAL` shows. */
  rows(table: string): Row[] {
    return this.#table(table).rows();
  }

  /** Per table, the keys of which two rows of one version differed. */
  contradicted(): { readonly table: string; readonly key: string }[] {
    return [...this.#tables].flatMap(([table, { contradicted }]) =>
      [...contradicted].map((key) => ({ table, key })),
    );
  }

  /** Applications whose events are shown under another pseudonym than their rows may have been folded from. */
  renamed(): ReadonlySet<unknown> {
    return this.#table('stored_events').renamed;
  }

  keyOf(table: string, row: Row): string {
    return this.#table(table).keyOf(row);
  }

  /** The client of one process. */
  clientOf(process: Actor): ClickHouseClient {
    const client: Pick<ClickHouseClient, 'insert' | 'query'> = {
      insert: async ({ table, values }) => {
        const rows = (values as readonly (Row | EncodedRows)[]).flatMap((value) =>
          value instanceof EncodedRows
            ? value.lines.split('\n').map((line) => JSON.parse(line) as Row)
            : [value],
        );
        await this.#request(process, `insert ${table}`, `insert ${table} (${rows.length})`, () =>
          this.#table(table).insert(this.rewrite(table, rows), this.surroundings.scheduler.steps),
        );
        return { executed: true, query_id: '', response_headers: {} };
      },
      query: async ({ query }) => {
        const question = QUESTIONS.find(({ matches }) => matches.test(query));
        if (question === undefined) throw this.#unknown(`the query ${query}`);
        const { kind } = question;
        const rows = await this.#request(process, kind, kind, () => question.answer(query, this));
        return { json: () => Promise.resolve(rows) } as never;
      },
    };
    return client as ClickHouseClient;
  }

  #request<T>(process: Actor, kind: string, what: string, done: () => T): Promise<T> {
    return request(this.surroundings, {
      from: process,
      to: this,
      kind,
      what,
      done: () => {
        if (this.surroundings.faults.isStoreAway()) throw new InjectedError('the store is away');
        return done();
      },
    });
  }

  /** Kept beside being thrown: to the projector it looks like one more outage. */
  #unknown(what: string): NotModelled {
    return (this.notModelled ??= new NotModelled(what));
  }

  #table(name: string): TableModel {
    const known = this.#tables.get(name);
    if (known !== undefined) return known;
    const definition = TABLES.get(name);
    if (definition === undefined) throw this.#unknown(`the table ${name}`);
    const table = new TableModel(definition);
    this.#tables.set(name, table);
    return table;
  }
}

/** The projector does something that the model has no answer to yet. */
export class NotModelled extends Error {
  constructor(what: string) {
    super(`The simulation does not know ${what}: add it to table-model.ts or store-model.ts.`);
  }
}

/** The ids that a column is compared with, by `column IN` and a `stringSet`. */
function idsIn(query: string, column: string): ReadonlySet<string> {
  for (const [, name, hex = ''] of query.matchAll(SETS))
    if (name === column)
      return new Set(hex.split(',').map((each) => Buffer.from(each, 'hex').toString('utf8')));
  return new Set();
}

const SETS =
  /(\w+) IN \(SELECT arrayJoin\(arrayMap\(value -> unhex\(value\), splitByChar\(',', '([0-9a-f,]*)'/g;

function byPlace(a: Row, b: Row): number {
  const partitions = Number(a['partition']) - Number(b['partition']);
  return partitions !== 0 ? partitions : Number(a['offset']) - Number(b['offset']);
}

/** Of a table whose rows have places in the log. */
export function placedBefore(rows: readonly Row[], partition: number, position: bigint): PlacedRows {
  const places = rows
    .filter((row) => row['partition'] === partition)
    .map(({ offset }) => BigInt(offset as string))
    .filter((offset) => offset < position);
  return plus(NOTHING, places);
}
