import type { Session } from 'chdb';
import { closeSession } from './close-session.js';
import { clickHouseError, type ClickHouseException } from './exception.js';

/**
 * TRICKY: this build of the engine ignores every failed write to a file (no space left, a quota, a broken disk), and goes
 * on as if it had succeeded: results end early, parts of tables are left without columns, and all of it is reported as a
 * success. It does count them, in the function that ignores them, for results, inserts and merges alike.
 */
const COUNTED = `SELECT value FROM system.events WHERE event = 'WriteBufferFromFileDescriptorWriteFailed'`;

/**
 * Whether the engine has failed to write anything since its process began. Once it has, no answer of this process can be
 * trusted any more: a merge may have replaced good parts by short ones.
 */
export class FailedWrites {
  /** The look that has not begun yet; whoever asks before it begins shares it. */
  #next: Promise<number> | undefined;
  #running: Promise<unknown> = Promise.resolve();
  #found = false;
  #session: Session;

  /**
   * @param open a session for this question alone
   * @param onFound called once, when the first failed write is seen
   */
  constructor(
    private readonly open: () => Session,
    private readonly onFound: (message: string) => void,
  ) {
    this.#session = open();
  }

  /**
   * To be awaited after whatever was written, before its success is reported.
   *
   * @throws ClickHouseException 243 when a write has failed at any time since the process began
   */
  async check(): Promise<void> {
    const failed = await this.#count();
    if (failed === 0) return;
    const exception = failedWrites(failed);
    if (!this.#found) {
      this.#found = true;
      this.onFound(exception.text);
    }
    throw exception;
  }

  /** A count that begins after this call. At most one runs at a time. */
  #count(): Promise<number> {
    this.#next ??= this.#running.then(() => {
      this.#next = undefined;
      const look = this.#look();
      this.#running = look.catch(() => undefined);
      return look;
    });
    return this.#next;
  }

  async #look(): Promise<number> {
    try {
      const answer = await this.#session.queryAsync(COUNTED, { format: 'TabSeparated' });
      return Number(Buffer.from(answer.bytes()).toString('latin1').trim());
    } catch (error) {
      // What it has left in its session would come out in front of the next answer.
      closeSession(this.#session);
      this.#session = this.open();
      throw error;
    }
  }

  close(): void {
    closeSession(this.#session);
  }
}

function failedWrites(count: number): ClickHouseException {
  return clickHouseError(
    243,
    'NOT_ENOUGH_SPACE',
    `The engine failed to write to its disk (${count} time(s) since it was started): the disk is full or broken. ` +
      `Nothing is answered until the engine has been started again and has checked its files`,
  );
}
