import { addAbortSignal, Readable } from 'node:stream';
import { Logger } from '@nestjs/common';
import type { CommandBus } from '@nestjs/cqrs';
import { BackOff, pause } from '../../event-log/back-off.js';
import { EventLogUnavailable, messageOf } from '../../event-log/errors.js';
import type { Clock } from '../../platform/clock.js';
import { withoutPaths } from '../../platform/without-paths.js';
import { RecordEvents, type RecordResult } from '../record-events.command.js';
import type { FailedRows } from './failed-rows.js';
import type { ImportCounts, ImportState } from './import-state.js';
import { ImportFailed, type FailedRow } from './row.js';
import { eventsOf } from './worker/mapped-batch.js';
import type { MappingWorker } from './worker/mapping-worker.js';
import type { MappedBatch } from './worker/protocol.js';

export const EVENTS_PER_BATCH = 1_000;
/** So many failures, and of a dry run events, are shown. */
export const SHOWN = 20;
/** With the back-off's steps these are some 25 seconds. */
const TRIES = 10;
const STOPPED = 'The service was stopped. Run the import again; nothing is counted twice.';

/** What a run works with. */
export interface ImportRunParts {
  readonly id: string;
  readonly name?: string;
  readonly origin: string;
  readonly dryRun: boolean;
  readonly worker: MappingWorker;
  readonly failedRows: FailedRows;
  readonly commands: CommandBus;
  readonly clock: Clock;
}

/** One file on its way into the log, batch by batch; the next rows are read when the last are durable. */
export class ImportRun {
  readonly #startedAt: string;
  readonly #counts: { -readonly [Name in keyof ImportCounts]: number };
  readonly #firstFailures: FailedRow[] = [];
  readonly #firstEvents: unknown[] = [];
  readonly #stopping = new AbortController();
  readonly #logger = new Logger('imports');
  #state: ImportState['state'] = 'running';
  #bytes = 0;
  #rows = 0;
  #finishedAt: string | undefined;
  #error: string | undefined;
  #fault: ImportState['fault'];
  /** Events that wait for their batch to be full, with the lines they come from. */
  #batch: { readonly line: number; readonly bytes: Uint8Array }[] = [];

  constructor(private readonly parts: ImportRunParts) {
    this.#startedAt = parts.clock().toISOString();
    this.#counts = { events: 0, recorded: 0, duplicate: 0, rejected: 0, ignored: 0, failed: 0 };
  }

  /** Runs to the end. Never throws: what went wrong is in the progress. */
  async run(bytes: AsyncIterable<Uint8Array>): Promise<ImportState> {
    // A source that has nothing to say at the moment must not hold up the end of the service.
    if (bytes instanceof Readable) addAbortSignal(this.#stopping.signal, bytes);
    try {
      const now = (): string => this.parts.clock().toISOString();
      for await (const mapped of this.parts.worker.batches(this.#counted(bytes), now))
        await this.#take(mapped);
      await this.#record();
      this.#state = 'done';
    } catch (error) {
      this.#state = 'failed';
      this.#fault = error instanceof ImportFailed ? 'file' : 'service';
      if (this.#fault === 'service') this.#logger.warn(`An import broke off: ${messageOf(error)}`);
      this.#error = this.#stopping.signal.aborted ? STOPPED : explanationOf(error);
      if (bytes instanceof Readable) bytes.destroy();
    }
    await this.parts.failedRows.flush().catch(() => undefined);
    this.#finishedAt = this.parts.clock().toISOString();
    return this.progress();
  }

  /** Ends the run as failed after the batch at hand. */
  stop(): void {
    this.#stopping.abort();
    void this.parts.worker.end();
  }

  progress(): ImportState {
    const { id, name, dryRun } = this.parts;
    const message = this.#state === 'done' && this.#rows === 0 ? 'The file has no rows.' : undefined;
    return {
      id,
      ...(name === undefined ? {} : { name }),
      state: this.#state,
      dryRun,
      bytes: this.#bytes,
      rows: this.#rows,
      counts: { ...this.#counts },
      startedAt: this.#startedAt,
      ...(this.#finishedAt === undefined ? {} : { finishedAt: this.#finishedAt }),
      ...(this.#error === undefined ? {} : { error: this.#error }),
      ...(this.#fault === undefined ? {} : { fault: this.#fault }),
      ...(message === undefined ? {} : { message }),
      firstFailures: [...this.#firstFailures],
      ...(dryRun ? { firstEvents: [...this.#firstEvents] } : {}),
    };
  }

  async *#counted(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      if (this.#stopping.signal.aborted)
        throw new ImportFailed('The service was stopped. Run the import again.');
      this.#bytes += chunk.byteLength;
      yield chunk;
    }
  }

  async #take(mapped: MappedBatch): Promise<void> {
    this.#rows += mapped.rows;
    this.#counts.ignored += mapped.ignored;
    this.#counts.failed += mapped.failed;
    this.#counts.events += mapped.events;
    this.#list(mapped.failures);
    if (this.parts.dryRun) {
      const told = [...eventsOf(mapped)].map(
        ({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as unknown,
      );
      this.#firstEvents.push(...told);
      await this.parts.failedRows.flush();
      return;
    }
    for (const event of eventsOf(mapped)) {
      this.#batch.push(event);
      if (this.#batch.length >= EVENTS_PER_BATCH) await this.#record();
    }
    await this.parts.failedRows.flush();
  }

  /** Two fields that read one cell stumble over it twice; whoever mends the file has one thing to do. */
  #list(failures: readonly FailedRow[]): void {
    const distinct = new Map(
      failures.map((failure) => [JSON.stringify([failure.line, failure.column, failure.reason]), failure]),
    );
    for (const failure of distinct.values()) {
      this.parts.failedRows.add(failure);
      if (this.#firstFailures.length < SHOWN) this.#firstFailures.push(failure);
    }
  }

  async #record(): Promise<void> {
    const batch = this.#batch;
    this.#batch = [];
    if (batch.length === 0) return;
    const results = await this.#send(new RecordEvents(batch, this.parts.origin));
    const rejected: FailedRow[] = [];
    results.forEach((result, index) => {
      this.#counts[result.status] += 1;
      if (result.status !== 'rejected') return;
      const reason = `${result.reason}: ${result.problems.map(({ message }) => message).join('; ')}`;
      rejected.push({ line: batch[index]?.line ?? 0, column: '', reason });
    });
    this.#list(rejected);
  }

  /** A short outage of the log must not end the import of a large file. */
  async #send(command: RecordEvents): Promise<readonly RecordResult[]> {
    const backOff = new BackOff();
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.parts.commands.execute(command);
      } catch (error) {
        const { aborted } = this.#stopping.signal;
        if (!(error instanceof EventLogUnavailable) || tries === TRIES || aborted) throw error;
        await pause(backOff.next(), this.#stopping.signal);
      }
    }
  }
}

function explanationOf(error: unknown): string {
  if (error instanceof ImportFailed) return error.message;
  const reason = withoutPaths(messageOf(error));
  return `The import broke off: ${reason.replace(/\.$/, '')}. Run it again; what was recorded before is not counted twice.`;
}
