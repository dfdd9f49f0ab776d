import { parentPort, workerData } from 'node:worker_threads';
import { compileMapping } from '../compiled-mapping.js';
import { MappingError, parseMapping } from '../mapping.js';
import { ImportFailed } from '../row.js';
import { mapFile } from './map-file.js';
import {
  MAX_BATCHES_AHEAD,
  type FromWorker,
  type MappedBatch,
  type ToWorker,
  type WorkerStart,
} from './protocol.js';

/**
 * The program of the thread in which a mapping is read and the rows of a file are mapped: what a mapping or a file
 * makes it do keeps nobody else waiting, and it can be ended at any point.
 */
const port = parentPort;
if (port === null) throw new Error('This program runs as a worker thread of the service.');

/** What the service has sent and this thread has not got to yet. */
const parts: Exclude<ToWorker, { type: 'taken' }>[] = [];
let batchesAhead = 0;
let now = '';
let wake: () => void = () => undefined;

const tell = (message: FromWorker, transferred: ArrayBuffer[] = []): void =>
  port.postMessage(message, transferred);
const woken = (): Promise<void> => new Promise((resolve) => (wake = resolve));

port.on('message', (message: ToWorker) => {
  if (message.type === 'taken') batchesAhead -= 1;
  else parts.push(message);
  wake();
});

async function* bytesOfFile(): AsyncGenerator<Uint8Array> {
  for (;;) {
    const part = parts.shift();
    if (part === undefined) await woken();
    else if (part.type === 'end') return;
    else {
      now = part.now;
      yield part.bytes;
      tell({ type: 'read' });
    }
  }
}

async function send(batch: MappedBatch): Promise<void> {
  batchesAhead += 1;
  tell({ type: 'batch', batch }, [batch.json.buffer as ArrayBuffer]);
  while (batchesAhead >= MAX_BATCHES_AHEAD) await woken();
}

async function run({ yaml, format, mostEvents }: WorkerStart): Promise<void> {
  try {
    const mapping = parseMapping(yaml);
    const compiled = compileMapping(mapping);
    tell({ type: 'ready' });
    await mapFile({ format, mostEvents, mapping, compiled, bytes: bytesOfFile(), now: () => now }, send);
    tell({ type: 'done' });
  } catch (error) {
    if (error instanceof MappingError) tell({ type: 'unusable', faults: error.faults });
    else if (error instanceof ImportFailed) tell({ type: 'failed', message: error.message });
    else throw error;
  }
}

await run(workerData as WorkerStart);
port.close();
