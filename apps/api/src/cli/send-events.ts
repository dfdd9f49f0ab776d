import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { MAX_EVENT_BYTES } from '@hearback/domain';
import { Failure } from './failure.js';
import { assertReadable } from './readable-file.js';
import type { Service } from './service.js';

const BATCH_EVENTS = 500;
/** Well below what the service takes in one request. */
const BATCH_BYTES = 8 * 1024 * 1024;

interface Answer {
  readonly results: readonly {
    readonly index: number;
    readonly status: string;
    readonly reason?: string;
    readonly problems?: readonly { readonly path: string; readonly message: string }[];
  }[];
  readonly recorded: number;
  readonly duplicates: number;
  readonly rejected: number;
}

/** Sends a file of CloudEvents, one JSON object per line, and tells which lines were rejected and why. */
export async function sendEvents(service: Service, file: string, { json }: { json: boolean }): Promise<void> {
  if (file !== '-') {
    await assertReadable(file);
  }
  const totals = { recorded: 0, duplicates: 0, rejected: 0 };
  let batch: { line: number; text: string }[] = [];
  let batchBytes = 0;
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    const lines = batch;
    batch = [];
    batchBytes = 0;
    const body = `[${lines.map(({ text }) => text).join(',')}]`;
    const answer = await service.post<Answer>('/api/v1/events', body, 'application/cloudevents-batch+json');
    totals.recorded += answer.recorded;
    totals.duplicates += answer.duplicates;
    totals.rejected += answer.rejected;
    for (const { index, status, reason, problems = [] } of answer.results) {
      if (status !== 'rejected') continue;
      const why = problems
        .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
        .join('; ');
      console.error(`line ${lines[index]?.line}: ${reason}: ${why}`);
    }
  };
  let line = 0;
  const input = file === '-' ? process.stdin : createReadStream(file);
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() === '') continue;
    if (!isJson(text)) {
      // One bad line must not spoil the batch it would stand in.
      totals.rejected += 1;
      console.error(`line ${line}: not-json: expected one CloudEvent as a JSON object`);
      continue;
    }
    const bytes = Buffer.byteLength(text);
    if (bytes > MAX_EVENT_BYTES) {
      totals.rejected += 1;
      console.error(
        `line ${line}: too-large: an event has at most ${MAX_EVENT_BYTES} bytes; this one has ${bytes}`,
      );
      continue;
    }
    if (batchBytes + bytes > BATCH_BYTES) await flush();
    batch.push({ line, text });
    batchBytes += bytes;
    if (batch.length === BATCH_EVENTS) await flush();
  }
  await flush();
  const { recorded, duplicates, rejected } = totals;
  console.log(
    json ? JSON.stringify(totals) : `${recorded} recorded, ${duplicates} duplicates, ${rejected} rejected`,
  );
  if (rejected > 0)
    throw new Failure(`${rejected} event(s) were rejected; mend them and send the file again.`);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
