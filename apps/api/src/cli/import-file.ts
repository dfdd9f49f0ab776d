import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ImportState } from '../ingestion/import/import-state.js';
import { ProgressLine } from '../sample/progress-line.js';
import { Failure } from './failure.js';
import { assertReadable } from './readable-file.js';
import type { Patience } from './patience.js';
import type { Service } from './service.js';

export interface ImportOptions {
  readonly mapping: string;
  readonly format?: string;
  readonly dryRun?: boolean;
  readonly json: boolean;
}

const STEP_MS = 300;

/** Streams a file to the service and follows the import to its end. */
export async function importFile(
  service: Service,
  patience: Patience,
  file: string,
  options: ImportOptions,
): Promise<void> {
  const format = options.format ?? (/\.(jsonl|ndjson)$/i.test(file) ? 'jsonl' : 'csv');
  await Promise.all([options.mapping, file].map(assertReadable));
  const mapping = await readFile(options.mapping, 'utf8');
  const blob = await openAsBlob(file);
  const form = new FormData();
  form.append('dryRun', String(options.dryRun ?? false));
  form.append('format', format);
  form.append('mapping', mapping);
  form.append('file', blob, basename(file));

  const line = new ProgressLine(process.stderr);
  // The answer comes when the last event is durable; until then the service tells how far it is.
  let isRunning = true;
  const upload = patience
    .until(() => service.post<ImportState>('/api/v1/imports', form))
    .finally(() => (isRunning = false));
  upload.catch(() => undefined);
  while (isRunning) {
    await Promise.race([pause(STEP_MS), upload.catch(() => undefined)]);
    const { imports } = await service
      .get<{ imports: readonly ImportState[] }>('/api/v1/imports')
      .catch(() => ({ imports: [] }));
    const state = imports.find(({ name, state }) => name === basename(file) && state === 'running');
    if (state !== undefined) line.show(blob.size === 0 ? 1 : state.bytes / blob.size, `${state.rows} rows`);
  }
  line.end();
  report(await upload, options.json);
}

function report(state: ImportState, json: boolean): void {
  const { counts, rows } = state;
  if (json) console.log(JSON.stringify(state));
  else {
    for (const { line, column, reason } of state.firstFailures) {
      console.error(`line ${line}${column === '' ? '' : `, column ${column}`}: ${reason}`);
    }
    const events = state.dryRun
      ? `${counts.events} events (dry run: nothing was recorded)`
      : `${counts.recorded} events recorded, ${counts.duplicate} known before, ${counts.rejected} rejected`;
    console.log(`${rows} rows: ${events}; ${counts.ignored} rows ignored, ${counts.failed} failed`);
    if (state.dryRun) for (const event of state.firstEvents ?? []) console.log(JSON.stringify(event));
    if (state.message !== undefined) console.error(state.message);
  }
  if (counts.failed + counts.rejected > 0)
    throw new Failure('Some rows did not become events; the others are recorded.');
}
