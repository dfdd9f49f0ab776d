import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { ENVIRONMENT, type Environment } from '../../platform/environment.js';
import { FailedRows } from './failed-rows.js';
import type { ImportFormat } from './import-format.js';
import { ImportRun, SHOWN } from './import-run.js';
import type { ImportState } from './import-state.js';
import { MappingWorker } from './worker/mapping-worker.js';
import type { WorkerStart } from './worker/protocol.js';

export interface ImportRequest {
  /** The file's bytes, read as fast as its events become durable. */
  readonly stream: AsyncIterable<Uint8Array>;
  readonly format: ImportFormat;
  /** YAML. */
  readonly mapping: string;
  /** Read, map and check everything, and record nothing. */
  readonly dryRun?: boolean;
  /** Told in the log; by default `import:<id>`. */
  readonly origin?: string;
  /** The file's name, for those who look at the list. */
  readonly name?: string;
}

export interface StartedImport {
  readonly id: string;
  /** Resolves when it is done or has failed, which the state tells; never rejects. */
  readonly done: Promise<ImportState>;
  readonly progress: () => ImportState;
}

/**
 * So many imports are remembered; older ones are forgotten together with their lists of failed rows. Dry runs have a
 * number of their own: whoever works on a mapping makes many, and no real import is to be forgotten for them.
 */
const REMEMBERED = 50;
const REMEMBERED_DRY_RUNS = 10;

/** So many run at a time, since each has a thread and its memory. */
const MAX_RUNNING = 8;

/** No further import can be started at the moment; the message says why. */
export class ImportsBusy extends Error {
  override readonly name = 'ImportsBusy';
}

/**
 * Imports files: one rule set, one stream, any number of rows. What is known of an import lives as long as the
 * process; one that a crash interrupted is run again, which counts nothing twice.
 */
@Injectable()
export class ImportService implements OnModuleInit, BeforeApplicationShutdown {
  readonly #directory: string;
  #starting = 0;
  #isStopping = false;
  readonly #imports = new Map<
    string,
    { readonly run: ImportRun; readonly done: Promise<ImportState>; readonly failedRows: FailedRows }
  >();

  constructor(
    private readonly commands: CommandBus,
    @Inject(ENVIRONMENT) { dataDirectory }: Environment,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#directory = join(dataDirectory, 'imports');
  }

  async onModuleInit(): Promise<void> {
    // Lists of a process that is gone; nobody knows their ids any more.
    await rm(this.#directory, { recursive: true, force: true });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#isStopping = true;
    for (const { run } of this.#imports.values()) run.stop();
    await Promise.all([...this.#imports.values()].map(({ done }) => done));
  }

  /**
   * @throws MappingError when the mapping is wrong or doesn't fit the events that it makes, ImportsBusy when too many
   * are running; then nothing is read
   */
  async start({
    stream,
    format,
    mapping,
    dryRun = false,
    origin,
    name,
  }: ImportRequest): Promise<StartedImport> {
    const worker = await this.#startWorker({
      yaml: mapping,
      format,
      ...(dryRun ? { mostEvents: SHOWN } : {}),
    });
    const id = randomUUID();
    const failedRows = new FailedRows(join(this.#directory, `${id}.csv`));
    const run = new ImportRun({
      id,
      ...(name === undefined ? {} : { name }),
      origin: origin ?? `import:${id}`,
      dryRun,
      worker,
      failedRows,
      commands: this.commands,
      clock: this.clock,
    });
    const done = run.run(stream);
    this.#imports.set(id, { run, done, failedRows });
    this.#forgetOldest();
    return { id, done, progress: () => run.progress() };
  }

  /** `undefined`: no such import, or one that is forgotten. */
  progress(id: string): ImportState | undefined {
    return this.#imports.get(id)?.run.progress();
  }

  /** The newest first. */
  list(): ImportState[] {
    return [...this.#imports.values()].map(({ run }) => run.progress()).reverse();
  }

  /** The failed rows as CSV: line, column, reason. */
  failedRows(id: string): Readable | undefined {
    return this.#imports.get(id)?.failedRows.read();
  }

  async #startWorker(start: WorkerStart): Promise<MappingWorker> {
    if (this.#isStopping) throw new ImportsBusy('The service is being stopped.');
    const running = [...this.#imports.values()].filter(
      ({ run }) => run.progress().state === 'running',
    ).length;
    if (running + this.#starting >= MAX_RUNNING)
      throw new ImportsBusy(`${MAX_RUNNING} imports are running, which is the most.`);
    this.#starting += 1;
    try {
      const worker = await MappingWorker.start(start);
      if (!this.#isStopping) return worker;
      await worker.end();
      throw new ImportsBusy('The service is being stopped.');
    } finally {
      this.#starting -= 1;
    }
  }

  #forgetOldest(): void {
    this.#forget(true, REMEMBERED_DRY_RUNS);
    this.#forget(false, REMEMBERED);
  }

  #forget(dryRun: boolean, remembered: number): void {
    const those = [...this.#imports].filter(([, { run }]) => run.progress().dryRun === dryRun);
    let tooMany = those.length - remembered;
    for (const [id, { run }] of those) {
      if (tooMany <= 0) return;
      if (run.progress().state === 'running') continue;
      tooMany -= 1;
      this.#imports.delete(id);
      void rm(join(this.#directory, `${id}.csv`), { force: true });
    }
  }
}
