import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client';

export const DATABASE = 'hearback';

/** Rows of an insert that were encoded before, as one JSON object per line: those of a large batch are, in slices. */
export class EncodedRows {
  constructor(readonly lines: string) {}
}

/**
 * The client that everything in Hearback reads and writes through, whether the engine is the embedded one or a
 * cluster.
 *
 * @param url with user and password where the engine wants them
 */
export function createStoreClient(url: string, database: string = DATABASE): ClickHouseClient {
  return createClient({
    url,
    database,
    application: 'hearback',
    // Every failure is thrown, and told once by whoever handles it.
    log: { level: ClickHouseLogLevel.OFF },
    request_timeout: 60_000,
    max_open_connections: 16,
    json: {
      stringify: (value) => (value instanceof EncodedRows ? value.lines : JSON.stringify(value)),
    },
    // On one machine compressing takes longer than what it saves.
    compression: { request: false, response: !isLoopback(new URL(url).hostname) },
    clickhouse_settings: {
      // Versions differ in these defaults; the numbers must not.
      async_insert: 0,
      insert_deduplicate: 1,
      // A server then answers once it has all of the answer: what fails on the way is an error with a status, and not
      // the end of an answer that had begun.
      wait_end_of_query: 1,
      date_time_input_format: 'basic',
      output_format_json_quote_64bit_integers: 0,
      join_use_nulls: 0,
      // Sets of ids stand in the text of a query; see stringSet.
      max_query_size: '67108864',
      // Planning takes most of the time of a figure of a small organisation, and these two a quarter of planning;
      // they find nothing in these queries.
      optimize_and_compare_chain: 0,
      query_plan_lift_up_union: 0,
    },
  });
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}

/** `YYYY-MM-DD hh:mm:ss.mmm`, as DateTime64(3, 'UTC') columns and parameters read it. */
export function toDateTime64(at: number | string): string {
  const known = written.get(at);
  if (known !== undefined) return known;
  const iso = new Date(at).toISOString();
  const text = `${iso.slice(0, 10)} ${iso.slice(11, -1)}`;
  if (written.size >= MOST_WRITTEN) written.clear();
  written.set(at, text);
  return text;
}

/** The instants of an application recur in most of its rows. */
const written = new Map<number | string, string>();
const MOST_WRITTEN = 4096;

/** The other way round: ISO 8601 in UTC from what DateTime64(3, 'UTC') prints. */
export function fromDateTime64(text: string): string {
  return `${text.replace(' ', 'T')}Z`;
}

/**
 * An expression for `IN`: any number of strings of any content, and no way out of the literal. (Parameters travel
 * in the URL, where thousands of ids would not fit.)
 */
export function stringSet(values: Iterable<string>): string {
  return `(SELECT arrayJoin(${stringArray(values)}))`;
}

/** The same as an array; of no values it holds one that is empty. */
export function stringArray(values: Iterable<string>): string {
  const hex = [...values].map((value) => Buffer.from(value, 'utf8').toString('hex'));
  return `arrayMap(value -> unhex(value), splitByChar(',', '${hex.join(',')}'))`;
}
