import type { ClickHouseClient } from '@clickhouse/client';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { CLICKHOUSE } from '../../clickhouse/clickhouse.token.js';
import { toDateTime64 } from '../../clickhouse/client.js';
import { Store } from '../../clickhouse/store.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { ORGANISATION, type Organisation } from '../../platform/organisation.js';
import { keptSince } from '../../projection/rejections/kept-since.js';
import { NO_QUOTE, QUOTING_REASON } from '../../projection/rejections/quotes.js';

const LOOK_EVERY_MS = 3_600_000;
/** While the store is away. */
const TRY_AGAIN_MS = 60_000;

/** TRICKY: a mutation lives on without the parameters of its query, so what it needs is written out. */
const isDue = (until: string): string =>
  `bytes_kept = 1 AND recorded_time < toDateTime64('${until}', 3, 'UTC')`;

/**
 * Deletes the originals of dead letters when their time is over: bytes, key and headers, and what a parser quoted of
 * them. Reason, place, size and the paths of the faults stay. What the log still holds is not brought back: the
 * projector leaves it out when it reads the log again.
 */
@Injectable()
export class Retention implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('dead-letters');
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<unknown> = Promise.resolve();
  #isStopping = false;

  constructor(
    private readonly store: Store,
    @Inject(CLICKHOUSE) private readonly clickHouse: ClickHouseClient,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    // The projector ends a process whose store never will be ready.
    void this.store.readable().then(
      () => this.#loop(),
      () => undefined,
    );
  }

  async onApplicationShutdown(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** @returns how many originals were deleted */
  async run(): Promise<number> {
    const until = toDateTime64(keptSince(this.organisation, this.clock()));
    const [due] = await this.store.rows<{ count: number }>(
      `SELECT count() AS count FROM stored_rejections WHERE ${isDue(until)}`,
    );
    const count = due?.count ?? 0;
    if (count === 0) return 0;
    // TRICKY: a row that replaces another one would leave the bytes in the old part until some merge; this writes the
    // parts anew without them, and is waited for on every replica.
    await this.clickHouse.command({
      query: `ALTER TABLE stored_rejections UPDATE
          size = size, bytes_kept = 0, bytes_base64 = '', key_base64 = NULL, headers = '{}',
          detail = if(reason = '${QUOTING_REASON}', '${JSON.stringify(NO_QUOTE)}', detail)
        WHERE ${isDue(until)}`,
      clickhouse_settings: { mutations_sync: '2' },
    });
    this.#logger.log(
      `The originals of ${count} rejected messages from before ${until} were deleted (deadLetters.keepDays).`,
    );
    return count;
  }

  async #loop(): Promise<void> {
    if (this.#isStopping) return;
    let wait = LOOK_EVERY_MS;
    this.#running = this.run().catch((error: unknown) => {
      wait = TRY_AGAIN_MS;
      this.#logger.warn(
        `Old originals could not be deleted, and are tried again: ${(error as Error).message}`,
      );
    });
    await this.#running;
    if (this.#isStopping) return;
    this.#timer = setTimeout(() => void this.#loop(), wait);
    this.#timer.unref();
  }
}
