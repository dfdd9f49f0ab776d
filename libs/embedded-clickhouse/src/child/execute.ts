import { READER } from './access.js';
import type { Body } from './body.js';
import type { Engine, EngineAnswer } from './engine.js';
import { ClickHouseException, toClickHouseException } from './exception.js';
import { preamble } from './preamble.js';
import type { ReaderStatements } from './reader-statements.js';
import type { QueryRequest } from './request.js';
import type { Spool, Spooled } from './spool.js';
import { readStatement, type InsertWithData, type Statement } from './sql/statement.js';

/** What a statement answered. */
export interface Outcome {
  readonly format: string;
  readonly content: Spooled;
  readonly gzipped: boolean;
  readonly summary: {
    readonly read: number;
    readonly written: number;
    readonly bytes: number;
    readonly seconds: number;
  };
}

/** Level 3, a ClickHouse server's default for HTTP. */
const GZIP = `COMPRESSION 'gzip' LEVEL 3`;

/** Runs the statements of requests: large data goes into and comes out of the engine through files. */
export class Executor {
  constructor(
    private readonly engine: Engine,
    private readonly spool: Spool,
    private readonly readers: ReaderStatements,
  ) {}

  /**
   * Runs one request. Nothing has been sent to the client before it returns, so every error of the engine,
   * also one behind a million rows, can still be reported with its status.
   *
   * @param abort aborted when the client goes away; ends a query that only reads. Like a ClickHouse server, an
   *   insert or another change is carried through once its data has arrived.
   * @throws ClickHouseException
   */
  async execute(request: QueryRequest, body: Body, abort: AbortSignal): Promise<Outcome> {
    // In latin1 one character is one byte, so that positions in the text are positions in the body.
    let statement = readStatement(body.head.toString('latin1'));
    if (statement.kind === 'insert-data') {
      return this.#insert(request, body, statement.insert);
    }
    const known = body.head.length;
    const text = (await body.whole()).toString('latin1');
    if (text.length > known) statement = readStatement(text);
    return this.#query(request, text, statement, abort);
  }

  async #query(
    request: QueryRequest,
    text: string,
    statement: Statement,
    abort: AbortSignal,
  ): Promise<Outcome> {
    if (statement.kind === 'empty' || statement.kind === 'insert-data') {
      throw new ClickHouseException(62, 'Code: 62. DB::Exception: Empty query. (SYNTAX_ERROR)');
    }
    const format = statement.format?.name ?? request.defaultFormat;
    const file = this.spool.reserve('out');
    if (statement.kind === 'command') {
      const sql = fromLatin1(text.slice(0, statement.end));
      const answer =
        request.role === READER
          ? await this.#runForReader(request, sql, format, abort, file)
          : await this.#run(request, sql, format);
      return { format, content: answer, gzipped: false, summary: summary(answer, 0) };
    }
    const outfile = ` INTO OUTFILE '${file}' ${request.acceptsGzip ? GZIP : `COMPRESSION 'none'`}`;
    const at = statement.format?.start ?? statement.end;
    // A line end: what stands in front may end in a comment.
    const rest = statement.format === undefined ? ` FORMAT ${format}` : ` ${text.slice(at, statement.end)}`;
    const sql = `${text.slice(0, at)}\n${outfile}${rest}`;
    try {
      const answer =
        request.role === READER
          ? await this.#runForReader(request, fromLatin1(sql), format, abort, file, outfile)
          : await this.#run(request, fromLatin1(sql), format, abort, outfile);
      const content = this.spool.take(file);
      if (request.role === READER && 'stream' in content) {
        content.stream.once('close', this.readers.hold(content.size));
      }
      return {
        format,
        content,
        gzipped: request.acceptsGzip,
        summary: summary(answer, 0),
      };
    } catch (error) {
      this.spool.remove(file);
      throw error;
    }
  }

  async #insert(request: QueryRequest, body: Body, insert: InsertWithData): Promise<Outcome> {
    const text = body.head.toString('latin1');
    const file = this.spool.reserve('in');
    const infile = ` FROM INFILE '${file}' COMPRESSION 'none' `;
    const values = insert.format === 'Values' && insert.headEnd < insert.dataAt;
    const settingsAndFormat = text.slice(insert.infileAt, insert.headEnd);
    const sql = `${text.slice(0, insert.infileAt)}${infile}${settingsAndFormat}${values ? ' FORMAT Values' : ''}`;
    try {
      if (body.complete) this.spool.put(file, body.head.subarray(insert.dataAt));
      else await this.spool.write(file, body.from(insert.dataAt));
      const answer = await this.#run(request, fromLatin1(sql), insert.format, undefined, infile);
      return {
        format: insert.format,
        content: { bytes: Buffer.alloc(0) },
        gzipped: false,
        summary: summary(answer, answer.rows),
      };
    } finally {
      this.spool.remove(file);
    }
  }

  #runForReader(
    request: QueryRequest,
    sql: string,
    format: string,
    gone: AbortSignal,
    file: string,
    ours = '',
  ): Promise<EngineAnswer> {
    const seconds = Number(request.settings.get('max_execution_time'));
    return this.readers.run(file, seconds, gone, (signal) => this.#run(request, sql, format, signal, ours));
  }

  async #run(
    request: QueryRequest,
    sql: string,
    format: string,
    signal?: AbortSignal,
    ours = '',
  ): Promise<EngineAnswer> {
    try {
      return await this.engine.run({
        preamble: preamble(request),
        sql,
        format,
        comment: request.queryId,
        isReaders: request.role === READER,
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (error) {
      const exception = toClickHouseException(error);
      // The message quotes the statement; the reader has not written the clause that was added to it.
      const said = ours === '' ? exception.text : exception.text.replaceAll(ours.trim(), '');
      throw new ClickHouseException(exception.code, said);
    }
  }
}

function summary(answer: EngineAnswer, written: number): Outcome['summary'] {
  return { read: answer.rows, written, bytes: answer.rowBytes, seconds: answer.seconds };
}

/** The bytes that were read as latin1, as the UTF-8 text that they are. */
function fromLatin1(text: string): string {
  return Buffer.from(text, 'latin1').toString('utf8');
}
