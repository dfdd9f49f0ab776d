import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Store } from '../clickhouse/store.js';
import { ImportsBusy, ImportService, type StartedImport } from '../ingestion/import/import.service.js';
import { writeDurably } from '../platform/durable-file.js';
import { ENVIRONMENT, type Environment } from '../platform/environment.js';
import { Projector } from '../projection/projector.js';
import { ProgressLine } from './progress-line.js';
import { SAMPLE } from './sample.js';

const STEP_MS = 200;

/**
 * The first look is a live dashboard on real input: an embedded store that is empty gets the bundled log, through
 * the same import as any file. A half-finished import (the process was killed) is finished at the next start.
 */
@Injectable()
export class SampleImport {
  readonly #logger = new Logger('sample');
  readonly #marker: string;

  constructor(
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    private readonly store: Store,
    private readonly projector: Projector,
    private readonly imports: ImportService,
  ) {
    this.#marker = join(environment.dataDirectory, 'sample-import.json');
  }

  async runIfEmpty(): Promise<void> {
    const { kafkaBrokers, clickHouseUrl } = this.environment;
    // Somebody's own log or server is not ours to fill.
    if (kafkaBrokers !== undefined || clickHouseUrl !== undefined) return;
    await this.store.ready();
    if (!(await this.#isHalfDone()) && !(await this.#isEmpty())) return;
    await this.#mark('running');
    this.#logger.log(`The store is empty: importing sample data. ${SAMPLE.title}, ${SAMPLE.licence}`);
    const { size } = await stat(SAMPLE.file);
    const started = await this.#start();
    if (started !== undefined) await this.#follow(started, size);
  }

  /** `undefined` where the service is being stopped: the next start goes on from the marker. */
  async #start(): Promise<StartedImport | undefined> {
    const mapping = await readFile(SAMPLE.mapping, 'utf8');
    const stream = createReadStream(SAMPLE.file);
    try {
      return await this.imports.start({
        stream,
        format: 'csv',
        mapping,
        origin: 'sample',
        name: 'hiring-log.csv',
      });
    } catch (error) {
      stream.destroy();
      if (error instanceof ImportsBusy) return undefined;
      throw error;
    }
  }

  async #follow({ done, progress }: StartedImport, size: number): Promise<void> {
    const line = new ProgressLine(process.stderr);
    const timer = setInterval(() => {
      const { bytes, counts } = progress();
      line.show(bytes / size, `${counts.recorded.toLocaleString('en')} events kept`);
    }, STEP_MS);
    const { state, error, counts } = await done;
    clearInterval(timer);
    line.end();
    if (state !== 'done') {
      this.#logger.error(`The sample could not be imported: ${error}. It is tried again at the next start.`);
      return;
    }
    for (let left = await this.projector.lag(); left !== 0n; left = await this.projector.lag())
      await pause(STEP_MS);
    await this.#mark('done');
    const { recorded, duplicate, ignored } = counts;
    const known = duplicate > 0 ? `, ${duplicate.toLocaleString('en')} known before` : '';
    this.#logger.log(
      `Sample imported: ${recorded.toLocaleString('en')} events${known}, ${ignored.toLocaleString('en')} rows ignored. To start empty: npm start -- --empty`,
    );
  }

  async #isEmpty(): Promise<boolean> {
    // Until the projection runs nothing can be said of the log.
    let lag = await this.projector.lag();
    for (; lag === undefined; lag = await this.projector.lag()) await pause(STEP_MS);
    // One that has lost rows is not a new one.
    if (this.store.withheld !== undefined) return false;
    const [row] = await this.store.rows<{ n: number }>('SELECT count() AS n FROM stored_events');
    return lag === 0n && row?.n === 0;
  }

  async #isHalfDone(): Promise<boolean> {
    const text = await readFile(this.#marker, 'utf8').catch(() => '{}');
    try {
      return (JSON.parse(text) as { state?: string }).state === 'running';
    } catch {
      // Whatever broke it: importing once more changes nothing.
      return true;
    }
  }

  async #mark(state: 'running' | 'done'): Promise<void> {
    // Renamed into place: a kill in the middle of writing must leave the one or the other, not an empty file.
    await writeDurably(this.#marker, `${JSON.stringify({ state })}\n`);
  }
}
