import { pause } from './waiting.js';

/** As of the end of the load's simulated time: what is owed by then only grows as events come in. */
const QUESTION = '/api/v1/metrics/time-to-response?asOf=2025-06-01T00:00:00Z';
/** Cancelled or reassigned interviews may take a few away again. */
const LEAST_SHARE = 0.98;

interface Answer {
  readonly rows: readonly { readonly n: number }[];
}

/** Somebody who looks at a figure without a break, and finds fault with errors and with figures that fall. */
export class Reader {
  answers = 0;
  readonly faults: string[] = [];
  #most = 0;
  #stop = new AbortController();
  #reading: Promise<void> = Promise.resolve();

  /** Looks at this service until told to pause or until it is gone. */
  read(url: string): void {
    this.#stop = new AbortController();
    this.#reading = this.#read(url, this.#stop.signal);
  }

  async pause(): Promise<void> {
    this.#stop.abort();
    await this.#reading;
  }

  async #read(url: string, stop: AbortSignal): Promise<void> {
    // One that has just started waits for its store; what it says before is no answer yet.
    for (let isUp = false; !stop.aborted; await pause(20)) {
      const response = await fetch(url + QUESTION).catch(() => undefined);
      if (response === undefined) continue;
      const text = await response.text().catch(() => undefined);
      if (text === undefined) continue;
      if (response.status === 200) isUp = true;
      else if (isUp || response.status !== 503) this.faults.push(`${response.status} ${text}`);
      if (response.status === 200) this.#judge(text);
    }
  }

  #judge(text: string): void {
    this.answers += 1;
    const n = (JSON.parse(text) as Answer).rows[0]?.n ?? 0;
    if (n < this.#most * LEAST_SHARE) this.faults.push(`n fell from ${this.#most} to ${n}`);
    this.#most = Math.max(this.#most, n);
  }
}
