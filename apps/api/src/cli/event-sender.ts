import { MAX_EVENT_BYTES } from '@hearback/domain';
import type { Patience } from './patience.js';
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

export interface Totals {
  readonly recorded: number;
  readonly duplicates: number;
  readonly rejected: number;
}

/** Sends events in batches, in the order in which they are added, and tells which were rejected and why. */
export class EventSender {
  readonly #totals = { recorded: 0, duplicates: 0, rejected: 0 };
  #batch: { readonly name: string; readonly text: string }[] = [];
  #bytes = 0;

  constructor(
    private readonly service: Service,
    private readonly patience: Patience,
  ) {}

  get totals(): Totals {
    return this.#totals;
  }

  /**
   * @param name what a rejection is told with
   * @param text one CloudEvent as JSON
   */
  async add(name: string, text: string): Promise<void> {
    const bytes = Buffer.byteLength(text);
    if (bytes > MAX_EVENT_BYTES) {
      this.reject(name, `too-large: an event has at most ${MAX_EVENT_BYTES} bytes; this one has ${bytes}`);
      return;
    }
    if (this.#bytes + bytes > BATCH_BYTES) await this.flush();
    this.#batch.push({ name, text });
    this.#bytes += bytes;
    if (this.#batch.length === BATCH_EVENTS) await this.flush();
  }

  /** Counts and tells what can't even be sent. */
  reject(name: string, why: string): void {
    this.#totals.rejected += 1;
    console.error(`${name}: ${why}`);
  }

  /** Sends what has not been sent yet. */
  async flush(): Promise<void> {
    if (this.#batch.length === 0) return;
    const batch = this.#batch;
    [this.#batch, this.#bytes] = [[], 0];
    const body = `[${batch.map(({ text }) => text).join(',')}]`;
    const answer = await this.patience.until(() =>
      this.service.post<Answer>('/api/v1/events', body, 'application/cloudevents-batch+json'),
    );
    this.#totals.recorded += answer.recorded;
    this.#totals.duplicates += answer.duplicates;
    this.#totals.rejected += answer.rejected;
    for (const { index, status, reason, problems = [] } of answer.results) {
      if (status !== 'rejected') continue;
      const why = problems
        .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
        .join('; ');
      console.error(`${batch[index]?.name}: ${reason}: ${why}`);
    }
  }
}

export function totalsText({ recorded, duplicates, rejected }: Totals): string {
  return `${recorded} recorded, ${duplicates} duplicates, ${rejected} rejected`;
}
