import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { ClickHouseClient } from '@clickhouse/client';
import { Inject, Injectable } from '@nestjs/common';
import { CLICKHOUSE, CLICKHOUSE_ENDPOINT } from '../clickhouse/clickhouse.token.js';
import type { ClickHouseEndpoint } from '../clickhouse/endpoint.js';
import { isOutage, StoreUnavailable } from '../clickhouse/errors.js';
import { Problem } from '../platform/problem.js';
import { firstLine, Gate, refused } from './gate.js';
import { settingsOf, SQL_LIMITS, type Limits } from './limits.js';
import { Places } from './places.js';
import { ReaderRole } from './reader-role.js';

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
  readonly #places: Places;

  constructor(
    @Inject(CLICKHOUSE) private readonly clickHouse: ClickHouseClient,
    @Inject(SQL_LIMITS) private readonly limits: Limits,
    private readonly gate: Gate,
    private readonly role: ReaderRole,
    @Inject(CLICKHOUSE_ENDPOINT) endpoint: ClickHouseEndpoint,
  ) {
    this.#places = new Places(limits.concurrent, clickHouse, endpoint);
  }

  /**
   * @param gone aborted when the asker goes away: the engine then stops
   * @returns the answer as it comes; nothing of it before the question was answered as a whole. Its place is taken until
   *   it is read or destroyed
   * @throws Problem that says what was wrong with the question
   */
  async ask(sql: string, format: Format, gone: AbortSignal): Promise<Readable> {
    const place = this.#places.take();
    const queryId = randomUUID();
    let isAsked = false;
    try {
      const text = await this.gate.admit(sql, this.limits.nameLength);
      const role = await this.role.name();
      gone.throwIfAborted();
      isAsked = true;
      const { stream } = await this.clickHouse.exec({
        query: `${text}\nFORMAT ${format}`,
        query_id: queryId,
        role,
        abort_signal: gone,
        clickhouse_settings: settingsOf(this.limits),
      });
      stream.once('close', () => place.free());
      return stream;
    } catch (error) {
      // An error with a number is the engine's own: it has ended the question.
      if (!isAsked || /^\d+$/.test((error as { code?: string }).code ?? '')) place.free();
      else place.freeOnceEnded(queryId);
      throw gone.aborted ? error : this.#problemOf(error);
    }
  }

  #problemOf(error: unknown): unknown {
    const { code, message } = error as { code?: string; message: string };
    const { seconds, rows, resultBytes, memoryBytes, temporaryBytes, columns } = this.limits;
    const tooMuch = (detail: string): Problem => new Problem(422, 'Too much for one question', detail);
    switch (error instanceof Problem ? undefined : code) {
      case '497':
        return refused('It asks for a table or function that analysts can’t read.');
      case '164':
        return refused('Nothing can be changed.');
      case '159':
        return tooMuch(`It takes longer than ${seconds} s. Ask about fewer rows.`);
      case '161':
      case '165':
        return tooMuch(`It has more than ${columns} columns. Name those that you need.`);
      case '162':
      case '167':
      case '168':
        return tooMuch('The statement is too long or too deeply nested (16 levels). Take it apart.');
      case '202':
        return this.#places.allTaken();
      case '241':
        return tooMuch(
          `It needs more than ${inMiB(memoryBytes)} MiB of memory. Group by less, or filter more.`,
        );
      case '306':
        return tooMuch('It goes deeper than 1,000 levels. Let a recursion end sooner.');
      case '396':
        if (message.includes('temporary files')) {
          return tooMuch(
            `It needs more than ${inMiB(temporaryBytes)} MiB of temporary files. Group fewer rows.`,
          );
        }
        return tooMuch(
          `The answer is too large: at most ${rows} rows and ${inMiB(resultBytes)} MiB. Aggregate, name the columns, or add LIMIT.`,
        );
      case undefined:
        break;
      default:
        if (STORE_FAULTS.has(code ?? '') || message.includes('filesystem_error'))
          return new StoreUnavailable(message, { cause: error });
        if (!OUTAGES.has(code ?? '') && !isOutage(error)) {
          return new Problem(400, 'The question can’t be answered', firstLine(message));
        }
    }
    // The restart that breaks a connection may be on account of this very question.
    if (isOutage(error)) this.#places.checkPause();
    return error;
  }
}

const inMiB = (bytes: number): number => Math.round(bytes / 2 ** 20);

/** Codes of the engine for "not now"; see clickhouse/errors.ts. */
const OUTAGES = new Set(['3', '202', '203', '209', '210', '242', '243', '252', '285', '319', '425', '999']);

/** Codes for files of the store that are missing or broken. No question can be to blame: none may name a file. */
const STORE_FAULTS = new Set(['40', '74', '76', '107', '226']);
