import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { nextWeek, weeksEndingWith, type Week } from '@hearback/domain';
import { CommandBus } from '@nestjs/cqrs';
import { Store } from '../../clickhouse/store.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { ORGANISATION, type Organisation } from '../../platform/organisation.js';
import { Projector } from '../../projection/projector.js';
import { Liveness } from '../../telemetry/liveness.js';
import { Delivery } from '../outbox/delivery.js';
import { Mailroom } from '../outbox/mailroom.js';
import { Outbox } from '../outbox/outbox.js';
import { RevisedScores } from '../revised/revised-scores.js';
import { caughtUp } from './caught-up.js';
import { PublishWeek, type PublishedWeek } from './publish-week.command.js';
import { PublishedScores } from './published-scores.js';
import { lastDueWeek, weeksToPublish } from './publish-time.js';

const LOOK_EVERY_MS = 30_000;
/** Closing a week of many teams takes its time. */
const LONGEST_SILENCE_MS = 15 * 60_000;
/** A message of a week that was published but not queued (the process was killed) is still worth sending so long. */
const WEEKS_TO_DELIVER = 8;

/** Closes each week when its time has come, those that were missed in order, and has what was published delivered. */
@Injectable()
export class ScoreSchedule implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('scores');
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<unknown> = Promise.resolve();
  readonly #stopping = new AbortController();
  /** Whether everything that was published before is known to be queued. */
  #isSwept = false;
  #lastTick = Date.now();

  constructor(
    private readonly store: Store,
    private readonly projector: Projector,
    private readonly outbox: Outbox,
    private readonly mailroom: Mailroom,
    private readonly delivery: Delivery,
    private readonly publications: PublishedScores,
    private readonly revised: RevisedScores,
    private readonly commands: CommandBus,
    private readonly liveness: Liveness,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ORGANISATION) private readonly organisation: Organisation,
  ) {}

  onApplicationBootstrap(): void {
    const lastTick = (): number | undefined => (this.#timer === undefined ? undefined : this.#lastTick);
    this.liveness.watch({ name: 'the score schedule', lastTick, longestSilenceMs: LONGEST_SILENCE_MS });
    void this.#begin();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#running.catch(() => undefined);
    await this.delivery.stop();
  }

  /** Publishes every week that is due and not closed yet, the oldest first, and queues what is to be sent. */
  tick(): Promise<void> {
    return this.#alone(async () => {
      // A store that is being filled would tell of a part only.
      await caughtUp(this.projector, { signal: this.#stopping.signal });
      await this.#sweep();
      for (const week of await this.#due()) {
        if (this.#stopping.signal.aborted) return;
        this.#lastTick = Date.now();
        const { published } = await this.#close(week);
        this.#logger.log(`Week ${week} is closed: ${published.length} scores published.`);
      }
      await this.revised.refresh();
    });
  }

  /**
   * Publishes a week by hand and queues its messages.
   * @throws WeekNotOver, ProjectionBehind
   */
  publish(week: Week): Promise<PublishedWeek> {
    return this.#alone(async () => {
      await this.#beginAt(await this.publications.weeks());
      return this.#publish(week);
    });
  }

  /** When it last looked, in milliseconds since the epoch. */
  lastTick(): number {
    return this.#lastTick;
  }

  async #begin(): Promise<void> {
    try {
      await this.store.ready();
      await this.delivery.recover();
    } catch (error) {
      // The projector ends a process whose store never will be ready.
      this.#logger.error(`Scores can't be published: ${(error as Error).message}`);
      return;
    }
    if (this.#stopping.signal.aborted) return;
    this.delivery.start();
    await this.#loop();
  }

  async #loop(): Promise<void> {
    this.#lastTick = Date.now();
    try {
      await this.tick();
    } catch (error) {
      if (!this.#stopping.signal.aborted)
        this.#logger.warn(`The weekly scores wait, and are tried again: ${(error as Error).message}`);
    }
    if (this.#stopping.signal.aborted) return;
    this.#timer = setTimeout(() => void this.#loop(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  /**
   * A fresh installation begins with the week that runs: what was before Hearback is published by hand only. Where
   * others have published into the same store, it goes on after them, and looks at their last week once more: it may
   * be half done.
   */
  async #due(): Promise<Week[]> {
    const now = this.clock().getTime();
    const weeks = await this.publications.weeks();
    await this.#beginAt(weeks);
    const [closed, last] = [this.outbox.closedWeek(), weeks.at(-1)];
    if (last === undefined || (closed !== undefined && closed >= last))
      return weeksToPublish(closed ?? last!, now, this.organisation);
    // A week that was published by hand before its time is closed when that has come.
    return last > lastDueWeek(now, this.organisation)
      ? []
      : [last, ...weeksToPublish(last, now, this.organisation)];
  }

  /** Where nothing was ever published, whatever is due by now counts as closed. */
  async #beginAt(weeks: readonly Week[]): Promise<void> {
    if (this.outbox.closedWeek() !== undefined || weeks.length > 0) return;
    await this.outbox.markClosed(lastDueWeek(this.clock().getTime(), this.organisation));
  }

  async #close(week: Week): Promise<PublishedWeek> {
    const done = await this.#publish(week);
    await this.outbox.markClosed(week);
    return done;
  }

  async #publish(week: Week): Promise<PublishedWeek> {
    // Until they are queued, messages of it may be missing; those of other weeks may be all the same afterwards.
    const wasSwept = this.#isSwept;
    this.#isSwept = false;
    const done = await this.commands.execute(new PublishWeek(week, this.#stopping.signal));
    await this.#queue(week);
    this.#isSwept = wasSwept;
    return done;
  }

  /** What was published and not queued, because the process ended in between; once it is all in the store. */
  async #sweep(): Promise<void> {
    if (this.#isSwept) return;
    const last = lastDueWeek(this.clock().getTime(), this.organisation);
    for (const week of weeksEndingWith(nextWeek(last), WEEKS_TO_DELIVER)) await this.#queue(week);
    this.#isSwept = true;
  }

  async #queue(week: Week): Promise<void> {
    this.delivery.add(await this.mailroom.queueWeek(week));
  }

  /** One at a time: by the clock and by hand must not cross. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#running.then(work, work);
    this.#running = result.catch(() => undefined);
    return result;
  }
}
