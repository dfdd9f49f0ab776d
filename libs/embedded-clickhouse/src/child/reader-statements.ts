import { statSync } from 'node:fs';
import type { ReaderLimits } from '../reader-limits.js';
import { clickHouseError, type ClickHouseException } from './exception.js';

/** How often the file of an answer is measured: what the engine writes in that time is how far a limit is overshot. */
const MEASURE_EVERY_MS = 50;

/** Holds statements of readers to limits that the engine does not have, or does not heed while a function runs. */
export class ReaderStatements {
  /** Bytes of the answers that are being written, or wait to be read. */
  readonly #sizes = new Map<object, number>();

  constructor(private readonly limits: ReaderLimits) {}

  /**
   * Runs one statement.
   *
   * @param file where the engine writes the answer, once it does
   * @param seconds a limit of the request's own; 0 or not a number for none
   * @param gone aborted when the client goes away
   * @param work to be ended when its signal is aborted; settles when the engine has ended the statement
   * @throws ClickHouseException 159, 243 or 396 for the limit that was reached
   */
  async run<T>(
    file: string,
    seconds: number,
    gone: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const key = {};
    const atLimit = new AbortController();
    let refusal: ClickHouseException | undefined;
    const refuse = (why: ClickHouseException | undefined): void => {
      if (why === undefined) return;
      refusal ??= why;
      atLimit.abort();
    };
    const measure = (): void => {
      this.#sizes.set(key, statSync(file, { throwIfNoEntry: false })?.size ?? 0);
      refuse(this.#tooLarge(key));
    };
    const limit = Math.min(this.limits.seconds, seconds > 0 ? seconds : Infinity);
    const measuring = setInterval(measure, MEASURE_EVERY_MS);
    // The engine keeps to the time by itself, between two calls of functions; this is for what happens within one.
    const timer = setTimeout(() => refuse(timeIsUp(limit)), limit * 1000 + 1000);
    try {
      const result = await work(AbortSignal.any([gone, atLimit.signal]));
      measure();
      if (refusal !== undefined) throw refusal;
      return result;
    } catch (error) {
      throw refusal ?? error;
    } finally {
      clearInterval(measuring);
      clearTimeout(timer);
      this.#sizes.delete(key);
    }
  }

  /** Counts an answer that waits to be read; the function that is returned ends that. */
  hold(size: number): () => void {
    const key = {};
    this.#sizes.set(key, size);
    return () => this.#sizes.delete(key);
  }

  #tooLarge(key: object): ClickHouseException | undefined {
    const { answerBytes, allAnswersBytes } = this.limits;
    if ((this.#sizes.get(key) ?? 0) > answerBytes) {
      return clickHouseError(
        396,
        'TOO_MANY_ROWS_OR_BYTES',
        `Limit for result exceeded, max bytes: ${answerBytes} as it is written out`,
      );
    }
    const all = [...this.#sizes.values()].reduce((sum, size) => sum + size, 0);
    if (all <= allAnswersBytes) return undefined;
    return clickHouseError(
      243,
      'NOT_ENOUGH_SPACE',
      `The answers that are being written and read take more than ${allAnswersBytes} bytes together`,
    );
  }
}

function timeIsUp(seconds: number): ClickHouseException {
  return clickHouseError(159, 'TIMEOUT_EXCEEDED', `Timeout exceeded: maximum: ${seconds * 1000} ms`);
}
