import { setTimeout as pause } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import type { ClickHouseEndpoint } from '../clickhouse/endpoint.js';
import { isOutage } from '../clickhouse/errors.js';
import { Problem } from '../platform/problem.js';

/** How often the engine is asked whether it has ended a question whose asker is gone: twice as long each time. */
const FIRST_LOOK_MS = 100;
const LONGEST_LOOK_MS = 2_000;

const RUNNING = `SELECT count() AS running FROM system.processes
  WHERE query_id = {id:String} OR endsWith(Settings['log_comment'], {id:String})`;

/** A place for one question. */
export interface Place {
  /** The engine has ended the question, and its answer was taken or given up. */
  free(): void;
  /** Nobody waits for the question any more, and nobody knows whether the engine has ended it. */
  freeOnceEnded(queryId: string): void;
}

/** The places for questions: each is held until the engine has ended its question, not until the asker has gone. */
export class Places {
  #taken = 0;

  constructor(
    private readonly number: number,
    private readonly clickHouse: ClickHouseClient,
    private readonly endpoint: ClickHouseEndpoint,
  ) {}

  /** @throws Problem 429 when all are taken, 503 while questions pause after one that could not be ended */
  take(): Place {
    this.checkPause();
    if (this.#taken >= this.number) throw this.allTaken();
    this.#taken += 1;
    let isFree = false;
    const free = (): void => {
      if (!isFree) this.#taken -= 1;
      isFree = true;
    };
    return { free, freeOnceEnded: (queryId) => void this.#ended(queryId).then(free) };
  }

  /** @throws Problem 503 while questions pause */
  checkPause(): void {
    const left = (this.endpoint.readersPausedUntil?.() ?? 0) - Date.now();
    if (left <= 0) return;
    const seconds = Math.ceil(left / 1000);
    const detail = `A question could not be stopped, so the engine was restarted. Questions are taken again in ${seconds} s; ask about fewer rows, or shorter texts and arrays.`;
    throw new Problem(503, 'Questions pause', detail, {}, { 'retry-after': String(seconds) });
  }

  allTaken(): Problem {
    const detail = `${this.number} questions are being answered, which is the most at a time. Try again in a few seconds.`;
    return new Problem(429, 'Too many questions at once', detail, {}, { 'retry-after': '5' });
  }

  async #ended(queryId: string): Promise<void> {
    for (let wait = FIRST_LOOK_MS; ; wait = Math.min(wait * 2, LONGEST_LOOK_MS)) {
      await pause(wait, undefined, { ref: false });
      try {
        const result = await this.clickHouse.query({
          query: RUNNING,
          query_params: { id: queryId },
          format: 'JSONEachRow',
        });
        const [row] = await result.json<{ running: number | string }>();
        if (Number(row?.running) === 0) return;
      } catch (error) {
        // Whoever may not look can't wait for it either. While the engine is away it is not known.
        if (!isOutage(error)) return;
      }
    }
  }
}
