import { availableParallelism } from 'node:os';
import type { ClickHouseEndpoint } from '../clickhouse/endpoint.js';

const MIB = 1024 * 1024;

/** What one question may take. The engine is given all of them beside the statement, which can't change them. */
export const LIMITS = {
  seconds: 30,
  rows: 1_000_000,
  /** Of the answer; the embedded engine counts them as they are written out, too. */
  resultBytes: 512 * MIB,
  memoryBytes: 1024 * MIB,
  /** In temporary files of the engine, for what does not fit into memory. */
  temporaryBytes: 1024 * MIB,
  /** Of the answer, and of what is computed on the way to it. */
  columns: 500,
  /** Characters of an alias: it may stand in every row of the answer. */
  nameLength: 256,
  /** Questions that are answered at the same time. */
  concurrent: 2,
  /** Threads of the engine for one question; 0 leaves it to the engine. */
  threads: 0,
};

export type Limits = Readonly<typeof LIMITS>;

/** Injection token of the {@link Limits}. */
export const SQL_LIMITS = Symbol('sql-limits');

/**
 * An embedded engine answers figures as well, on the same cores: few questions at a time, and half of the cores at most.
 * A server has a user's limits of its own (docs/sql.md).
 */
export function limitsFor({ isShared }: ClickHouseEndpoint): Limits {
  if (isShared === true) return { ...LIMITS, concurrent: 4 };
  const threads = Math.max(1, Math.floor(availableParallelism() / 2 / LIMITS.concurrent));
  return { ...LIMITS, threads };
}

/** The limits as the engine takes them. */
export function settingsOf(limits: Limits): Record<string, string | number> {
  return {
    readonly: '1',
    max_execution_time: limits.seconds,
    timeout_overflow_mode: 'throw',
    max_result_rows: String(limits.rows),
    max_result_bytes: String(limits.resultBytes),
    result_overflow_mode: 'throw',
    max_memory_usage: String(limits.memoryBytes),
    max_temporary_data_on_disk_size_for_query: String(limits.temporaryBytes),
    max_bytes_before_external_group_by: String(limits.memoryBytes / 4),
    max_bytes_ratio_before_external_group_by: 0,
    // TRICKY: the engine does not count what it sorts on the disk, so it sorts in memory.
    max_bytes_before_external_sort: 0,
    max_bytes_ratio_before_external_sort: 0,
    // The latter is not known to every version of a server.
    ...(limits.threads > 0 ? { max_threads: limits.threads, max_bytes_ratio_before_external_join: 0 } : {}),
    max_query_size: '1048576',
    // Planning is not interrupted, and takes twice as long with each level of some of these.
    max_ast_elements: '10000',
    max_expanded_ast_elements: '50000',
    max_ast_depth: '500',
    max_subquery_depth: '16',
    max_recursive_cte_evaluation_depth: '1000',
    max_columns_to_read: String(limits.columns),
    max_temporary_columns: String(limits.columns),
    // One call of a function gets one block: the smaller it is, the sooner a kill or the time limit is seen.
    max_block_size: '4096',
    function_range_max_elements_in_block: '1000000',
    allow_introspection_functions: 0,
    // Errors get a status of their own, also those that come late.
    wait_end_of_query: 1,
    cancel_http_readonly_queries_on_client_close: 1,
  };
}
