import type { Readable } from 'node:stream';
import type { ClickHouseClient } from '@clickhouse/client';
import { Inject, Injectable } from '@nestjs/common';
import { CLICKHOUSE } from '../clickhouse/clickhouse.token.js';
import { Problem } from '../platform/problem.js';
import { firstLine, Gate, refused } from './gate.js';
import { ReaderRole } from './reader-role.js';

/** What one question may take. */
export const LIMITS = {
  seconds: 30,
  rows: 1_000_000,
  resultBytes: 512 * 1024 * 1024,
  memoryBytes: 1024 * 1024 * 1024,
  /** Questions that are answered at the same time. */
  concurrent: 4,
};

export type Limits = Readonly<typeof LIMITS>;

/** Injection token of the {@link Limits}. */
export const SQL_LIMITS = Symbol('sql-limits');

/** The formats an answer can have, with the media type of each. */
export const FORMATS = {
  CSVWithNames: 'text/csv; charset=utf-8; header=present',
  CSV: 'text/csv; charset=utf-8; header=absent',
  TabSeparatedWithNames: 'text/tab-separated-values; charset=utf-8',
  TabSeparated: 'text/tab-separated-values; charset=utf-8',
  JSON: 'application/json; charset=utf-8',
  JSONCompact: 'application/json; charset=utf-8',
  JSONEachRow: 'application/x-ndjson; charset=utf-8',
  Markdown: 'text/markdown; charset=utf-8',
  PrettyCompactNoEscapes: 'text/plain; charset=utf-8',
  Parquet: 'application/vnd.apache.parquet',
  ArrowStream: 'application/vnd.apache.arrow.stream',
} as const;

export type Format = keyof typeof FORMATS;

/** Answers questions of analysts, within limits, in a role that may read the documented views and nothing else. */
@Injectable()
export class SqlService {
  #running = 0;

  constructor(
    @Inject(CLICKHOUSE) private readonly clickHouse: ClickHouseClient,
    @Inject(SQL_LIMITS) private readonly limits: Limits,
    private readonly gate: Gate,
    private readonly role: ReaderRole,
  ) {}

  /**
   * @param gone aborted when the asker goes away: the engine then stops
   * @returns the answer as it comes; nothing of it before the question was answered as a whole
   * @throws Problem that says what was wrong with the question
   */
  async ask(sql: string, format: Format, gone: AbortSignal): Promise<Readable> {
    if (this.#running >= this.limits.concurrent) {
      const detail = `${this.limits.concurrent} questions are being answered. Try again in a few seconds.`;
      throw new Problem(429, 'Too many questions at once', detail, {}, { 'retry-after': '5' });
    }
    this.#running += 1;
    let isOver = false;
    const over = (): void => {
      if (!isOver) this.#running -= 1;
      isOver = true;
    };
    try {
      const text = await this.gate.admit(sql);
      const role = await this.role.name();
      gone.throwIfAborted();
      const { stream } = await this.clickHouse.exec({
        query: `${text}\nFORMAT ${format}`,
        role,
        abort_signal: gone,
        clickhouse_settings: this.#settings(),
      });
      stream.once('close', over);
      return stream;
    } catch (error) {
      over();
      throw gone.aborted ? error : this.#problemOf(error);
    }
  }

  #settings(): Record<string, string | number> {
    const { seconds, rows, resultBytes, memoryBytes } = this.limits;
    return {
      readonly: '1',
      max_execution_time: seconds,
      timeout_overflow_mode: 'throw',
      max_result_rows: String(rows),
      max_result_bytes: String(resultBytes),
      result_overflow_mode: 'throw',
      max_memory_usage: String(memoryBytes),
      max_query_size: '1048576',
      allow_introspection_functions: 0,
      // Errors get a status of their own, also those that come late.
      wait_end_of_query: 1,
      cancel_http_readonly_queries_on_client_close: 1,
    };
  }

  #problemOf(error: unknown): unknown {
    const { code, message } = error as { code?: string; message: string };
    const { seconds, rows, memoryBytes } = this.limits;
    const tooMuch = (detail: string): Problem => new Problem(422, 'Too much for one question', detail);
    switch (error instanceof Problem ? undefined : code) {
      case '497':
        return refused('It asks for a table or function that analysts can’t read.');
      case '164':
        return refused('Nothing can be changed.');
      case '159':
        return tooMuch(`It takes longer than ${seconds} s. Ask about fewer rows.`);
      case '241':
        return tooMuch(
          `It needs more than ${Math.round(memoryBytes / 2 ** 20)} MiB of memory. Group by less, or filter more.`,
        );
      case '396':
        return tooMuch(`The answer is too large: at most ${rows} rows. Aggregate, or add LIMIT.`);
      case undefined:
        return error;
      default:
        return OUTAGES.has(code ?? '')
          ? error
          : new Problem(400, 'The question can’t be answered', firstLine(message));
    }
  }
}

/** Codes of the engine for "not now"; see clickhouse/errors.ts. */
const OUTAGES = new Set(['3', '202', '203', '209', '210', '242', '243', '252', '285', '319', '425', '999']);
