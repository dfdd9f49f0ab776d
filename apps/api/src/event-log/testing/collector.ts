import type { BatchHandler, LogBatch, LoggedRecord } from '../event-log.js';

/** Gathers what a consumption hands over, and lets a test wait for it. */
export class Collector {
  readonly batches: LogBatch[] = [];

  readonly handle: BatchHandler = (batch) => {
    this.batches.push(batch);
    return Promise.resolve();
  };

  get records(): LoggedRecord[] {
    return this.batches.flatMap(({ records }) => records);
  }

  get texts(): string[] {
    return this.records.map(textOf);
  }

  /** Waits until `count` records have come. */
  async has(count: number): Promise<void> {
    await until(() => this.records.length >= count, `${count} records`);
  }
}

export const textOf = ({ value }: LoggedRecord): string => Buffer.from(value ?? []).toString();

export const record = (key: string, text: string) => ({ key, value: Buffer.from(text), headers: {} });

export const numbered = (count: number, prefix = 'n') =>
  Array.from({ length: count }, (_, index) => record(`key-${index % 5}`, `${prefix}-${index}`));

export const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until `condition` holds; throws with `what` after 60 s. */
export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const deadline = Date.now() + 120_000; !(await condition()); await wait(10))
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
}

/** A promise and the function that resolves it. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}
