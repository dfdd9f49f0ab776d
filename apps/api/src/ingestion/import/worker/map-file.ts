import type { CompiledMapping } from '../compiled-mapping.js';
import type { ImportFormat } from '../import-format.js';
import type { Mapping } from '../mapping.js';
import { readCsv } from '../read-csv.js';
import { readJsonl } from '../read-jsonl.js';
import type { ReadRow } from '../row.js';
import { BatchUnderConstruction } from './mapped-batch.js';
import type { MappedBatch } from './protocol.js';

export interface FileToMap {
  readonly format: ImportFormat;
  /** So many events are told; further ones are only counted. Absent: all. */
  readonly mostEvents: number | undefined;
  readonly mapping: Mapping;
  readonly compiled: CompiledMapping;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** What future-dated events are found by (ISO 8601, UTC). */
  readonly now: () => string;
}

/**
 * Reads a file to its end and maps its rows, in batches.
 * @param send is awaited: while nobody takes a batch, nothing further is read
 * @throws ImportFailed when the file can't be imported
 */
export async function mapFile(file: FileToMap, send: (batch: MappedBatch) => Promise<void>): Promise<void> {
  const { compiled, now } = file;
  const batch = new BatchUnderConstruction(file.mostEvents);
  for await (const rows of rowsOf(file)) {
    for (const read of rows) {
      if ('failed' in read) batch.failed([read.failed]);
      else {
        const outcome = compiled.eventsOf(read.row, now());
        if (outcome.kind === 'ignored') batch.ignored();
        else if (outcome.kind === 'failed') batch.failed(outcome.failures);
        else batch.events(read.row.line, outcome.events);
      }
      if (batch.isFull) await send(batch.take());
    }
    if (!batch.isEmpty) await send(batch.take());
  }
}

function rowsOf({ format, mapping, compiled, bytes }: FileToMap): AsyncGenerator<ReadRow[]> {
  return format === 'csv' ? readCsv(bytes, mapping.csv, compiled.columns) : readJsonl(bytes);
}
