import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { EventSender, totalsText } from './event-sender.js';
import { Failure } from './failure.js';
import { assertReadable } from './readable-file.js';
import type { Patience } from './patience.js';
import type { Service } from './service.js';

/** Sends a file of CloudEvents, one JSON object per line, and tells which lines were rejected and why. */
export async function sendEvents(
  service: Service,
  patience: Patience,
  file: string,
  { json }: { json: boolean },
): Promise<void> {
  if (file !== '-') {
    await assertReadable(file);
  }
  const sender = new EventSender(service, patience);
  let line = 0;
  const input = file === '-' ? process.stdin : createReadStream(file);
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() === '') continue;
    // One bad line must not spoil the batch it would stand in.
    if (isJson(text)) await sender.add(`line ${line}`, text);
    else sender.reject(`line ${line}`, 'not-json: expected one CloudEvent as a JSON object');
  }
  await sender.flush();
  const { totals } = sender;
  console.log(json ? JSON.stringify(totals) : totalsText(totals));
  if (totals.rejected > 0)
    throw new Failure(`${totals.rejected} event(s) were rejected; mend them and send the file again.`);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
