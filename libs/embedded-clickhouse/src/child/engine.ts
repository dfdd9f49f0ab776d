import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Session } from 'chdb';
import { closeSession } from './close-session.js';
import { FailedWrites } from './failed-writes.js';
import { Gate } from './gate.js';
import { writeAccess } from './access.js';
import { storageSettings } from './storage-settings.js';

/** Measured defaults that differ between engine versions, or matter to whoever counts rows: said, not assumed. */
const PINNED_SETTINGS = [
  '--async_insert=0',
  '--insert_deduplicate=1',
  '--deduplicate_blocks_in_dependent_materialized_views=1',
  '--output_format_json_quote_64bit_integers=0',
  '--session_timezone=UTC',
  '--cancel_http_readonly_queries_on_client_close=1',
  // For the preamble alone, whose parameters may be long; it sets a server's usual limit at its end.
  '--max_query_size=268435456',
];

/** Of libuv's 16 threads; the rest serves files, gzip and KILL QUERY. */
const CONCURRENT_CALLS = 12;
const KILL_AGAIN_MS = 100;

export interface EngineCall {
  /** SET and USE statements, run first. */
  readonly preamble: string;
  readonly sql: string;
  /** For statements without FORMAT. */
  readonly format: string;
  /** Shown in system.processes.log_comment. */
  readonly comment: string;
  /** Kills the query in the engine. */
  readonly signal?: AbortSignal;
}

export interface EngineAnswer {
  readonly bytes: Uint8Array;
  /** Rows of the result, or rows read from the inserted file. */
  readonly rows: number;
  readonly rowBytes: number;
  readonly seconds: number;
}

/** The engine of this process on one data directory. */
export class Engine {
  readonly #keeper: Session;
  readonly #gate = new Gate(CONCURRENT_CALLS);
  readonly #arguments: readonly string[];
  readonly #failedWrites: FailedWrites;
  readonly version: string;

  /**
   * Opens the data directory, which takes about a second.
   *
   * @param readerGrants what the role `reader` may do
   * @param keepFreeBytes of its file system, which inserts and merges leave alone
   * @param onFailedWrite called once, with the reason, when the engine has failed to write to its disk: it is to be
   *   started again
   * @param memoryLimitBytes for the engine as a whole; queries beyond it fail with 241
   * @throws Error without a reason when the directory can't be opened or is in use: the engine writes the reason
   *   to the standard error of the process
   */
  constructor(
    readonly directory: string,
    memoryLimitBytes: number,
    readerGrants: readonly string[],
    keepFreeBytes: number,
    onFailedWrite: (message: string) => void,
  ) {
    this.#arguments = [...PINNED_SETTINGS, `--max_server_memory_usage=${memoryLimitBytes}`];
    // Without a session of its own the engine would shut down whenever no request is running.
    // Who may do what is read with the first session, and holds for all.
    const configuration = `--config-file=${writeAccess(directory, readerGrants, storageSettings(keepFreeBytes))}`;
    this.#keeper = new Session(directory, { connectionArgs: [...this.#arguments, configuration] });
    this.version = this.#keeper.query('SELECT version()', 'TabSeparated').trim();
    this.#failedWrites = new FailedWrites(() => this.#open('failed writes'), onFailedWrite);
  }

  /**
   * Runs one statement in a session of its own.
   *
   * TRICKY: a failed SELECT leaves rows in its session, and they come out in front of the next answer of that
   * session; settings stay on a session, too. So a session serves one request and is closed.
   *
   * @throws ChdbError with ClickHouse's message; ClickHouseException 243 once a write to the disk has failed
   */
  async run(call: EngineCall): Promise<EngineAnswer> {
    return this.#gate.run(async () => {
      call.signal?.throwIfAborted();
      const mark = randomUUID();
      const session = this.#open(`${mark} ${call.comment}`);
      let settled = false;
      const kill = (): void => void this.#kill(mark, () => settled);
      try {
        await session.queryAsync(call.preamble);
        call.signal?.throwIfAborted();
        call.signal?.addEventListener('abort', kill, { once: true });
        const result = await session.queryAsync(call.sql, { format: call.format });
        await this.#failedWrites.check();
        return {
          bytes: result.bytes(),
          rows: result.rowsRead,
          rowBytes: result.bytesRead,
          seconds: result.elapsed,
        };
      } finally {
        settled = true;
        call.signal?.removeEventListener('abort', kill);
        closeSession(session);
      }
    });
  }

  /**
   * Whether everything could be written so far, also by merges that nobody asked for.
   *
   * @throws ClickHouseException 243 once a write has failed
   */
  async checkWrites(): Promise<void> {
    await this.#failedWrites.check();
  }

  close(): void {
    this.#failedWrites.close();
    closeSession(this.#keeper);
  }

  #open(comment: string): Session {
    return new Session(this.directory, { connectionArgs: [...this.#arguments, `--log_comment=${comment}`] });
  }

  /** Past the gate: a query must end also when all places are taken. */
  async #kill(mark: string, settled: () => boolean): Promise<void> {
    const session = this.#open('kill');
    try {
      // Again and again: a query that has just been handed over is not in the list of processes yet.
      while (!settled()) {
        // TRICKY: KILL QUERY ... SYNC never returns here.
        await session.queryAsync(`KILL QUERY WHERE startsWith(Settings['log_comment'], '${mark}') ASYNC`);
        await pause(KILL_AGAIN_MS);
      }
    } finally {
      closeSession(session);
    }
  }
}
