import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { ENVIRONMENT, type Environment } from '../../platform/environment.js';
import { compileMapping } from './compiled-mapping.js';
import { FailedRows } from './failed-rows.js';
import { ImportRun } from './import-run.js';
import type { ImportState } from './import-state.js';
import type { Mapping } from './mapping.js';
import { readCsv } from './read-csv.js';
import { readJsonl } from './read-jsonl.js';
import type { ReadRow } from './row.js';

export type ImportFormat = 'csv' | 'jsonl';

export interface ImportRequest {
  /** The file's bytes, read as fast as its events become durable. */
  readonly stream: AsyncIterable<Uint8Array>;
  readonly format: ImportFormat;
  readonly mapping: Mapping;
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

/**
 * Imports files: one rule set, one stream, any number of rows. What is known of an import lives as long as the
 * process; one that a crash interrupted is run again, which counts nothing twice.
 */
@Injectable()
export class ImportService implements OnModuleInit, BeforeApplicationShutdown {
  readonly #directory: string;
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
    for (const { run } of this.#imports.values()) run.stop();
    await Promise.all([...this.#imports.values()].map(({ done }) => done));
  }

  /** @throws MappingError when the mapping doesn't fit the events that it makes; then nothing is read */
  start({ stream, format, mapping, dryRun = false, origin, name }: ImportRequest): StartedImport {
    const compiled = compileMapping(mapping);
    const id = randomUUID();
    const failedRows = new FailedRows(join(this.#directory, `${id}.csv`));
    const run = new ImportRun({
      id,
      ...(name === undefined ? {} : { name }),
      origin: origin ?? `import:${id}`,
      dryRun,
      rows: (bytes) => this.#read(bytes, format, mapping, compiled.columns),
      mapping: compiled,
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

  #read(
    bytes: AsyncIterable<Uint8Array>,
    format: ImportFormat,
    mapping: Mapping,
    columns: ReadonlyMap<string, readonly string[]>,
  ): AsyncGenerator<ReadRow[]> {
    return format === 'csv' ? readCsv(bytes, mapping.csv, columns) : readJsonl(bytes);
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
