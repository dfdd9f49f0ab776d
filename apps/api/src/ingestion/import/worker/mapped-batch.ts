import { MAX_LISTED_FAULTS } from '../limits.js';
import type { FailedRow } from '../row.js';
import type { MappedBatch } from './protocol.js';

const MOST_EVENTS = 1_000;
const MOST_BYTES = 1024 * 1024;
const MOST_FAILURES = 1_000;

/** Collects what rows become until it is worth sending. */
export class BatchUnderConstruction {
  #rows = 0;
  #ignored = 0;
  #failed = 0;
  #made = 0;
  #failures: FailedRow[] = [];
  #events: Uint8Array[] = [];
  #lines: number[] = [];
  #bytes = 0;
  readonly #encoder = new TextEncoder();

  /** @param mostEvents so many of all events are kept; further ones are only counted */
  constructor(private mostEvents = Infinity) {}

  get isEmpty(): boolean {
    return this.#rows === 0;
  }

  get isFull(): boolean {
    return (
      this.#events.length >= MOST_EVENTS ||
      this.#bytes >= MOST_BYTES ||
      this.#failures.length >= MOST_FAILURES
    );
  }

  ignored(): void {
    this.#rows += 1;
    this.#ignored += 1;
  }

  /** One row, however many faults it has. */
  failed(failures: readonly FailedRow[]): void {
    this.#rows += 1;
    this.#failed += 1;
    this.#failures.push(...failures.slice(0, MAX_LISTED_FAULTS));
  }

  events(line: number, values: readonly unknown[]): void {
    this.#rows += 1;
    this.#made += values.length;
    for (const value of values) {
      if (this.mostEvents === 0) return;
      this.mostEvents -= 1;
      const bytes = this.#encoder.encode(JSON.stringify(value));
      this.#events.push(bytes);
      this.#lines.push(line);
      this.#bytes += bytes.byteLength;
    }
  }

  /** What was collected; from here on it collects anew. */
  take(): MappedBatch {
    const json = new Uint8Array(this.#bytes);
    const ends = new Uint32Array(this.#events.length);
    let end = 0;
    this.#events.forEach((bytes, index) => {
      json.set(bytes, end);
      end += bytes.byteLength;
      ends[index] = end;
    });
    const batch = {
      rows: this.#rows,
      ignored: this.#ignored,
      failed: this.#failed,
      events: this.#made,
      failures: this.#failures,
      json,
      ends,
      lines: Uint32Array.from(this.#lines),
    };
    this.#rows = this.#ignored = this.#failed = this.#made = this.#bytes = 0;
    this.#failures = [];
    this.#events = [];
    this.#lines = [];
    return batch;
  }
}

/** The events of a batch, each as its JSON. */
export function* eventsOf({ json, ends, lines }: MappedBatch): Generator<{
  readonly line: number;
  readonly bytes: Uint8Array;
}> {
  let start = 0;
  for (const [index, end] of ends.entries()) {
    yield { line: lines[index] ?? 0, bytes: json.subarray(start, end) };
    start = end;
  }
}
